#pragma once

#include <limits>
#include <memory>
#include <vector>

#include "search/disjunction.hpp"
#include "search/disjunction_leads.hpp"
#include "search/window_bounds.hpp"

namespace searchlib::search {

/// The best documents of any of several terms, a window of documents at a time. Which terms a document has is told by
/// bits, and each of them brings at most its bound in the window: only documents whose terms could together reach what is
/// needed are scored, the term with the greatest bound first, and let go as soon as they can no longer reach it. The
/// windows with the greatest bounds come first. What is needed is guessed before it is known (LikelyScore).
class DisjunctionPlan {
public:
    /// Documents that `led` has are passed over.
    DisjunctionPlan(Disjunction all, DisjunctionLeads& led, const DocumentFilter& filter);

    void run(SegmentCollector& collector);

private:
    static constexpr std::uint32_t kWindow = kernels::kWindow;
    /// Documents that are taken at first, as long as any document will do.
    static constexpr std::uint32_t kStep = 128;

    /// Postings a window, on average, up to which a list is short; and a boost, which brings less. Measured on 500,000 news
    /// asked five words and ten: from 16 to 256 and from 128 to 512, other limits take up to 5 and 9 % longer.
    static constexpr std::size_t kShort = 256;
    static constexpr std::size_t kShortBoost = 128;

    /// Documents of a window that are looked up in all lists if no others pass the filter.
    static constexpr std::uint64_t kFewAllowed = 128;
    /// Looking a document up in a list costs as much as reading so many postings.
    static constexpr std::size_t kPostingsALookUp = 4;
    /// For so many windows documents are not found by bits after it did not pay.
    static constexpr std::uint32_t kRest = 8;

    /// A list, and what it brings at most in the current window.
    struct Bounded {
        std::size_t number;
        Score bound;
        ListWindow window;
    };
    /// A term with its boosts.
    struct Term {
        std::size_t number;
        /// Of the current window, the boosts included.
        Score bound;
        /// Sum of the bounds of the terms up to and including this one, and of boosts of any term.
        Score bound_so_far;
    };

    void seed(std::size_t window, SegmentCollector& collector);
    void process(std::size_t window, SegmentCollector& collector);
    void process(std::size_t window, std::uint32_t begin, std::uint32_t end, SegmentCollector& collector);
    void score_all(std::uint32_t begin, std::uint32_t end, SegmentCollector& collector);
    void order_terms(std::size_t window);
    void part_lists(std::size_t window, Score needed);
    void look_up_allowed(std::size_t window, Score needed, SegmentCollector& collector);
    [[nodiscard]] bool worth_finding();
    [[nodiscard]] kernels::Candidates read_single(std::uint32_t begin, std::uint32_t end, Score needed);
    [[nodiscard]] kernels::Candidates read_window(std::uint32_t begin, std::uint32_t end, Score needed);
    void look_up(kernels::Candidates candidates, std::uint32_t base, Score needed, SegmentCollector& collector);
    void open(std::size_t window);
    void allow(std::uint32_t begin, std::uint32_t end);
    void allow_terms();
    [[nodiscard]] kernels::Candidates find(Score needed);
    void complete(kernels::Candidates candidates, Score needed, SegmentCollector& collector);
    void collect(kernels::Candidates candidates, SegmentCollector& collector);

    std::vector<std::unique_ptr<TermList>> lists_;
    std::size_t terms_;
    /// Of each list behind the terms the term that it boosts.
    std::vector<std::size_t> boosted_;
    DisjunctionLeads& led_;
    const DocumentFilter& filter_;
    WindowBounds bounds_;

    /// What is needed most likely, as long as less is known to be; and from which score on documents have been collected
    /// before, where that was too high.
    Score guess_ = 0;
    Score below_ = std::numeric_limits<Score>::max();

    // Of the current window: the terms by bound, from which of them on they find documents, and by number whether one
    // does.
    std::vector<Term> ordered_;
    std::size_t essential_ = 0;
    std::vector<bool> finds_;
    // Likewise: the lists that are read whole, those that documents are looked up in, by bound, and what all of the
    // latter bring at most.
    std::vector<TermList*> read_;
    std::vector<Bounded> sparse_;
    std::vector<Bounded> dense_;
    Score sparse_bound_ = 0;
    Score dense_bound_ = 0;
    /// How many postings of lists that are read whole a window has, about; and for how many windows nothing is found by
    /// bits.
    std::size_t postings_ = 0;
    std::uint32_t rest_from_finding_ = 0;

    // Of the window that is open: its lists by bound, the greatest first, room for their bits, and the documents that may
    // be found.
    std::size_t open_ = SIZE_MAX;
    std::vector<Bounded> present_;
    std::vector<std::uint64_t> room_;
    std::vector<kernels::WeighedBits> weighed_;
    std::vector<std::uint64_t> allowed_;
    /// Windows of which some documents were scored before the others, and the bits of these.
    using Seeded = std::pair<std::size_t, std::vector<std::uint64_t>>;
    std::vector<Seeded> seeded_;

    std::vector<kernels::Marked> window_;
    // NOLINTBEGIN(*-avoid-c-arrays): not initialised
    std::unique_ptr<std::uint32_t[]> documents_;
    std::unique_ptr<kernels::Marked[]> scores_;
    // NOLINTEND(*-avoid-c-arrays)
};

} // namespace searchlib::search
