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
    /// `boosts` find no documents, but add their scores where the terms do.
    DisjunctionPlan(std::vector<std::unique_ptr<TermList>> terms, std::vector<std::unique_ptr<TermList>> boosts,
                    const DocumentFilter& filter);

    void run(SegmentCollector& collector);

private:
    /// Documents a window.
    static constexpr std::uint32_t kWindow = 4096;
    static constexpr std::uint32_t kStep = 128;

    struct Term {
        TermList* list;
        /// Of the current window.
        Score bound;
        /// Sum of the bounds of the terms up to and including this one, and of all boosts.
        Score bound_so_far;
    };

    void bound_windows();
    [[nodiscard]] Score bound_of(std::size_t window) const;
    [[nodiscard]] std::vector<std::size_t> best_windows() const;
    void process(std::size_t window, SegmentCollector& collector);
    void process(std::size_t window, std::uint32_t begin, std::uint32_t end, SegmentCollector& collector);
    void order_terms(std::size_t window);
    void read_single(const Term& term, std::uint32_t begin, std::uint32_t end, Score rest, SegmentCollector& collector);
    void read_window(std::uint32_t begin, std::uint32_t end, Score needed, SegmentCollector& collector);
    void complete(kernels::Candidates candidates, SegmentCollector& collector);

    std::vector<std::unique_ptr<TermList>> lists_;
    std::size_t terms_;
    const DocumentFilter& filter_;
    std::size_t first_window_;
    std::size_t windows_;
    /// Of each window the bound of each list.
    std::vector<Score> bounds_;

    // Of the current window: the terms by bound, which of them is the first that finds documents, the boosts.
    std::vector<Term> ordered_;
    std::vector<Term> boosts_;
    std::size_t essential_ = 0;
    Score boosts_bound_ = 0;

    std::vector<kernels::Marked> window_;
    std::vector<std::uint32_t> documents_;
    std::vector<kernels::Marked> scores_;
};

} // namespace searchlib::search
