#pragma once

#include <algorithm>
#include <array>
#include <vector>

#include "search/cursor.hpp"
#include "search/term_list.hpp"

namespace searchlib::search {

/// The documents of one term, one after the other.
class TermCursor final : public Cursor {
public:
    /// As TermList.
    TermCursor(storage::PostingList list, Weight weight, storage::Bytes lengths, double slack);

    [[nodiscard]] std::uint32_t document() const override { return document_; }
    std::uint32_t advance(std::uint32_t target) override {
        if (document_ >= target) {
            return document_;
        }
        if (documents_[count_ - 1] < target && !enter_block_with(target)) {
            return document_;
        }
        // Bisection without branches: where the target lies is a coin toss that no processor predicts.
        const std::uint32_t* found = documents_ + at_;
        for (std::uint32_t left = count_ - at_; left > 1;) {
            const std::uint32_t half = left / 2;
            found += found[half - 1] < target ? half : 0;
            left -= half;
        }
        at_ = static_cast<std::uint32_t>(found - documents_);
        return document_ = *found;
    }
    Score score() override;
    Bound bound(std::uint32_t target) override;
    void mark(std::uint32_t begin, std::uint32_t end, std::uint64_t* bits) override;
    [[nodiscard]] std::uint64_t cost() const override { return list_.cost(); }
    [[nodiscard]] bool scores() const override { return list_.scores(); }

    [[nodiscard]] std::uint32_t frequency();

    /// The positions of the term in the current document, ascending.
    std::span<const std::uint32_t> positions() { return list_.positions(at_); }

    [[nodiscard]] const storage::PostingList& postings() const { return list_.list(); }

    [[nodiscard]] std::uint8_t length_code() const { return list_.length_code(document_); }

private:
    void enter(std::uint32_t block);
    bool enter_block_with(std::uint32_t target);

    TermList list_;
    std::uint32_t document_ = kEnd;
    std::uint32_t count_ = 0;
    std::uint32_t at_ = 0;
    /// Those of the open block.
    const std::uint32_t* documents_ = nullptr;
    /// The block that a bound was last asked for, from which the next one is looked for.
    std::uint32_t bound_block_ = 0;
};

static_assert(FinalCursor<TermCursor>);

/// The bound of what needs the terms of all parts: it counts at most as the one that counts least.
template <class Parts> Bound least_bound(const Parts& parts, std::uint32_t target) {
    Bound least{INT64_MAX, kEnd};
    for (const auto& part : parts) {
        const Bound bound = part.cursor->bound(target);
        least.score = std::min(least.score, bound.score);
        least.last = std::min(least.last, bound.last);
    }
    return least;
}

} // namespace searchlib::search
