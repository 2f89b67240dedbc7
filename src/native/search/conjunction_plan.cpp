#include "search/conjunction_plan.hpp"

#include <algorithm>
#include <functional>
#include <optional>
#include <span>

#include "search/deadline.hpp"

namespace searchlib::search {
namespace {

/// Documents of a phrase that are looked at together.
constexpr std::uint32_t kFewPhrases = 8;

std::uint64_t cost_of(const Leaves& group) {
    std::uint64_t cost = 0;
    for (const Leaf& leaf : group) {
        cost += leaf.cost();
    }
    return cost;
}

/// What can bring the most comes first, so that few documents are looked up in those behind it.
void sort_by_greatest(Leaves& leaves) {
    if (leaves.size() > 1) {
        std::ranges::stable_sort(leaves, std::greater{}, &Leaf::greatest);
    }
}

} // namespace

ConjunctionPlan::ConjunctionPlan(Parts parts, const DocumentFilter& filter)
    : groups_(std::move(parts.groups)), boosts_(std::move(parts.boosts)), excluded_(std::move(parts.excluded)),
      filter_(filter) {
    std::ranges::stable_sort(groups_, {}, cost_of);
    std::ranges::for_each(groups_, sort_by_greatest);
    sort_by_greatest(boosts_);
    for (std::size_t group = 2; group < groups_.size(); ++group) {
        if (groups_[group].size() == 1 && groups_[group].front().is_dense()) {
            bits_.push_back(groups_[group].front().lead().list().bits());
        }
    }
    const Leaves& leads = groups_.front();
    for (const Leaf& boost : boosts_) {
        const auto found = std::ranges::find_if(
            leads, [&](const Leaf& leaf) { return boost.word() != 0 && leaf.word() == boost.word(); });
        boosted_.push_back(static_cast<std::size_t>(found - leads.begin()));
    }
}

void ConjunctionPlan::run(SegmentCollector& collector, double share) {
    share_ = share;
    for (std::size_t number = 0; number < groups_.front().size() && !filter_.empty(); ++number) {
        lead_with(number, collector);
    }
}

void ConjunctionPlan::lead_with(std::size_t number, SegmentCollector& collector) {
    lead_ = number;
    TermList& lead = groups_.front()[number].lead();
    if (find_steps([](const Leaf& leaf) { return std::optional(leaf.greatest()); })) {
        const std::size_t wanted = share_ > 0.0 ? collector.capacity() : 0;
        Lead blocks(lead, filter_, wanted);
        if (share_ > 0.0) {
            collector.expect(lead.attained(blocks.stored_bound_of_best(wanted), share_));
        } else {
            lead.expect(lead.cost() / 4);
        }
        blocks.each(collector, rest_, [&](std::uint32_t block) { process(block, collector); });
    }
}

/// Lists what completes candidates, given what each leaf can bring, none where it cannot stand; false if a group cannot.
template <class Bound> bool ConjunctionPlan::find_steps(Bound&& bound) {
    using enum Step::Kind;
    steps_.clear();
    const auto add = [&](Leaf& leaf) {
        if (const std::optional<Score> own = bound(leaf)) {
            steps_.push_back({&leaf, optional, *own});
        }
    };
    // What must match comes first: it drops the most.
    for (std::size_t group = 1; group < groups_.size(); ++group) {
        if (!add_group(groups_[group], bound)) {
            return false;
        }
    }
    Leaves& leads = groups_.front();
    for (std::size_t i = lead_ + 1; i < leads.size(); ++i) {
        add(leads[i]);
    }
    for (std::size_t i = 0; i < boosts_.size(); ++i) {
        if (boosted_[i] >= lead_) {
            add(boosts_[i]);
        }
    }
    rest_ = 0;
    for (std::size_t i = steps_.size(); i-- > 0;) {
        const Score behind = rest_;
        rest_ += steps_[i].bound;
        steps_[i].bound = behind;
    }
    return true;
}

template <class Bound> bool ConjunctionPlan::add_group(Leaves& group, Bound&& bound) {
    using enum Step::Kind;
    const std::size_t first = steps_.size();
    for (Leaf& leaf : group) {
        if (const std::optional<Score> own = bound(leaf)) {
            steps_.push_back({&leaf, any, *own});
        }
    }
    if (steps_.size() == first) {
        return false;
    }
    steps_[first].kind = first_of_any;
    steps_.back().kind = steps_.size() == first + 1 ? required : last_of_any;
    return true;
}

void ConjunctionPlan::process(std::uint32_t block, SegmentCollector& collector) {
    Deadline::check_lightly();
    Leaf& lead = groups_.front()[lead_];
    const std::uint32_t begin = std::max(lead.lead().begin_of(block), filter_.begin());
    const std::uint32_t end = std::min(lead.lead().last_document(block) + 1, filter_.end());
    const Score needed = collector.needed_from(begin);
    const std::uint32_t blocks = lead.lead().block_count();
    if (begin >= end || !find_steps([&](const Leaf& leaf) { return leaf.greatest_near(begin, end, blocks); }) ||
        lead.lead().bound(block) + rest_ < needed) {
        return;
    }
    // Where few documents would be dropped by what they score here, they are scored once the others are known to have
    // them.
    const bool score_last = groups_.size() > 1 && lead.is_term() && lead.lead().seldom_below(needed - rest_);
    left_ = score_last ? lead.lead().bound(block) : 0;
    const std::uint32_t count =
        score_last ? lead.read_documents(block, begin, end, filter_, candidates_.view(0))
                   : lead.read(block, begin, end, filter_, marked(needed - rest_), candidates_.view(0));
    // Of a phrase positions are yet to be read, so that it pays to see what is needed rise.
    const std::uint32_t step = lead.is_term() ? storage::kBlockSize : steps_.empty() ? 1 : kFewPhrases;
    for (std::uint32_t first = 0; first < count; first += step) {
        complete(
            {candidates_.documents.data() + first, candidates_.scores.data() + first, std::min(step, count - first)},
            collector);
    }
}

void ConjunctionPlan::complete(kernels::Candidates candidates, SegmentCollector& collector) {
    const Score needed = collector.needed_from(candidates.documents[0]);
    for (const std::uint8_t* const bits : bits_) {
        candidates.count = kernels::active().keep_set(candidates, bits);
    }
    candidates.count = groups_.front()[lead_].verify(candidates, marked(needed - rest_));
    for (const Step& step : steps_) {
        if (candidates.count == 0) {
            return;
        }
        candidates.count = take(step, candidates, needed - left_);
    }
    if (left_ > 0 && candidates.count > 0) {
        candidates.count = groups_.front()[lead_].complete(candidates, needed, true);
    }
    for (std::uint32_t i = 0; i < candidates.count; ++i) {
        const std::uint32_t document = candidates.documents[i];
        const Score score = candidates.scores[i] & ~kernels::kMark;
        if (score >= collector.needed_from(document) && !is_passed_over(document)) {
            collector.collect(document, score);
        }
    }
}

std::uint32_t ConjunctionPlan::take(const Step& step, kernels::Candidates candidates, Score needed) {
    using enum Step::Kind;
    if (step.kind == required || step.kind == optional) {
        return step.leaf->complete(candidates, needed - step.bound, step.kind == required);
    }
    if (step.kind == first_of_any) {
        std::ranges::for_each(std::span(candidates.scores, candidates.count),
                              [](kernels::Marked& score) { score &= ~kernels::kMark; });
    }
    step.leaf->add(candidates, needed - step.bound);
    return step.kind == last_of_any ? kernels::active().keep(candidates, marked(needed - step.bound))
                                    : candidates.count;
}

/// Whether a document has been found by a leaf that led before, or is excluded.
bool ConjunctionPlan::is_passed_over(std::uint32_t document) {
    const auto has = [&](Leaf& leaf) { return leaf.has(document); };
    const auto led = std::span(groups_.front()).first(lead_);
    return std::ranges::any_of(led, has) || std::ranges::any_of(excluded_, has);
}

} // namespace searchlib::search
