#pragma once

#include <array>
#include <vector>

#include "search/cursor.hpp"
#include "storage/postings.hpp"

namespace searchlib::search {

/// The documents of one term. Blocks are decoded when entered, frequencies when asked for.
class TermCursor final : public Cursor {
public:
    /// Scores with `weight` and the field's length codes; without codes, scores zero.
    TermCursor(storage::PostingList list, Weight weight, storage::Bytes lengths);

    [[nodiscard]] std::uint32_t document() const override { return document_; }
    std::uint32_t advance(std::uint32_t target) override;
    Score score() override;
    Bound bound(std::uint32_t target) override;
    [[nodiscard]] std::uint64_t cost() const override { return list_.document_frequency(); }
    [[nodiscard]] bool scores() const override { return !lengths_.empty(); }

    std::uint32_t next() {
        return ++at_ < count_ ? document_ = documents_[at_] : next_block();
    }

    [[nodiscard]] std::uint32_t frequency();

    /// The positions of the term in the current document, ascending.
    const std::vector<std::uint32_t>& positions();

    /// No document of the term scores more.
    [[nodiscard]] Score greatest();

    [[nodiscard]] std::uint8_t length_code() const { return lengths_[document_]; }

private:
    [[nodiscard]] std::uint32_t block_with(std::uint32_t target, std::uint32_t from) const;
    void enter(std::uint32_t block);
    std::uint32_t next_block();
    [[nodiscard]] Score greatest_of(const std::vector<storage::Impact>& impacts) const;

    storage::PostingList list_;
    Weight weight_;
    storage::Bytes lengths_;
    std::uint32_t document_ = kEnd;
    std::uint32_t block_ = 0;
    std::uint32_t count_ = 0;
    std::uint32_t at_ = 0;
    bool frequencies_known_ = false;
    bool starts_known_ = false;
    std::array<std::uint32_t, storage::kBlockSize> documents_{};
    std::array<std::uint32_t, storage::kBlockSize> frequencies_{};
    /// Number of the first position of each document within the block.
    std::array<std::uint64_t, storage::kBlockSize> starts_{};
    std::vector<std::uint32_t> positions_;

    // The block that bounds were last asked for.
    std::uint32_t bound_block_ = 0;
    bool bound_known_ = false;
    Bound bound_{};
    std::vector<storage::Impact> impacts_;
};

static_assert(FinalCursor<TermCursor>);

} // namespace searchlib::search
