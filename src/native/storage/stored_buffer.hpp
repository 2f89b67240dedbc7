#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "storage/container.hpp"

namespace searchlib::storage {

/// What is stored of the documents of the segment that is being built: long texts in blocks that are to be compressed
/// as they fill up, and records that wait for their final order. The grammar stands in docs/format.md.
class StoredBuffer {
public:
    struct Place {
        std::uint64_t block;
        std::uint64_t offset;
        std::uint64_t length;
    };

    /// `block_size` is the number of bytes from which a block is full, at the end of a document.
    explicit StoredBuffer(std::size_t block_size) : block_size_(block_size) {}

    /// Adds a long text of the current document.
    Place add_text(std::string_view text);

    /// Ends the current document with its record.
    void end_document(Bytes record);

    /// Closes the block at hand if it is full; what comes next goes into another.
    void close_if_full();

    /// The full blocks, in order, which are then no longer here; `all` also takes one that is not full.
    [[nodiscard]] std::deque<std::string> take_blocks(bool all);

    /// Writes the records in the given order of their documents.
    void write(const std::vector<std::uint32_t>& order, ContainerWriter& out) const;

    [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(ends_.size() - 1); }
    [[nodiscard]] std::size_t memory() const;

private:
    std::size_t block_size_;
    std::uint64_t block_ = 0;
    std::string texts_;
    std::deque<std::string> full_;
    /// In chunks, as one buffer that grows needs room for itself three times over.
    std::deque<std::string> chunks_;
    /// Chunk, shifted by 32 bits, and offset of each record's end.
    std::vector<std::uint64_t> ends_{0};
};

} // namespace searchlib::storage
