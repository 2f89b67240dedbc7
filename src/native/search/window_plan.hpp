#pragma once

#include <memory>
#include <vector>

#include "search/cursor.hpp"
#include "search/term_cursor.hpp"
#include "search/top_documents.hpp"

namespace searchlib::search {

/// Scores the documents of any of several terms, a window of documents at a time, with MaxScore
/// (Turtle and Flood, 1995) over the bounds of the window: terms that cannot bring a document among
/// the best are only looked up for documents of the others.
class WindowPlan {
public:
    /// `boosts` find no documents, but add their scores where the terms do. `filter` may be null; otherwise only its
    /// documents count.
    WindowPlan(std::vector<std::unique_ptr<TermCursor>> terms, std::vector<std::unique_ptr<TermCursor>> boosts,
               CursorPointer filter);

    void run(SegmentCollector& collector);

private:
    /// Documents a window: the fastest of 1,024 to 8,192 in a prototype of this plan.
    static constexpr std::uint32_t kWindow = 2048;

    struct Term {
        std::unique_ptr<TermCursor> cursor;
        /// Of the current window.
        Score bound = 0;
        /// Sum of the bounds of the terms up to and including this one, and of all boosts.
        Score bound_so_far = 0;
    };

    [[nodiscard]] std::uint32_t first_document() const;
    [[nodiscard]] std::uint32_t next_document(std::uint32_t end) const;
    static void set_bounds(std::vector<Term>& terms, std::uint32_t begin, std::uint32_t end);
    void collect(std::uint32_t begin, std::size_t essential, SegmentCollector& collector);
    void complete(std::uint32_t doc, Score score, std::size_t essential, SegmentCollector& collector);

    std::vector<Term> terms_;
    std::vector<Term> boosts_;
    /// Sum of their bounds in the current window.
    Score boosts_bound_ = 0;
    CursorPointer filter_;
    std::vector<Score> scores_;
    std::vector<std::uint64_t> matched_;
};

} // namespace searchlib::search
