#pragma once

#include <array>
#include <optional>
#include <span>
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
    std::uint32_t advance(std::uint32_t target) override {
        if (document_ >= target) {
            return document_;
        }
        if (documents_[count_ - 1] < target && !enter_block_with(target)) {
            return kEnd;
        }
        // Bisection without branches: where the target lies is a coin toss that no processor predicts.
        const std::uint32_t* found = documents_.data() + at_;
        for (std::uint32_t left = count_ - at_; left > 1;) {
            const std::uint32_t half = left / 2;
            found += found[half - 1] < target ? half : 0;
            left -= half;
        }
        at_ = static_cast<std::uint32_t>(found - documents_.data());
        return document_ = *found;
    }
    Score score() override;
    Bound bound(std::uint32_t target) override { return bound_from(bound_, target); }
    void mark(std::uint32_t begin, std::uint32_t end, std::uint64_t* bits) override;
    [[nodiscard]] std::uint64_t cost() const override { return list_.document_frequency(); }
    [[nodiscard]] bool scores() const override { return !lengths_.empty(); }

    /// Adds the scores of the documents from the current one to before `end` to `scores`, which stands
    /// for documents from `begin` on, marks them in `matched`, and moves to the first not before `end`.
    void accumulate(std::uint32_t begin, std::uint32_t end, Score* scores, std::uint64_t* matched);

    /// Scores the documents from the current one to the end of its block, or to before `end`, writes
    /// those that with `more` would reach `needed` to `documents` and `scores`, and moves behind them.
    /// Returns how many were written, at most kBlockSize.
    std::uint32_t score_block(std::uint32_t end, Score more, Score needed, std::uint32_t* documents, Score* scores);

    /// A bound of all scores, from the impacts of the whole list.
    [[nodiscard]] Score greatest();

    /// A bound of scores from `begin`, which never falls from call to call, to before `end`; none if there are
    /// more than a few blocks in between.
    [[nodiscard]] std::optional<Score> greatest_between(std::uint32_t begin, std::uint32_t end);

    /// The last document of the block that is decoded.
    [[nodiscard]] std::uint32_t last_at_hand() const { return documents_[count_ - 1]; }

    /// The documents from the current one up to `last` within the block that is decoded.
    [[nodiscard]] std::span<const std::uint32_t> at_hand(std::uint32_t last) const {
        return {documents_.data() + at_, stop_before(last + 1) - at_};
    }

    /// Moves on by so many documents within the block that is decoded.
    void skip(std::uint32_t count) {
        at_ += count;
        document_ = documents_[at_];
    }

    /// Tells that at most so many documents will be scored.
    void expect(std::uint64_t count) { table_.expect(count); }

    [[nodiscard]] std::uint32_t frequency();

    /// The positions of the term in the current document, ascending.
    const std::vector<std::uint32_t>& positions();

    [[nodiscard]] std::uint8_t length_code() const { return lengths_[document_]; }

private:
    [[nodiscard]] std::uint32_t block_with(std::uint32_t target, std::uint32_t from) const;
    void enter(std::uint32_t block);
    bool enter_block_with(std::uint32_t target);
    std::uint32_t next_block();
    void know_frequencies();
    [[nodiscard]] std::uint32_t stop_before(std::uint32_t end) const;
    void leave_at(std::uint32_t stop);
    [[nodiscard]] Score greatest_of(const std::vector<storage::Impact>& impacts) const;

    storage::PostingList list_;
    Weight weight_;
    ContributionTable table_;
    storage::Bytes lengths_;
    std::uint32_t document_ = kEnd;
    std::uint32_t block_ = 0;
    std::uint32_t count_ = 0;
    std::uint32_t at_ = 0;
    bool frequencies_known_ = false;
    std::uint32_t frequencies_asked_ = 0;
    bool starts_known_ = false;
    std::array<std::uint32_t, storage::kBlockSize> documents_{};
    std::array<std::uint32_t, storage::kBlockSize> frequencies_{};
    /// Number of the first position of each document within the block.
    std::array<std::uint64_t, storage::kBlockSize> starts_{};
    std::vector<std::uint32_t> positions_;

    /// The block that a bound was last asked for, from which the next one is looked for.
    struct KnownBound {
        std::uint32_t block = 0;
        bool known = false;
        Bound bound{};
    };
    Bound bound_from(KnownBound& known, std::uint32_t target);

    KnownBound bound_;
    /// That of stretches, which runs ahead of the other.
    KnownBound stretch_bound_;
    std::vector<storage::Impact> impacts_;
};

static_assert(FinalCursor<TermCursor>);

} // namespace searchlib::search
