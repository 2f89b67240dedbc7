#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "storage/bytes.hpp"
#include "storage/container.hpp"
#include "storage/stored_records.hpp"

namespace searchlib::storage {

/// A long text of a record: its name as it is packed, and where it lies.
struct StoredText {
    Bytes name;
    std::uint64_t block;
    std::uint64_t offset;
    std::uint64_t length;
};

/// A stored record, taken apart without looking at its short values. The grammar stands in docs/format.md.
struct StoredRecord {
    /// What the others point into.
    std::vector<std::uint8_t> bytes;
    /// All but the long texts: the key and the short values, as they are packed.
    Bytes head;
    std::vector<StoredText> texts;
};

/// The record of a document. Throws Corrupt if it is damaged.
StoredRecord stored_record(const StoredRecords& records, std::uint32_t doc);

/// The bytes of a compressed block of texts. Throws Corrupt if there is none of that number.
Bytes stored_block(const ContainerReader& file, std::uint64_t block);
std::uint64_t stored_block_count(const ContainerReader& file);

} // namespace searchlib::storage
