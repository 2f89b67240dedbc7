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
    const std::optional<Bytes> checked = without_checksum(segment_->file().section(kRecordNames));
    if (!checked) {
        throw Corrupt("what the fields of stored records are called is damaged");
    }
    PackedReader names(*checked);
    while (names.left() > 0) {
        names_.push_back(names.value());
    }
}

Bytes StoredRecords::group_of(std::uint32_t doc) const {
    if (doc >= segment_->size()) {
        throw Corrupt("there is no stored entry number " + std::to_string(doc));
    }
    const std::uint32_t group = doc / kGroupedRecords;
    const std::uint64_t begin = offsets_.at(group);
    const std::uint64_t end = offsets_.at(group + 1);
    if (begin > end || end > records_.size()) {
        throw Corrupt("the stored entry number " + std::to_string(doc) + " lies outside its section");
    }
    return records_.subspan(begin, end - begin);
}

RecordOfGroup StoredRecords::of_group(std::uint32_t doc) const {
    const Bytes group = group_of(doc);
    const std::uint32_t count = std::min(kGroupedRecords, segment_->size() - doc / kGroupedRecords * kGroupedRecords);
    return {group, count, doc % kGroupedRecords, doc};
}

void StoredRecords::prefetch(std::uint32_t doc) const {
    constexpr std::size_t kLine = 64;
    const Bytes group = group_of(doc);
    // What all records have in common comes first; where the rest of this one is, is known about.
    const std::uint8_t* const rest = group.data() + group.size() * (doc % kGroupedRecords) / kGroupedRecords;
    for (std::size_t at = 0; at < 2 * kLine; at += kLine) {
        __builtin_prefetch(group.data() + at);
        __builtin_prefetch(rest + at);
    }
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
    // Names and whole numbers come to the rest. To grow step by step took a tenth of the time in which ten records are read.
    constexpr std::size_t kUsual = 256;
    ByteWriter fields;
    fields.buffer().reserve(rest.left() + kUsual);
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
    record.buffer().reserve(1 + key.size() + fields.size());
    record.fixed(kArrayOfThree);
    record.raw(key);
    record.raw(fields.view());
    return std::move(record.buffer());
}

} // namespace searchlib::storage
