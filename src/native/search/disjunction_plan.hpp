#pragma once

#include <memory>
#include <vector>

#include "search/lead.hpp"

namespace searchlib::search {

/// The best documents of any of several terms, a window of documents at a time, with MaxScore (Turtle and Flood, 1995)
/// over the bounds of the window: terms that cannot bring a document among the best are only looked up for documents
/// of the others. The windows with the greatest bounds come first.
class DisjunctionPlan {
public:
    static constexpr std::size_t kAnyTerm = SIZE_MAX;

    /// `boosts` find no documents, but add their scores where the terms do. Of each boost `boosted` tells the term
    /// without which it stands nowhere, kAnyTerm if none is known.
    DisjunctionPlan(std::vector<std::unique_ptr<TermList>> terms, std::vector<std::unique_ptr<TermList>> boosts,
                    std::vector<std::size_t> boosted, const DocumentFilter& filter);

    void run(SegmentCollector& collector);

private:
    /// Documents a window.
    static constexpr std::uint32_t kWindow = 4096;
    static constexpr std::uint32_t kStep = 128;
    /// Postings a window, on average, up to which a list is short.
    static constexpr std::size_t kShort = 256;

    /// A list, and what it brings at most in the current window.
    struct Bounded {
        TermList* list;
        Score bound;
    };
    /// A term with its boosts.
    struct Term {
        std::size_t number;
        /// Of the current window, the boosts included.
        Score bound;
        /// Sum of the bounds of the terms up to and including this one, and of boosts of any term.
        Score bound_so_far;
    };

    void bound_windows();
    [[nodiscard]] Score bound_of(std::size_t window) const;
    [[nodiscard]] std::vector<std::size_t> best_windows() const;
    void process(std::size_t window, SegmentCollector& collector);
    void process(std::size_t window, std::uint32_t begin, std::uint32_t end, SegmentCollector& collector);
    void order_terms(std::size_t window);
    void part_lists(std::size_t window, Score needed);
    void read_single(TermList& list, std::uint32_t begin, std::uint32_t end, SegmentCollector& collector);
    void read_window(std::uint32_t begin, std::uint32_t end, Score needed, SegmentCollector& collector);
    void complete(kernels::Candidates candidates, SegmentCollector& collector);

    std::vector<std::unique_ptr<TermList>> lists_;
    std::size_t terms_;
    /// Of each list behind the terms the term that it boosts.
    std::vector<std::size_t> boosted_;
    const DocumentFilter& filter_;
    std::size_t first_window_;
    std::size_t windows_;
    /// Of each window the bound of each list.
    std::vector<Score> bounds_;

    // Of the current window: the terms by bound, from which of them on they find documents, and by number whether one
    // does.
    std::vector<Term> ordered_;
    std::size_t essential_ = 0;
    std::vector<bool> finds_;
    // Likewise: the lists that are read whole, those that documents are looked up in, by bound, and what all of the
    // latter bring at most.
    std::vector<TermList*> read_;
    std::vector<Bounded> lookups_;
    Score lookups_bound_ = 0;

    std::vector<kernels::Marked> window_;
    // NOLINTBEGIN(*-avoid-c-arrays): not initialised
    std::unique_ptr<std::uint32_t[]> documents_;
    std::unique_ptr<kernels::Marked[]> scores_;
    // NOLINTEND(*-avoid-c-arrays)
};

} // namespace searchlib::search
