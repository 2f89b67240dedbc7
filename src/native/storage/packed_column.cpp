#include "storage/packed_column.hpp"

#include <algorithm>
#include <vector>

#include "storage/bit_packing.hpp"
#include "storage/packed_numbers.hpp"

namespace searchlib::storage {
namespace {

/// The place among kColumnUnits of the greatest that divides what values have above the least of them.
std::uint8_t unit_of(std::span<const std::uint64_t> values, std::uint64_t least) {
    std::size_t unit = kColumnUnits.size() - 1;
    for (std::size_t i = 0; i < values.size() && unit > 0; ++i) {
        while ((values[i] - least) % kColumnUnits[unit] != 0) {
            --unit;
        }
    }
    return static_cast<std::uint8_t>(unit);
}

} // namespace

PackedColumn::PackedColumn(Bytes section, std::uint32_t count) : section_(section) {
    const std::uint64_t heads = (std::uint64_t{count} + kBlock - 1) / kBlock * kHeadBytes;
    if (section.size() < heads + kPackedPadding) {
        throw Corrupt("a column is too short");
    }
    last_ = section.size() - kPackedPadding;
}

void write_packed_column(std::span<const std::uint64_t> values, ByteWriter& out) {
    ByteWriter packed;
    const std::size_t blocks = (values.size() + PackedColumn::kBlock - 1) / PackedColumn::kBlock;
    const std::size_t heads = blocks * PackedColumn::kHeadBytes;
    for (std::size_t at = 0; at < values.size(); at += PackedColumn::kBlock) {
        const auto block = values.subspan(at, std::min<std::size_t>(PackedColumn::kBlock, values.size() - at));
        const auto [least, greatest] = std::ranges::minmax(block);
        const std::uint8_t unit = unit_of(block, least);
        const unsigned width = packed_width((greatest - least) / kColumnUnits[unit]);
        out.fixed(least);
        out.fixed(static_cast<std::uint64_t>(heads + packed.size()));
        out.fixed(static_cast<std::uint8_t>(width));
        out.fixed(unit);
        pack_above(block, least, kColumnUnits[unit], width, packed);
    }
    out.raw(packed.view());
    const std::vector<std::uint8_t> padding(kPackedPadding);
    out.raw(Bytes(padding));
}

} // namespace searchlib::storage
