#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "storage/postings.hpp"

namespace searchlib::indexing {

/// The postings of a term in one source of a merge, one by one, under the numbers of the new segment. A block is in
/// memory at a time.
class SourcePostings {
public:
    /// `numbers`: document → its number in the new segment, or `Merge::kDropped`.
    SourcePostings(const storage::PostingList& list, const std::vector<std::uint32_t>& numbers, bool text);

    [[nodiscard]] bool at_end() const { return at_end_; }
    [[nodiscard]] std::uint32_t document() const { return document_; }

    /// Writes the posting at hand.
    void write(storage::PostingsWriter& writer);
    /// Moves to the next live one.
    void advance();

private:
    void open_block();

    storage::PostingList list_;
    const std::vector<std::uint32_t>* numbers_;
    bool text_;
    bool at_end_ = false;
    std::uint32_t block_ = 0;
    std::uint32_t count_ = 0;
    /// Of the posting at hand: its place in the block, and its document.
    std::uint32_t at_ = 0;
    std::uint32_t document_ = 0;
    std::array<std::uint32_t, storage::kBlockSize> documents_{};
    std::array<std::uint32_t, storage::kBlockSize> frequencies_{};
    storage::PositionRun run_;
    std::vector<std::uint32_t> positions_;
};

/// Joins the postings of a term from all sources.
class MergedPostings {
public:
    void add(const storage::PostingList& list, const std::vector<std::uint32_t>& numbers, bool text);

    /// Writes them in the order of their new numbers, and forgets the sources; returns how many there were.
    std::uint32_t write(storage::PostingsWriter& writer);

private:
    std::vector<SourcePostings> sources_;
};

} // namespace searchlib::indexing
