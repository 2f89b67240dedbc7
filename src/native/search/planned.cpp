#include "search/planned.hpp"

#include <algorithm>
#include <iterator>
#include <memory>
#include <utility>
#include <vector>

#include "search/compile.hpp"
#include "search/conjunction_plan.hpp"
#include "search/dense_conjunction_plan.hpp"
#include "search/disjunction_plan.hpp"

namespace searchlib::search {
namespace {

/// What must match that is this much rarer than the terms of a disjunction leads better than it follows: most windows
/// would be looked at in vain.
constexpr std::uint64_t kRare = 1024;

/// Terms of a conjunction that are common are found by bits if one of so many documents that have the rarest is expected to
/// have the others. Measured on 500,000 documents, from a twentieth to a quarter: at a quarter the slowest hundredth of three
/// words takes three quarters of the time, and two words take no longer.
constexpr double kFewInCommon = 4.0;

/// Terms of one or two words in several fields; more than so many are found faster in windows.
constexpr std::size_t kFewTerms = 6;

std::uint64_t cost_of(const Leaves& leaves) {
    std::uint64_t cost = 0;
    for (const Leaf& leaf : leaves) {
        cost += leaf.cost();
    }
    return cost;
}

bool are_terms(const Leaves& leaves) { return std::ranges::all_of(leaves, &Leaf::is_term); }

std::vector<std::unique_ptr<TermList>> terms_of(Leaves leaves) {
    std::vector<std::unique_ptr<TermList>> terms;
    terms.reserve(leaves.size());
    for (Leaf& leaf : leaves) {
        terms.push_back(std::move(leaf).term());
    }
    return terms;
}

/// Of each boost the place of the term that it stands with; kAnyTerm where that is not known.
std::vector<std::size_t> boosted_by(const Leaves& terms, const Leaves& boosts) {
    std::vector<std::size_t> places(1, Disjunction::kAnyTerm);
    for (std::size_t at = 0; at < terms.size(); ++at) {
        const std::size_t word = terms[at].word();
        places.resize(std::max(places.size(), word + 1), Disjunction::kAnyTerm);
        places[word] = word == 0 ? Disjunction::kAnyTerm : at;
    }
    std::vector<std::size_t> found;
    found.reserve(boosts.size());
    for (const Leaf& boost : boosts) {
        found.push_back(boost.word() < places.size() ? places[boost.word()] : Disjunction::kAnyTerm);
    }
    return found;
}

/// The clauses of a query in one segment.
class Planned {
public:
    Planned(const Clauses& clauses, const SnapshotSegment& segment, const Scoring& scoring)
        : clauses_(clauses), segment_(segment), scoring_(scoring), filter_(0, segment.segment->size()) {}

    void run(SegmentCollector& collector);

private:
    /// What must match and scores nothing, and what there is of it in the segment.
    struct Silent {
        const Node* node;
        Leaves leaves;
    };

    [[nodiscard]] Leaves leaves_of(const Clauses::Nodes& nodes, bool scores) const;
    [[nodiscard]] bool compile_required();
    void limit_by_filters();
    [[nodiscard]] bool wants_windows() const;
    void run_disjunction(SegmentCollector& collector);
    [[nodiscard]] bool is_dense_conjunction() const;
    void run_dense_conjunction(SegmentCollector& collector);
    void run_conjunction(SegmentCollector& collector);

    const Clauses& clauses_;
    const SnapshotSegment& segment_;
    const Scoring& scoring_;
    DocumentFilter filter_;
    std::vector<Leaves> groups_;
    std::vector<Silent> silent_;
    Leaves boosts_;
};

Leaves Planned::leaves_of(const Clauses::Nodes& nodes, bool scores) const {
    Leaves leaves;
    leaves.reserve(nodes.size());
    for (const Node* node : nodes) {
        if (auto leaf = compile_leaf(*node, scores ? node->idf : 0.0, segment_, scoring_)) {
            leaves.push_back(*std::move(leaf));
        }
    }
    return leaves;
}

/// False if something that must match is not there.
bool Planned::compile_required() {
    for (const auto& [node, nodes, scores] : clauses_.groups) {
        Leaves leaves = leaves_of(nodes, scores);
        if (leaves.empty()) {
            return false;
        }
        if (scores) {
            groups_.push_back(std::move(leaves));
        } else {
            silent_.push_back({node, std::move(leaves)});
        }
    }
    return std::ranges::all_of(clauses_.filters, [&](const Node* node) {
        if (node->kind != Node::Kind::keyword) {
            return true;
        }
        silent_.push_back({node, leaves_of({node}, false)});
        return !silent_.back().leaves.empty();
    });
}

void Planned::limit_by_filters() {
    for (const Node* node : clauses_.filters) {
        if (node->kind != Node::Kind::keyword) {
            limit(filter_, *node, segment_, scoring_);
        }
    }
    for (const Node* node : clauses_.excluding) {
        exclude(filter_, *node, segment_, scoring_);
    }
}

void Planned::run(SegmentCollector& collector) {
    if (!compile_required()) {
        return;
    }
    boosts_ = leaves_of(clauses_.boosts, true);
    limit_by_filters();
    if (wants_windows()) {
        run_disjunction(collector);
    } else if (is_dense_conjunction()) {
        run_dense_conjunction(collector);
    } else {
        run_conjunction(collector);
    }
}

/// Windows are for many terms. Where there are few, which have boosts and differ in what they bring at most, as those of a
/// word in the title and the body do, it is better that one after the other leads.
bool Planned::wants_windows() const {
    const std::size_t terms = groups_.front().size();
    const bool few = terms <= kFewTerms && !boosts_.empty();
    return groups_.size() == 1 && terms > 1 && !few && are_terms(groups_.front()) && are_terms(boosts_);
}

void Planned::run_disjunction(SegmentCollector& collector) {
    const std::uint64_t cost = cost_of(groups_.front()) + cost_of(boosts_);
    // Only what is rare is worth going along; the rest is a bit for each document.
    std::erase_if(silent_, [&](const Silent& silent) {
        const bool is_rare = cost_of(silent.leaves) < cost / kRare;
        if (!is_rare) {
            limit(filter_, *silent.node, segment_, scoring_);
        }
        return !is_rare;
    });
    if (!silent_.empty()) {
        run_conjunction(collector);
        return;
    }
    for (const Node* node : clauses_.excluded) {
        exclude(filter_, *node, segment_, scoring_);
    }
    if (!filter_.empty()) {
        std::vector<std::size_t> boosted = boosted_by(groups_.front(), boosts_);
        DisjunctionLeads leads({terms_of(std::move(groups_.front())), terms_of(std::move(boosts_)), std::move(boosted)},
                               filter_, segment_.segment->size());
        leads.run(collector);
        if (leads.rest().may_reach(collector.needed())) {
            DisjunctionPlan(leads.take_rest(), leads, filter_).run(collector);
        }
    }
}

/// Whether all that must match are terms whose lists are bitmaps, and few of the documents that have the rarest have the
/// others. Where most have them, bounds of blocks drop more than bits do.
bool Planned::is_dense_conjunction() const {
    const bool dense =
        groups_.size() > 1 && boosts_.empty() && silent_.empty() &&
        std::ranges::all_of(groups_, [](const Leaves& group) { return group.size() == 1 && group.front().is_dense(); });
    if (!dense) {
        return false;
    }
    const auto documents = static_cast<double>(segment_.segment->size());
    double rarest = documents;
    double common = documents;
    for (const Leaves& group : groups_) {
        const double cost = group.front().cost();
        rarest = std::min(rarest, cost);
        common *= cost / documents;
    }
    return common * kFewInCommon <= rarest;
}

void Planned::run_dense_conjunction(SegmentCollector& collector) {
    for (const Node* node : clauses_.excluded) {
        exclude(filter_, *node, segment_, scoring_);
    }
    if (!filter_.empty()) {
        std::vector<std::unique_ptr<TermList>> terms;
        terms.reserve(groups_.size());
        for (Leaves& group : groups_) {
            terms.push_back(std::move(group.front()).term());
        }
        DenseConjunctionPlan(std::move(terms), filter_).run(collector);
    }
}

void Planned::run_conjunction(SegmentCollector& collector) {
    std::ranges::transform(silent_, std::back_inserter(groups_),
                           [](Silent& silent) { return std::move(silent.leaves); });
    const Clauses::Group& first = clauses_.groups.front();
    const bool all = groups_.size() == 1 && first.leaves.size() == 1 && groups_.front().front().is_term() &&
                     clauses_.filters.empty() && clauses_.excluded.empty() && clauses_.excluding.empty() &&
                     segment_.deletes == nullptr;
    if (groups_.size() == 1 && clauses_.excluded.empty()) {
        for (Leaf& leaf : groups_.front()) {
            collector.expect(leaf.attained(collector.capacity(), filter_, segment_));
        }
    }
    const double share = all ? scoring_.share[segment_.number][first.leaves.front()->field] : 0.0;
    ConjunctionPlan({std::move(groups_), std::move(boosts_), leaves_of(clauses_.excluded, false)}, filter_)
        .run(collector, share);
}

} // namespace

void run_planned(const Clauses& clauses, const SnapshotSegment& segment, const Scoring& scoring,
                 SegmentCollector& collector) {
    Planned(clauses, segment, scoring).run(collector);
}

} // namespace searchlib::search
