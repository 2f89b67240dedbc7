#pragma once

#include <cstdint>
#include <memory>

#include "storage/packed_column.hpp"
#include "storage/segment.hpp"

namespace searchlib::storage {

/// The packed records of the stored documents of a segment; what is in them is read elsewhere.
class StoredRecords {
public:
    /// Throws Corrupt if a section is missing, or too short for so many documents.
    explicit StoredRecords(std::shared_ptr<const Segment> segment);

    /// The record of a document of the segment, without the checksum behind it. Throws Corrupt if it is damaged.
    [[nodiscard]] Bytes record(std::uint32_t doc) const;

    [[nodiscard]] const Segment& segment() const { return *segment_; }

private:
    std::shared_ptr<const Segment> segment_;
    PackedColumn offsets_;
    Bytes records_;
};

} // namespace searchlib::storage
