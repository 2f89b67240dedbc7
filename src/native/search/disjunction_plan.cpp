#include "search/disjunction_plan.hpp"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <ranges>

#include "search/deadline.hpp"

namespace searchlib::search {

using kernels::Candidates;

DisjunctionPlan::DisjunctionPlan(std::vector<std::unique_ptr<TermList>> terms,
                                 std::vector<std::unique_ptr<TermList>> boosts, const DocumentFilter& filter)
    : lists_(std::move(terms)), terms_(lists_.size()), filter_(filter), first_window_(filter.begin() / kWindow),
      windows_(filter.empty() ? 0 : (filter.end() - 1) / kWindow - first_window_ + 1), window_(kWindow),
      documents_(kWindow), scores_(kWindow) {
    std::ranges::move(boosts, std::back_inserter(lists_));
    for (const auto& list : lists_) {
        list->expect(list->cost());
    }
}

void DisjunctionPlan::run(SegmentCollector& collector) {
    bound_windows();
    const std::vector<std::size_t> best = best_windows();
    for (const std::size_t window : best) {
        Deadline::check();
        process(window, collector);
    }
    for (std::size_t window = 0; window < windows_; ++window) {
        if (!std::ranges::binary_search(best, window)) {
            Deadline::check_lightly();
            process(window, collector);
        }
    }
}

void DisjunctionPlan::process(std::size_t window, SegmentCollector& collector) {
    const auto first = static_cast<std::uint32_t>((first_window_ + window) * kWindow);
    std::uint32_t begin = std::max(first, filter_.begin());
    const std::uint32_t end = std::min(first + kWindow, filter_.end());
    // As long as any document will do, every posting is scored: so the first documents are taken in small steps.
    while (begin < end && !collector.full()) {
        const std::uint32_t step = std::min(end, begin + kStep);
        process(window, begin, step, collector);
        begin = step;
    }
    if (begin < end) {
        process(window, begin, end, collector);
    }
}

void DisjunctionPlan::bound_windows() {
    bounds_.resize(windows_ * lists_.size());
    for (std::size_t number = 0; number < lists_.size(); ++number) {
        const TermList& list = *lists_[number];
        std::uint32_t block = list.block_with(filter_.begin());
        for (std::size_t window = 0; window < windows_ && block < list.block_count(); ++window) {
            const auto end = static_cast<std::uint32_t>((first_window_ + window + 1) * kWindow);
            if (list.begin_of(block) < end) {
                const std::uint32_t last = list.list().block_with(end - 1, block);
                bounds_[window * lists_.size() + number] =
                    list.greatest(block, std::min(last, list.block_count() - 1) + 1);
                block = last;
            }
        }
    }
}

Score DisjunctionPlan::bound_of(std::size_t window) const {
    const auto begin = bounds_.begin() + static_cast<std::ptrdiff_t>(window * lists_.size());
    return std::accumulate(begin, begin + static_cast<std::ptrdiff_t>(lists_.size()), Score{0});
}

/// The windows that raise what is needed the most, in ascending order.
std::vector<std::size_t> DisjunctionPlan::best_windows() const {
    constexpr std::size_t kFirst = 6;
    std::vector<std::size_t> windows;
    if (windows_ > 4 * kFirst) {
        std::vector<Score> sums(windows_);
        for (std::size_t window = 0; window < windows_; ++window) {
            sums[window] = bound_of(window);
        }
        windows.resize(windows_);
        std::iota(windows.begin(), windows.end(), std::size_t{0});
        std::ranges::nth_element(windows, windows.begin() + kFirst, std::greater{},
                                 [&](std::size_t window) { return sums[window]; });
        windows.resize(kFirst);
        std::ranges::sort(windows);
    }
    return windows;
}

void DisjunctionPlan::order_terms(std::size_t window) {
    ordered_.clear();
    boosts_.clear();
    boosts_bound_ = 0;
    for (std::size_t number = 0; number < lists_.size(); ++number) {
        const Term term{lists_[number].get(), bounds_[window * lists_.size() + number], 0};
        if (number < terms_) {
            ordered_.push_back(term);
        } else if (term.bound > 0) {
            boosts_.push_back(term);
            boosts_bound_ += term.bound;
        }
    }
    std::ranges::sort(ordered_, {}, &Term::bound);
    std::ranges::sort(boosts_, {}, &Term::bound);
    Score sum = boosts_bound_;
    for (Term& term : ordered_) {
        sum += term.bound;
        term.bound_so_far = sum;
    }
}

void DisjunctionPlan::process(std::size_t window, std::uint32_t begin, std::uint32_t end, SegmentCollector& collector) {
    const Score needed = collector.needed_from(begin);
    if (needed > 0 && bound_of(window) < needed) {
        return;
    }
    order_terms(window);
    // The first terms, by bound, that even together cannot reach what is needed.
    const auto found = std::ranges::find_if(ordered_, [&](const Term& term) { return term.bound_so_far >= needed; });
    essential_ = static_cast<std::size_t>(found - ordered_.begin());
    if (essential_ == ordered_.size()) {
        return;
    }
    const Score rest = essential_ > 0 ? ordered_[essential_ - 1].bound_so_far : boosts_bound_;
    if (essential_ + 1 == ordered_.size()) {
        read_single(ordered_.back(), begin, end, rest, collector);
    } else {
        read_window(begin, end, needed - rest, collector);
    }
}

/// Where one term alone finds the documents, they need no window.
void DisjunctionPlan::read_single(const Term& term, std::uint32_t begin, std::uint32_t end, Score rest,
                                  SegmentCollector& collector) {
    TermList& list = *term.list;
    for (std::uint32_t block = list.block_with(begin); block < list.block_count() && list.begin_of(block) < end;
         ++block) {
        const Score needed = collector.needed_from(begin) - rest;
        if (list.bound(block) >= needed) {
            Candidates candidates{documents_.data(), scores_.data(), 0};
            candidates.count = list.read(block, begin, end, candidates);
            if (needed > 0) {
                candidates.count = kernels::active().keep(candidates, marked(needed));
            }
            complete(candidates, collector);
        }
    }
}

void DisjunctionPlan::read_window(std::uint32_t begin, std::uint32_t end, Score needed, SegmentCollector& collector) {
    const std::uint32_t base = begin - begin % kWindow;
    for (std::size_t i = essential_; i < ordered_.size(); ++i) {
        ordered_[i].list->accumulate(begin, end, base, window_.data());
    }
    Candidates candidates{documents_.data(), scores_.data(), 0};
    const std::uint32_t from = (begin - base) / 64 * 64;
    const std::uint32_t to = (end - base + 63) / 64 * 64;
    candidates.count = kernels::active().sweep(window_.data() + from, to - from, marked(needed), base + from,
                                               candidates.documents, candidates.scores);
    complete(candidates, collector);
}

/// Adds to candidates what the other terms and the boosts bring, and collects those that are left.
void DisjunctionPlan::complete(Candidates candidates, SegmentCollector& collector) {
    candidates.count = filter_.keep(candidates);
    const Score needed = candidates.count > 0 ? collector.needed_from(candidates.documents[0]) : 0;
    for (std::size_t i = essential_; i-- > 0 && candidates.count > 0;) {
        const Score left = i > 0 ? ordered_[i - 1].bound_so_far : boosts_bound_;
        candidates.count = ordered_[i].list->complete(candidates, marked(needed - left), false);
    }
    Score left = boosts_bound_;
    for (const Term& boost : std::views::reverse(boosts_)) {
        if (candidates.count == 0) {
            return;
        }
        left -= boost.bound;
        candidates.count = boost.list->complete(candidates, marked(needed - left), false);
    }
    for (std::uint32_t i = 0; i < candidates.count; ++i) {
        collector.collect(candidates.documents[i], candidates.scores[i] & ~kernels::kMark);
    }
}

} // namespace searchlib::search
