#include "storage/records_writer.hpp"

#include <algorithm>

#include "storage/checksum.hpp"
#include "storage/packed_column.hpp"
#include "storage/packed_reader.hpp"
#include "storage/stored_records.hpp"

namespace searchlib::storage {

RecordsWriter::RecordsWriter(ContainerWriter& out) : out_(out) { out_.begin(kRecords); }

std::uint64_t RecordsWriter::number_of(Bytes name) {
    const std::string text(reinterpret_cast<const char*>(name.data()), name.size());
    const auto [found, is_new] = numbers_.try_emplace(text, numbers_.size());
    if (is_new) {
        names_.raw(name);
    }
    return found->second;
}

void RecordsWriter::add(Bytes record) {
    PackedReader reader(record);
    if (reader.array() != 3) {
        throw Corrupt("a stored record is not made as it should be");
    }
    const Bytes key = reader.value();
    std::uint64_t telling = 0;
    fields_.clear();
    for (const bool is_short : {true, false}) {
        const std::uint64_t count = reader.map();
        fields_.varint(count);
        for (std::uint64_t number = 1; number <= count; ++number) {
            fields_.varint(number_of(reader.value()));
            const Bytes value = reader.value();
            fields_.raw(value);
            if (is_short && telling == 0 && std::ranges::equal(key_told_by(value), key)) {
                telling = number;
            }
        }
    }
    record_.clear();
    record_.varint(telling);
    if (telling == 0) {
        record_.raw(key);
    }
    record_.raw(fields_.view());
    record_.fixed(crc32c(record_.view()));
    out_.write(record_.view());
    offsets_.push_back(offsets_.back() + record_.size());
}

void RecordsWriter::finish() {
    out_.end();
    ByteWriter column;
    write_packed_column(offsets_, column);
    out_.section(kRecordOffsets, column.view());
    names_.fixed(crc32c(names_.view()));
    out_.section(kRecordNames, names_.view());
}

} // namespace searchlib::storage
