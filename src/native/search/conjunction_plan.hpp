#pragma once

#include <memory>
#include <vector>

#include "search/cursor.hpp"
#include "search/term_cursor.hpp"
#include "search/top_documents.hpp"

namespace searchlib::search {

/// Scores the documents of a term, or of all of several terms. The rarest one leads, a block at a time: its documents
/// are scored first, and only those that could still be among the best with what the others can bring
/// at most are looked up there (Lucene's BlockMaxConjunctionBulkScorer does the same).
class ConjunctionPlan {
public:
    /// `boosts` need not match, but add their scores where they do. `filter` may be null; otherwise only its
    /// documents count.
    ConjunctionPlan(std::vector<std::unique_ptr<TermCursor>> terms, std::vector<std::unique_ptr<TermCursor>> boosts,
                    CursorPointer filter);

    void run(SegmentCollector& collector);

private:
    [[nodiscard]] std::uint32_t bound_from(std::uint32_t doc);
    void complete(std::uint32_t doc, Score score, SegmentCollector& collector);

    /// The required ones, rarest first, then the boosts.
    std::vector<std::unique_ptr<TermCursor>> terms_;
    std::size_t required_;
    CursorPointer filter_;
    /// Of each term what it and those behind it can bring at most in the current stretch.
    std::vector<Score> rest_;
};

} // namespace searchlib::search
