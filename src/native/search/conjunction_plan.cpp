#include "search/conjunction_plan.hpp"

#include <algorithm>
#include <functional>
#include <iterator>

#include "search/deadline.hpp"

namespace searchlib::search {

ConjunctionPlan::ConjunctionPlan(Lists required, Lists alternatives, Lists boosts, const DocumentFilter& filter)
    : lists_(std::move(required)), required_(lists_.size()), alternatives_(alternatives.size()), filter_(filter) {
    std::ranges::stable_sort(lists_, {}, [](const auto& list) { return list->cost(); });
    // What can bring the most comes first, so that few documents are looked up in those behind it.
    std::ranges::stable_sort(alternatives, std::greater{}, [](const auto& list) { return list->greatest(); });
    std::ranges::move(alternatives, std::back_inserter(lists_));
    std::ranges::move(boosts, std::back_inserter(lists_));
    rest_.resize(lists_.size() + 1);
}

void ConjunctionPlan::run(SegmentCollector& collector, double share) {
    if (filter_.empty()) {
        return;
    }
    Score rest = 0;
    for (std::size_t i = 1; i < lists_.size(); ++i) {
        rest += lists_[i]->greatest();
    }
    TermList& lead = *lists_.front();
    if (share == 0.0) {
        lead.expect(lead.cost() / 4);
    }
    Lead blocks(lead, filter_, share > 0.0 ? collector.capacity() : 0);
    if (share > 0.0) {
        collector.expect(lead.attained(blocks.stored_bound_of_best(collector.capacity()), share));
    }
    blocks.each(collector, rest, [&](std::uint32_t block) { process(block, collector); });
}

/// Bounds the lists behind the lead over a stretch of documents.
Score ConjunctionPlan::bound_others(std::uint32_t begin, std::uint32_t end) {
    for (std::size_t i = lists_.size(); i-- > 1;) {
        rest_[i] = rest_[i + 1] + lists_[i]->greatest_between(begin, end);
    }
    return rest_[1];
}

void ConjunctionPlan::process(std::uint32_t block, SegmentCollector& collector) {
    Deadline::check_lightly();
    TermList& lead = *lists_.front();
    const std::uint32_t begin = std::max(lead.begin_of(block), filter_.begin());
    const std::uint32_t end = std::min(lead.last_document(block) + 1, filter_.end());
    const Score needed = collector.needed_from(begin);
    if (begin >= end || lead.bound(block) + bound_others(begin, end) < needed) {
        return;
    }
    // Where few documents would be dropped by what they score here, they are scored once the others are known to have them.
    const bool score_last = required_ > 1 && lead.scores() && lead.seldom_below(needed - rest_[1]);
    const Score left = score_last ? lead.bound(block) : 0;
    std::uint32_t count = score_last ? lead.read_documents(block, begin, end, candidates_.view(0))
                                     : lead.read(block, begin, end, needed - rest_[1], candidates_.view(0));
    count = filter_.keep(candidates_.view(count));
    for (std::size_t i = 1; i < lists_.size() && count > 0; ++i) {
        count = lists_[i]->complete(candidates_.view(count), marked(needed - rest_[i + 1] - left), i < required_);
    }
    if (score_last && count > 0) {
        count = lead.complete(candidates_.view(count), marked(needed), true);
    }
    for (std::uint32_t i = 0; i < count; ++i) {
        const Score score = candidates_.scores[i] & ~kernels::kMark;
        if (score > 0 || has_alternative(candidates_.documents[i])) {
            collector.collect(candidates_.documents[i], score);
        }
    }
}

/// Whether a document that scores nothing has one of the alternatives all the same.
bool ConjunctionPlan::has_alternative(std::uint32_t document) {
    bool any = alternatives_ == 0;
    for (std::size_t i = required_; i < required_ + alternatives_ && !any; ++i) {
        any = lists_[i]->count_common(&document, 1) > 0;
    }
    return any;
}

} // namespace searchlib::search
