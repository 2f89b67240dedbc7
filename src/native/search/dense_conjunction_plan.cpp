#include "search/dense_conjunction_plan.hpp"

#include <algorithm>
#include <bit>
#include <functional>
#include <span>

#include "search/deadline.hpp"
#include "search/likely_score.hpp"

namespace searchlib::search {

using kernels::Candidates;
using kernels::kWindow;
using kernels::kWindowWords;

namespace {

std::uint32_t list_bits(std::span<const std::uint64_t> words, std::uint32_t base, std::uint32_t* documents) {
    std::uint32_t count = 0;
    for (const std::uint64_t word : words) {
        for (std::uint64_t bits = word; bits != 0; bits &= bits - 1) {
            documents[count++] = base + static_cast<std::uint32_t>(std::countr_zero(bits));
        }
        base += 64;
    }
    return count;
}

} // namespace

DenseConjunctionPlan::DenseConjunctionPlan(std::vector<std::unique_ptr<TermList>> terms, const DocumentFilter& filter)
    : lists_(std::move(terms)), filter_(filter), bounds_(filter), room_(lists_.size() * kWindowWords),
      common_(kWindowWords),
      documents_(std::make_unique_for_overwrite<std::uint32_t[]>(kWindow)), // NOLINT(*-avoid-c-arrays)
      scores_(std::make_unique_for_overwrite<kernels::Marked[]>(kWindow)) { // NOLINT(*-avoid-c-arrays)
    for (const auto& list : lists_) {
        list->expect(list->cost());
    }
}

void DenseConjunctionPlan::run(SegmentCollector& collector) {
    bounds_.find(lists_);
    const std::vector<std::size_t> best = bounds_.best();
    for (const std::size_t window : best) {
        Deadline::check_lightly();
        process(window, collector);
    }
    each_likely(bounds_.count(), best.size(), collector, [&](std::size_t window, Score guess, Score below) {
        if (!std::ranges::binary_search(best, window)) {
            guess_ = guess;
            below_ = below;
            process(window, collector);
        }
    });
}

void DenseConjunctionPlan::process(std::size_t window, SegmentCollector& collector) {
    const auto first = static_cast<std::uint32_t>((bounds_.first() + window) * kWindow);
    const std::uint32_t begin = std::max(first, filter_.begin());
    const std::uint32_t end = std::min(first + kWindow, filter_.end());
    const Score needed = std::max(collector.needed_from(begin), guess_);
    if (bounds_.sum(window) < needed) {
        return;
    }
    Candidates candidates = find(window, begin, end);
    for (const Bounded& present : present_) {
        if (candidates.count == 0) {
            return;
        }
        candidates.count = lists_[present.number]->replace(candidates, present.window, present.bound, marked(needed));
    }
    for (std::uint32_t i = 0; i < candidates.count; ++i) {
        const Score score = candidates.scores[i] & ~kernels::kMark;
        if (score < below_) {
            collector.collect(candidates.documents[i], score);
        }
    }
}

/// Finds the documents of a window that have all terms, with what these bring at most.
Candidates DenseConjunctionPlan::find(std::size_t window, std::uint32_t begin, std::uint32_t end) {
    const auto base = static_cast<std::uint32_t>((bounds_.first() + window) * kWindow);
    const Score* const bounds = bounds_.of(window);
    filter_.copy(begin, end, common_);
    present_.clear();
    for (std::size_t number = 0; number < lists_.size(); ++number) {
        const ListWindow here = lists_[number]->window(base, room_.data() + number * kWindowWords);
        for (std::size_t word = 0; word < kWindowWords; ++word) {
            common_[word] &= storage::load<std::uint64_t>(here.bits + word * sizeof(std::uint64_t));
        }
        present_.push_back({number, bounds[number], here});
    }
    std::ranges::sort(present_, std::greater{}, &Bounded::bound);
    Candidates candidates{documents_.get(), scores_.get(), 0};
    candidates.count = list_bits(common_, base, candidates.documents);
    std::fill_n(candidates.scores, candidates.count, marked(bounds_.sum(window)));
    return candidates;
}

} // namespace searchlib::search
