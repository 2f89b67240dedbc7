#pragma once

#include <cstdint>
#include <vector>

#include "search/leaf.hpp"

namespace searchlib::search {

/// The best documents of all of several groups, of each of which any leaf will do: those of a word in several fields,
/// say. The rarest group leads, one of its leaves after the other, a block at a time: its documents are scored first,
/// and only those that could still be among the best with what the others can bring at most are looked up there
/// (Lucene's BlockMaxConjunctionBulkScorer does the same for groups of one).
class ConjunctionPlan {
public:
    struct Parts {
        /// None of them empty. Leaves may be keywords where a group has no other, which score nothing.
        std::vector<Leaves> groups;
        /// Need not match, but add their scores where they do.
        Leaves boosts;
        /// Must not match.
        Leaves excluded;
    };

    ConjunctionPlan(Parts parts, const DocumentFilter& filter);

    /// `share` is other than 0 where every document of the only leaf of the only group, a term, is an answer: what the best
    /// of each block scores at least of its bound (bound_share).
    void run(SegmentCollector& collector, double share);

private:
    /// What is done to candidates: a leaf completes them.
    struct Step {
        enum class Kind : std::uint8_t {
            /// They must have it.
            required,
            /// They need not have it.
            optional,
            /// They must have one of its group, whose steps follow each other.
            first_of_any,
            any,
            last_of_any,
        };
        Leaf* leaf;
        Kind kind;
        /// What the leaf can bring at most, or, once all are known, the steps behind this one.
        Score bound;
    };

    void lead_with(std::size_t number, SegmentCollector& collector);
    void process(std::uint32_t block, SegmentCollector& collector);
    void complete(kernels::Candidates candidates, SegmentCollector& collector);
    template <class Bound> [[nodiscard]] bool find_steps(Bound&& bound);
    template <class Bound> [[nodiscard]] bool add_group(Leaves& group, Bound&& bound);
    [[nodiscard]] static std::uint32_t take(const Step& step, kernels::Candidates candidates, Score needed);
    [[nodiscard]] bool is_passed_over(std::uint32_t document);

    /// The rarest first; of each those that can bring the most first.
    std::vector<Leaves> groups_;
    Leaves boosts_;
    /// Of each boost the leaf of the first group without which it stands nowhere, if that is known and it is one.
    std::vector<std::size_t> boosted_;
    Leaves excluded_;
    /// Those of the terms behind the second group: what these lack is dropped before it is looked up in any list.
    std::vector<const std::uint8_t*> bits_;
    const DocumentFilter& filter_;
    /// The leaf of the first group that leads. Documents of those before it are done with.
    std::size_t lead_ = 0;
    std::vector<Step> steps_;
    /// What all steps can bring.
    Score rest_ = 0;
    /// What the lead can bring, as long as documents have been read without their scores.
    Score left_ = 0;
    double share_ = 0.0;
    BlockCandidates candidates_;
};

} // namespace searchlib::search
