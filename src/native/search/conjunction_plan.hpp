#pragma once

#include <memory>
#include <vector>

#include "search/lead.hpp"

namespace searchlib::search {

/// The best documents of a term, of all of several lists, or of these and any of several terms. The rarest list leads, a block at a time: its documents
/// are scored first, and only those that could still be among the best with what the others can bring at most are
/// looked up there (Lucene's BlockMaxConjunctionBulkScorer does the same).
class ConjunctionPlan {
public:
    using Lists = std::vector<std::unique_ptr<TermList>>;

    /// Some of `required` may be keywords, which score nothing. One of `alternatives`, if there are any, must match.
    /// `boosts` need not match, but add their scores where they do.
    ConjunctionPlan(Lists required, Lists alternatives, Lists boosts, const DocumentFilter& filter);

    /// `share` is other than 0 where every document of the only required list is an answer: what the best of each block
    /// scores at least of its bound (bound_share).
    void run(SegmentCollector& collector, double share);

private:
    void process(std::uint32_t block, SegmentCollector& collector);
    [[nodiscard]] Score bound_others(std::uint32_t begin, std::uint32_t end);
    [[nodiscard]] bool has_alternative(std::uint32_t document);

    /// The required ones, rarest first, then alternatives and boosts.
    Lists lists_;
    std::size_t required_;
    std::size_t alternatives_;
    const DocumentFilter& filter_;
    /// What each list and those behind it can bring at most, in all of the segment or in the current stretch.
    std::vector<Score> rest_;
    BlockCandidates candidates_;
};

} // namespace searchlib::search
