#include "storage/stored_records.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "storage/packed_reader.hpp"
#include "storage/whole_numbers.hpp"

namespace searchlib::storage {
namespace {

constexpr std::uint8_t kArrayOfThree = 0x93;

std::uint32_t groups_of(std::uint32_t records) {
    return records / kGroupedRecords + (records % kGroupedRecords == 0 ? 0 : 1);
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

} // namespace

StoredRecords::StoredRecords(std::shared_ptr<const Segment> segment)
    : segment_(std::move(segment)), offsets_(segment_->file().section(kRecordOffsets), groups_of(segment_->size()) + 1),
      records_(segment_->file().section(kRecords)) {
    PackedReader names(
        checked_bytes(segment_->file().section(kRecordNames), "what the fields of stored records are called"));
    while (names.left() > 0) {
        names_.push_back(names.value());
    }
}

RecordOfGroup StoredRecords::of_group(std::uint32_t doc) const {
    if (doc >= segment_->size()) {
        throw Corrupt("there is no stored entry number " + std::to_string(doc));
    }
    const std::uint32_t group = doc / kGroupedRecords;
    const std::uint64_t begin = offsets_.at(group);
    const std::uint64_t end = offsets_.at(group + 1);
    if (begin > end || end > records_.size()) {
        throw Corrupt("the stored entry number " + std::to_string(doc) + " lies outside its section");
    }
    const std::uint32_t count = std::min(kGroupedRecords, segment_->size() - group * kGroupedRecords);
    return {records_.subspan(begin, end - begin), count, doc % kGroupedRecords,
            "the record of document " + std::to_string(doc)};
}

void StoredRecords::write_name(std::uint64_t number, ByteWriter& out) const {
    if (number >= names_.size()) {
        throw Corrupt("a stored record has a field without a name");
    }
    out.raw(names_[static_cast<std::size_t>(number)]);
}

std::vector<std::uint8_t> StoredRecords::record(std::uint32_t doc) const {
    RecordOfGroup packed = of_group(doc);
    PackedReader rest(packed.rest());
    const std::uint64_t telling = packed.shape();
    std::vector<std::uint8_t> told;
    ByteWriter fields;
    const std::uint64_t shorts = packed.shape();
    write_map(shorts, fields);
    for (std::uint64_t number = 1; number <= shorts; ++number) {
        const std::uint64_t field = packed.shape();
        write_name(field / 2, fields);
        const std::size_t begin = fields.size();
        if (field % 2 == 1) {
            write_whole(packed.number(), fields);
        } else {
            fields.raw(rest.value());
        }
        if (number == telling) {
            told = key_told_by(fields.view().subspan(begin));
        }
    }
    const std::uint64_t longs = packed.shape();
    write_map(longs, fields);
    for (std::uint64_t number = 0; number < longs; ++number) {
        write_name(packed.shape(), fields);
        fields.fixed(kArrayOfThree);
        for (unsigned part = 0; part < 3; ++part) {
            write_whole(packed.number(), fields);
        }
    }
    const Bytes key = telling == 0 ? rest.value() : Bytes(told);
    if (rest.left() > 0 || !packed.at_end() || key.empty()) {
        throw Corrupt("a stored record is not made as it should be");
    }
    ByteWriter record;
    record.fixed(kArrayOfThree);
    record.raw(key);
    record.raw(fields.view());
    return std::move(record.buffer());
}

} // namespace searchlib::storage
