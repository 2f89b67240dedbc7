#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include "indexing/merge.hpp"
#include "storage/container.hpp"
#include "storage/segment.hpp"
#include "storage/stored_buffer.hpp"
#include "storage/stored_records.hpp"

namespace searchlib::indexing {

/// Joins what several segments store of their live documents. Blocks of texts that are full and mostly alive are copied
/// as they are; texts of others go into new blocks. Records are copied but for the places of their texts.
class StoredMerge {
public:
    /// Blocks of less text than `least` are not copied, nor those of which less than half is of live documents.
    StoredMerge(const Merge& merge, std::size_t least);

    /// Writes the blocks that are copied, and returns their lengths.
    std::vector<std::uint64_t> copy_blocks(storage::ContainerWriter& out) const;

    /// Source and number of the blocks whose live texts are still to be taken by `repack`.
    [[nodiscard]] const std::vector<std::pair<std::uint32_t, std::uint32_t>>& repacked() const { return repacked_; }

    /// Puts the live texts of such a block into the buffer. Throws Corrupt if one lies outside.
    void repack(std::uint32_t source, std::uint32_t block, std::string_view texts, storage::StoredBuffer& to);

    /// Writes the records in their new order.
    void write_records(storage::ContainerWriter& out) const;

private:
    using Place = storage::StoredBuffer::Place;
    /// A text in its old place, and in its new one.
    struct Text {
        std::uint64_t offset;
        std::uint64_t length;
        std::uint64_t new_block = 0;
        std::uint64_t new_offset = 0;
    };
    struct Block {
        std::uint64_t live = 0;
        std::uint64_t all = 0;
        /// Of a block that is copied.
        std::uint64_t new_number = 0;
        bool copied = false;
        /// The live ones of a block that is not, ascending by offset.
        std::vector<Text> texts;
    };

    [[nodiscard]] Place moved(std::uint32_t source, const Place& place) const;

    const Merge& merge_;
    std::vector<storage::StoredRecords> records_;
    std::vector<std::vector<Block>> blocks_;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> repacked_;
    std::uint64_t copied_ = 0;
};

} // namespace searchlib::indexing
