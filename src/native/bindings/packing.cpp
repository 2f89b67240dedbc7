#include <algorithm>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/vector.h>

#include "bindings/bindings.hpp"
#include "bindings/convert.hpp"
#include "kernels/posting_block.hpp"
#include "storage/packed_column.hpp"
#include "storage/packed_run.hpp"
#include "storage/position_run.hpp"

// How numbers are packed, for the tests, which hold it against what docs/format.md says.

namespace nb = nanobind;

namespace searchlib::bindings {
namespace {

using Numbers = std::vector<std::uint32_t>;

nb::bytes bytes_of(const storage::ByteWriter& writer) { return nb::bytes(writer.view().data(), writer.view().size()); }

nb::bytes pack_run(const Numbers& values, std::uint32_t least_saving) {
    if (values.empty() || values.size() > storage::kRunSize) {
        throw nb::value_error("a run has 1 to 128 values");
    }
    storage::ByteWriter out;
    storage::write_run(values, least_saving, out);
    return bytes_of(out);
}

std::pair<Numbers, std::uint64_t> unpack_run(const nb::bytes& data, std::uint32_t count) {
    Numbers values(storage::kRunSize);
    std::uint64_t at = 0;
    const storage::PackedRun run = storage::read_run(view(data), at, std::min(count, storage::kRunSize));
    storage::unpack_run(run, std::min(count, storage::kRunSize), values.data());
    values.resize(std::min(count, storage::kRunSize));
    return {values, at};
}

Numbers values_one_by_one(const nb::bytes& data, std::uint32_t count) {
    kernels::PostingBlock block;
    block.count = std::min(count, storage::kRunSize);
    std::uint64_t at = 0;
    const storage::PackedRun run = storage::read_run(view(data), at, block.count);
    block.frequencies = run.values;
    block.frequency_width = run.width;
    block.frequency_patches = run.patches;
    Numbers values;
    for (std::uint32_t place = 0; place < block.count; ++place) {
        values.push_back(block.frequency(place) - 1);
    }
    return values;
}

/// What a block has of a document: its length code, and its frequency.
using Known = std::pair<std::uint8_t, std::uint32_t>;

nb::bytes pack_positions(const std::vector<Known>& documents, const Numbers& gaps) {
    Numbers numbers;
    Numbers less_one;
    std::vector<std::uint8_t> lengths;
    std::uint64_t count = 0;
    for (const auto& [length, frequency] : documents) {
        numbers.push_back(static_cast<std::uint32_t>(numbers.size()));
        less_one.push_back(frequency - 1);
        lengths.push_back(length);
        count += frequency;
    }
    if (numbers.size() > kernels::kBlockSize || count != gaps.size() ||
        std::ranges::find(less_one, UINT32_MAX) != less_one.end()) {
        throw nb::value_error("a block has at most 128 documents, and each of them positions");
    }
    storage::ByteWriter out;
    storage::write_positions({numbers, less_one, lengths}, gaps, out);
    return bytes_of(out);
}

std::vector<Numbers> read_positions(const nb::bytes& data, const std::vector<Known>& documents,
                                    const std::vector<std::uint32_t>& places) {
    Numbers numbers;
    Numbers frequencies;
    std::vector<std::uint8_t> lengths(sizeof(std::uint32_t)); // as if behind the head of a file
    for (const auto& [length, frequency] : documents) {
        numbers.push_back(static_cast<std::uint32_t>(numbers.size()));
        frequencies.push_back(frequency);
        lengths.push_back(length);
    }
    storage::PositionRun run(view(data), 0, static_cast<std::uint32_t>(numbers.size()),
                             lengths.data() + sizeof(std::uint32_t));
    std::vector<Numbers> found;
    for (const std::uint32_t place : places) {
        if (place >= numbers.size() || numbers.size() > kernels::kBlockSize || frequencies[place] == 0) {
            throw nb::value_error("a block has at most 128 documents, and each of them positions");
        }
        run.read(numbers.data(), frequencies.data(), place, found.emplace_back());
    }
    return found;
}

nb::bytes pack_column(const std::vector<std::uint64_t>& values) {
    storage::ByteWriter out;
    storage::write_packed_column(values, out);
    return bytes_of(out);
}

std::vector<std::uint64_t> read_column(const nb::bytes& data, std::uint32_t count) {
    const storage::PackedColumn column(view(data), count);
    std::vector<std::uint64_t> values;
    values.reserve(count);
    for (std::uint32_t i = 0; i < count; ++i) {
        values.push_back(column.at(i));
    }
    return values;
}

} // namespace

void bind_packing(nb::module_& module) {
    module.def("pack_run", &pack_run, nb::arg("values"), nb::arg("least_saving"), "A run of up to 128 values.");
    module.def("unpack_run", &unpack_run, nb::arg("data"), nb::arg("count"),
               "The values of a run, and how many bytes it takes; 8 bytes stand behind it.");
    module.def("values_one_by_one", &values_one_by_one, nb::arg("data"), nb::arg("count"),
               "The same values, each read as the frequency of one document is.");
    module.def("pack_positions", &pack_positions, nb::arg("documents"), nb::arg("gaps"),
               "The gaps of the positions of a block, whose documents have a length code and a frequency each.");
    module.def("read_positions", &read_positions, nb::arg("data"), nb::arg("documents"), nb::arg("places"),
               "The positions of documents of a block, each named by its place there.");
    module.def("pack_column", &pack_column, nb::arg("values"), "A column of numbers.");
    module.def("read_column", &read_column, nb::arg("data"), nb::arg("count"), "The numbers of a column.");
}

} // namespace searchlib::bindings
