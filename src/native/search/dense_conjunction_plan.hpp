#pragma once

#include <limits>
#include <memory>
#include <vector>

#include "search/top_documents.hpp"
#include "search/window_bounds.hpp"

namespace searchlib::search {

/// The best documents of all of several terms whose lists are bitmaps, a window of documents at a time: which documents have
/// all of them is told by a few instructions. What each term brings is looked up afterwards, the one with the greatest bound
/// first, and documents are let go as soon as they can no longer reach what is needed.
class DenseConjunctionPlan {
public:
    /// All lists have bits.
    DenseConjunctionPlan(std::vector<std::unique_ptr<TermList>> terms, const DocumentFilter& filter);

    void run(SegmentCollector& collector);

private:
    struct Bounded {
        std::size_t number;
        Score bound;
        ListWindow window;
    };

    void process(std::size_t window, SegmentCollector& collector);
    [[nodiscard]] kernels::Candidates find(std::size_t window, std::uint32_t begin, std::uint32_t end);

    std::vector<std::unique_ptr<TermList>> lists_;
    const DocumentFilter& filter_;
    WindowBounds bounds_;

    /// What is needed most likely, as long as less is known to be; and from which score on documents have been collected
    /// before, where that was too high.
    Score guess_ = 0;
    Score below_ = std::numeric_limits<Score>::max();

    // Of the current window: its lists, the greatest bound first, room for bits, and the documents that have all of them.
    std::vector<Bounded> present_;
    std::vector<std::uint64_t> room_;
    std::vector<std::uint64_t> common_;
    // NOLINTBEGIN(*-avoid-c-arrays): not initialised
    std::unique_ptr<std::uint32_t[]> documents_;
    std::unique_ptr<kernels::Marked[]> scores_;
    // NOLINTEND(*-avoid-c-arrays)
};

} // namespace searchlib::search
