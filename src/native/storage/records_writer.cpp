#include "storage/records_writer.hpp"

#include <algorithm>

#include "storage/checksum.hpp"
#include "storage/packed_column.hpp"
#include "storage/packed_reader.hpp"
#include "storage/stored_records.hpp"
#include "storage/whole_numbers.hpp"

namespace searchlib::storage {

RecordsWriter::RecordsWriter(ContainerWriter& out) : out_(out) { out_.begin(kRecords); }

std::uint64_t RecordsWriter::number_of_name(Bytes name) {
    const std::string text(reinterpret_cast<const char*>(name.data()), name.size());
    const auto [found, is_new] = name_numbers_.try_emplace(text, name_numbers_.size());
    if (is_new) {
        names_.raw(name);
    }
    return found->second;
}

/// Adds a value to the whole numbers, if it is one that is packed in its shortest form; otherwise to the rest. Returns
/// whether it is a number.
bool RecordsWriter::take(Bytes value) {
    if (is_whole_number(value)) {
        const std::uint64_t number = PackedReader(value).whole();
        if (value.size() == size_of_whole(number)) {
            numbers_.push_back(number);
            return true;
        }
    }
    rest_.raw(value);
    return false;
}

void RecordsWriter::add(Bytes record) {
    PackedReader reader(record);
    if (reader.array() != 3) {
        throw Corrupt("a stored record is not made as it should be");
    }
    const Bytes key = reader.value();
    std::uint64_t telling = 0;
    fields_.clear();
    numbers_.clear();
    rest_.clear();
    const std::uint64_t shorts = reader.map();
    fields_.varint(shorts);
    for (std::uint64_t number = 1; number <= shorts; ++number) {
        const std::uint64_t name = number_of_name(reader.value());
        const Bytes value = reader.value();
        fields_.varint(2 * name + (take(value) ? 1 : 0));
        if (telling == 0 && std::ranges::equal(key_told_by(value), key)) {
            telling = number;
        }
    }
    const std::uint64_t longs = reader.map();
    fields_.varint(longs);
    for (std::uint64_t number = 0; number < longs; ++number) {
        fields_.varint(number_of_name(reader.value()));
        if (reader.array() != 3) {
            throw Corrupt("a stored record is not made as it should be");
        }
        for (unsigned part = 0; part < 3; ++part) {
            numbers_.push_back(reader.whole());
        }
    }
    if (telling == 0) {
        rest_.raw(key);
    }
    shape_.clear();
    shape_.varint(telling);
    shape_.raw(fields_.view());
    group_.add(shape_.view(), numbers_, rest_.view());
    if (group_.size() == kGroupedRecords) {
        finish_group();
    }
}

void RecordsWriter::finish_group() {
    written_.clear();
    group_.finish(written_);
    out_.write(written_.view());
    offsets_.push_back(offsets_.back() + written_.size());
}

void RecordsWriter::finish() {
    if (group_.size() > 0) {
        finish_group();
    }
    out_.end();
    ByteWriter column;
    write_packed_column(offsets_, column);
    out_.section(kRecordOffsets, column.view());
    names_.fixed(crc32c(names_.view()));
    out_.section(kRecordNames, names_.view());
}

} // namespace searchlib::storage
