#pragma once

#include <memory>
#include <span>
#include <vector>

#include "search/cursor.hpp"
#include "search/term_cursor.hpp"
#include "search/top_documents.hpp"

namespace searchlib::search {

/// Scores the documents of a term, or of all of several terms. The rarest one leads, a block at a time. As
/// soon as its own score decides anything, its documents are scored first, and only those that could still
/// be among the best with what the others can bring at most are looked up there (Lucene's
/// BlockMaxConjunctionBulkScorer does the same); before that, only what matches is scored.
class ConjunctionPlan {
public:
    /// `boosts` need not match, but add their scores where they do. `filter` may be null; otherwise only its
    /// documents count.
    ConjunctionPlan(std::vector<std::unique_ptr<TermCursor>> terms, std::vector<std::unique_ptr<TermCursor>> boosts,
                    CursorPointer filter);

    void run(SegmentCollector& collector);

private:
    /// So many times as many documents a list may have for being gone through whole, in place of a search for
    /// each document of the lead: a search costs some ten times what a document does in passing.
    static constexpr std::uint64_t kNear = 6;
    /// So many times more documents of a block than of the second term's list beside it must be left by their
    /// scores for matching the lists to be cheaper than searches; and so many blocks are then matched at once.
    static constexpr std::uint64_t kWorthMatching = 10;
    static constexpr int kUnscored = 4;

    void match_block(SegmentCollector& collector);
    [[nodiscard]] std::uint32_t match_at_hand(std::uint32_t end, SegmentCollector& collector);
    [[nodiscard]] bool follow(std::uint32_t doc, std::size_t first);
    void collect(std::uint32_t doc, SegmentCollector& collector);
    void collect_boosted(std::uint32_t doc, Score score, SegmentCollector& collector);
    void score_block(std::uint32_t last, SegmentCollector& collector);
    [[nodiscard]] std::uint32_t complete_together(std::span<const std::uint32_t> documents, const Score* scores,
                                                  SegmentCollector& collector);
    void complete(std::uint32_t doc, Score score, std::size_t first, SegmentCollector& collector);
    [[nodiscard]] bool can_reach(std::uint32_t begin, std::uint32_t last, Score lead, Score needed);

    /// Rarest first.
    std::vector<std::unique_ptr<TermCursor>> terms_;
    std::vector<std::unique_ptr<TermCursor>> boosts_;
    CursorPointer filter_;
    /// Whether the second term is not much commoner than the lead.
    bool near_ = false;
    /// Blocks to match before their scores are tried again.
    int unscored_ = 0;
    /// Of each term what it can bring at most; empty until that is asked for.
    std::vector<Score> greatest_;
    /// Of each term what it, those behind it and all boosts can bring at most in the current stretch; at the end what
    /// the boosts can.
    std::vector<Score> rest_;
};

} // namespace searchlib::search
