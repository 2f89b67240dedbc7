#include "storage/stored_records.hpp"

#include <string>
#include <utility>

#include "storage/checksum.hpp"
#include "storage/packed_reader.hpp"

namespace searchlib::storage {
namespace {

using Checksum = std::uint32_t;

constexpr std::uint8_t kText = 0xA0;
constexpr std::uint8_t kArrayOfThree = 0x93;
constexpr std::size_t kShortText = 32;

/// Without the checksum behind it. Throws Corrupt if that is wrong.
Bytes whole(Bytes bytes, const std::string& what) {
    if (bytes.size() < sizeof(Checksum)) {
        throw Corrupt(what + " is damaged");
    }
    const Bytes checked = bytes.first(bytes.size() - sizeof(Checksum));
    if (crc32c(checked) != load<Checksum>(checked.data() + checked.size())) {
        throw Corrupt(what + " is damaged");
    }
    return checked;
}

void write_map(std::uint64_t count, ByteWriter& out) {
    constexpr std::uint64_t kFew = 16;
    if (count < kFew) {
        out.fixed(static_cast<std::uint8_t>(0x80U | count));
        return;
    }
    const bool wide = count > UINT16_MAX;
    out.fixed(static_cast<std::uint8_t>(wide ? 0xDF : 0xDE));
    for (unsigned shift = wide ? 32 : 16; shift > 0; shift -= 8) {
        out.fixed(static_cast<std::uint8_t>(count >> (shift - 8)));
    }
}

bool is_whole_number(Bytes value) { return value.front() < 0x80 || (value.front() >= 0xCC && value.front() <= 0xCF); }

} // namespace

std::vector<std::uint8_t> key_told_by(Bytes value) {
    if (!is_whole_number(value)) {
        return {value.begin(), value.end()};
    }
    const std::string digits = std::to_string(PackedReader(value).whole());
    static_assert(kShortText > 20, "the digits of any number of 64 bits are a short text");
    std::vector<std::uint8_t> key{static_cast<std::uint8_t>(kText | digits.size())};
    key.insert(key.end(), digits.begin(), digits.end());
    return key;
}

StoredRecords::StoredRecords(std::shared_ptr<const Segment> segment)
    : segment_(std::move(segment)), offsets_(segment_->file().section(kRecordOffsets), segment_->size() + 1),
      records_(segment_->file().section(kRecords)) {
    PackedReader names(whole(segment_->file().section(kRecordNames), "what the fields of stored records are called"));
    while (names.left() > 0) {
        names_.push_back(names.value());
    }
}

Bytes StoredRecords::packed_record(std::uint32_t doc) const {
    if (doc >= segment_->size()) {
        throw Corrupt("there is no stored entry number " + std::to_string(doc));
    }
    const std::uint64_t begin = offsets_.at(doc);
    const std::uint64_t end = offsets_.at(doc + 1);
    if (begin > end || end > records_.size()) {
        throw Corrupt("the stored entry number " + std::to_string(doc) + " lies outside its section");
    }
    return whole(records_.subspan(begin, end - begin), "the record of document " + std::to_string(doc));
}

std::vector<std::uint8_t> StoredRecords::record(std::uint32_t doc) const {
    PackedReader reader(packed_record(doc));
    const std::uint64_t telling = reader.varint();
    const Bytes key = telling == 0 ? reader.value() : Bytes();
    std::vector<std::uint8_t> told;
    ByteWriter fields;
    for (const bool is_short : {true, false}) {
        const std::uint64_t count = reader.varint();
        write_map(count, fields);
        for (std::uint64_t number = 1; number <= count; ++number) {
            const std::uint64_t name = reader.varint();
            if (name >= names_.size()) {
                throw Corrupt("a stored record has a field without a name");
            }
            fields.raw(names_[static_cast<std::size_t>(name)]);
            const Bytes value = reader.value();
            fields.raw(value);
            if (is_short && number == telling) {
                told = key_told_by(value);
            }
        }
    }
    if (reader.left() > 0 || (telling != 0 && told.empty())) {
        throw Corrupt("a stored record is not made as it should be");
    }
    ByteWriter record;
    record.fixed(kArrayOfThree);
    record.raw(telling == 0 ? key : Bytes(told));
    record.raw(fields.view());
    return std::move(record.buffer());
}

} // namespace searchlib::storage
