#include "storage/stored_record.hpp"

#include <string>

#include "storage/packed_reader.hpp"

namespace searchlib::storage {
namespace {

/// Entry number `number` of a section whose entries end where another section says.
Bytes entry(const ContainerReader& file, const char* data, const char* offsets, std::uint64_t number) {
    const Bytes ends = file.section(offsets);
    const std::uint64_t count = ends.size() / sizeof(std::uint64_t);
    if (count < 2 || number > count - 2) {
        throw Corrupt("there is no stored entry number " + std::to_string(number));
    }
    const auto begin = load<std::uint64_t>(ends.data() + number * sizeof(std::uint64_t));
    const auto end = load<std::uint64_t>(ends.data() + (number + 1) * sizeof(std::uint64_t));
    if (begin > end) {
        throw Corrupt("the stored entry number " + std::to_string(number) + " lies outside its section");
    }
    return part(file.section(data), begin, end - begin);
}

} // namespace

StoredRecord stored_record(const StoredRecords& records, std::uint32_t doc) {
    StoredRecord record{records.record(doc), {}, {}};
    PackedReader reader(record.bytes);
    if (reader.array() != 3) {
        throw Corrupt("a stored record is not made as it should be");
    }
    const std::size_t head = reader.at();
    reader.value();
    reader.value();
    record.head = reader.from(head);
    for (std::uint64_t left = reader.map(); left > 0; --left) {
        StoredText text{reader.value(), 0, 0, 0};
        if (reader.array() != 3) {
            throw Corrupt("a stored record is not made as it should be");
        }
        text.block = reader.whole();
        text.offset = reader.whole();
        text.length = reader.whole();
        record.texts.push_back(text);
    }
    return record;
}

Bytes stored_block(const ContainerReader& file, std::uint64_t block) {
    return entry(file, "stored.texts", "stored.text_offsets", block);
}

std::uint64_t stored_block_count(const ContainerReader& file) {
    const std::uint64_t count = file.section("stored.text_offsets").size() / sizeof(std::uint64_t);
    if (count == 0) {
        throw Corrupt("the stored texts have no offsets");
    }
    return count - 1;
}

} // namespace searchlib::storage
