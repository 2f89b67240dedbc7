#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "storage/packed_column.hpp"
#include "storage/record_group.hpp"
#include "storage/segment.hpp"

namespace searchlib::storage {

inline constexpr const char* kRecords = "stored.records";
inline constexpr const char* kRecordOffsets = "stored.record_offsets";
inline constexpr const char* kRecordNames = "stored.record_names";

/// The packed records of the stored documents of a segment; what is in them is read elsewhere.
class StoredRecords {
public:
    /// Throws Corrupt if a section is missing, or too short for so many documents, or the names of fields are damaged.
    explicit StoredRecords(std::shared_ptr<const Segment> segment);

    /// The record of a document of the segment, as RecordsWriter was given it. Throws Corrupt if it is damaged.
    [[nodiscard]] std::vector<std::uint8_t> record(std::uint32_t doc) const;

    /// Tells the processor that the record will soon be read. Throws Corrupt if the offsets of records are damaged.
    void prefetch(std::uint32_t doc) const;

    [[nodiscard]] const Segment& segment() const { return *segment_; }

private:
    [[nodiscard]] Bytes group_of(std::uint32_t doc) const;
    [[nodiscard]] RecordOfGroup of_group(std::uint32_t doc) const;
    void write_name(std::uint64_t number, ByteWriter& out) const;

    std::shared_ptr<const Segment> segment_;
    PackedColumn offsets_;
    Bytes records_;
    /// As they are packed.
    std::vector<Bytes> names_;
};

} // namespace searchlib::storage
