#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <vector>

#include "search/disjunction.hpp"
#include "search/lead.hpp"

namespace searchlib::search {

/// The documents of the rarer terms of a disjunction, found along the list of one term after the other, that which can
/// bring the most first. These are few, and the best documents are mostly among them: what is needed is known then, before
/// windows of documents are gone through for the others.
class DisjunctionLeads {
public:
    /// `documents` are those of the segment.
    DisjunctionLeads(Disjunction all, const DocumentFilter& filter, std::uint32_t documents);

    void run(SegmentCollector& collector);

    /// Whether no term leads.
    [[nodiscard]] bool empty() const { return leads_.empty(); }

    /// Whether a document has one of the leads that have been gone along.
    [[nodiscard]] bool has(std::uint32_t document);

    /// What is left: terms of documents that have none of the leads. It can be taken once.
    [[nodiscard]] const Disjunction& rest() const { return rest_; }
    [[nodiscard]] Disjunction take_rest() { return std::move(rest_); }

private:
    /// A term leads if it stands in less than one of so many documents. Measured on 500,000 documents, from 8 to 128:
    /// disjunctions of five take 15 % less at 32 than without leads, 12 % less at 64, and no less at 8; those of ten 20 %.
    static constexpr std::uint64_t kRarer = 32;
    /// Windows are for at least so many terms: along two common terms it takes a tenth less.
    static constexpr std::size_t kFewest = 3;
    /// Documents of each are looked up in all others. Measured from 1 to 16: fewer take longer where ten words stand in one
    /// field. Where words stand in two fields and have boosts, 500,000 news take a sixth longer with 3 than with 1.
    static constexpr std::size_t kMost = 3;
    static constexpr std::size_t kMostWithBoosts = 1;
    static constexpr std::size_t kAlways = std::numeric_limits<std::size_t>::max();

    /// A list that may stand in documents of a lead, up to that with a number.
    struct Other {
        TermList* list;
        std::size_t up_to;
        /// Of a boost the term without which it stands nowhere; null if none is known.
        const TermList* boosted;
        /// That term, if it is among the others and comes before.
        const Other* term = nullptr;
        /// Whether it has none of the candidates of the block that is looked at.
        bool absent = false;
    };
    /// The same where documents are looked up in it: what it brings at most there.
    struct Bounded {
        Other* other;
        Score bound;
    };

    [[nodiscard]] static std::vector<std::size_t> leads_among(const Disjunction& all, std::uint64_t documents);
    void part(Disjunction all, std::uint32_t documents);
    void process(std::uint32_t block, SegmentCollector& collector);
    [[nodiscard]] Score bound_others(std::uint32_t begin, std::uint32_t end);
    [[nodiscard]] bool lacks_term(const Other& other) const;
    [[nodiscard]] kernels::Candidates complete(kernels::Candidates candidates, Score bound, Score needed);

    const DocumentFilter& filter_;
    /// By what they bring at most, in descending order; and the boosts of these.
    std::vector<std::unique_ptr<TermList>> leads_;
    std::vector<std::unique_ptr<TermList>> boosts_;
    Disjunction rest_;
    std::vector<Other> others_;

    /// The lead whose list is gone along.
    std::size_t lead_ = 0;
    // Of the block that is looked at: lists of the others that are bitmaps and what these bring at most, those that are
    // not, and those that nearly every document is in.
    std::vector<Bounded> dense_;
    Score dense_bound_ = 0;
    std::vector<Bounded> sparse_;
    std::vector<Bounded> common_;
    BlockCandidates candidates_;
};

} // namespace searchlib::search
