#include "storage/stored_records.hpp"

#include <string>

#include "storage/checksum.hpp"

namespace searchlib::storage {
namespace {

using Checksum = std::uint32_t;

} // namespace

StoredRecords::StoredRecords(std::shared_ptr<const Segment> segment)
    : segment_(std::move(segment)), offsets_(segment_->file().section("stored.record_offsets"), segment_->size() + 1),
      records_(segment_->file().section("stored.records")) {}

Bytes StoredRecords::record(std::uint32_t doc) const {
    if (doc >= segment_->size()) {
        throw Corrupt("there is no stored entry number " + std::to_string(doc));
    }
    const std::uint64_t begin = offsets_.at(doc);
    const std::uint64_t end = offsets_.at(doc + 1);
    if (begin > end || end > records_.size()) {
        throw Corrupt("the stored entry number " + std::to_string(doc) + " lies outside its section");
    }
    const Bytes whole = records_.subspan(begin, end - begin);
    if (whole.size() < sizeof(Checksum)) {
        throw Corrupt("the record of document " + std::to_string(doc) + " is damaged");
    }
    const Bytes packed = whole.first(whole.size() - sizeof(Checksum));
    if (crc32c(packed, 0) != load<Checksum>(whole.data() + packed.size())) {
        throw Corrupt("the record of document " + std::to_string(doc) + " is damaged");
    }
    return packed;
}

} // namespace searchlib::storage
