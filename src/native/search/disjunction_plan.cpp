#include "search/disjunction_plan.hpp"

#include <algorithm>
#include <functional>
#include <iterator>
#include <numeric>

#include "search/deadline.hpp"

namespace searchlib::search {

using kernels::Candidates;

DisjunctionPlan::DisjunctionPlan(std::vector<std::unique_ptr<TermList>> terms,
                                 std::vector<std::unique_ptr<TermList>> boosts, std::vector<std::size_t> boosted,
                                 const DocumentFilter& filter)
    : lists_(std::move(terms)), terms_(lists_.size()), boosted_(std::move(boosted)), filter_(filter),
      first_window_(filter.begin() / kWindow),
      windows_(filter.empty() ? 0 : (filter.end() - 1) / kWindow - first_window_ + 1), window_(kWindow),
      documents_(std::make_unique_for_overwrite<std::uint32_t[]>(kWindow)), // NOLINT(*-avoid-c-arrays)
      scores_(std::make_unique_for_overwrite<kernels::Marked[]>(kWindow)) { // NOLINT(*-avoid-c-arrays)
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
    const Score* const bounds = bounds_.data() + window * lists_.size();
    ordered_.resize(terms_);
    for (std::size_t number = 0; number < terms_; ++number) {
        ordered_[number] = {number, bounds[number], 0};
    }
    Score sum = 0;
    for (std::size_t number = terms_; number < lists_.size(); ++number) {
        const std::size_t term = boosted_[number - terms_];
        (term == kAnyTerm ? sum : ordered_[term].bound) += bounds[number];
    }
    std::ranges::sort(ordered_, {}, &Term::bound);
    for (Term& term : ordered_) {
        sum += term.bound;
        term.bound_so_far = sum;
    }
}

/// Finds the first terms, by bound, that even together cannot reach what is needed, so that their documents need not be
/// found: those of the others are looked up in them. Short lists are read all the same, as looking up a single document
/// costs as much.
void DisjunctionPlan::part_lists(std::size_t window, Score needed) {
    const auto found = std::ranges::find_if(ordered_, [&](const Term& term) { return term.bound_so_far >= needed; });
    essential_ = static_cast<std::size_t>(found - ordered_.begin());
    finds_.assign(terms_, false);
    for (std::size_t i = essential_; i < terms_; ++i) {
        finds_[ordered_[i].number] = true;
    }
    const bool single = essential_ + 1 == terms_;
    const Score* const bounds = bounds_.data() + window * lists_.size();
    read_.clear();
    lookups_.clear();
    lookups_bound_ = 0;
    for (std::size_t number = 0; number < lists_.size(); ++number) {
        TermList& list = *lists_[number];
        const std::size_t term = number < terms_ ? number : boosted_[number - terms_];
        // Documents that score nothing are found too, as long as there is room.
        const bool finds = number < terms_ && finds_[number];
        if (bounds[number] == 0 && !finds) {
            continue;
        }
        const bool read = finds || (!single && term != kAnyTerm && (finds_[term] || list.cost() <= windows_ * kShort));
        if (read) {
            read_.push_back(&list);
        } else {
            lookups_.push_back({&list, bounds[number]});
            lookups_bound_ += bounds[number];
        }
    }
    std::ranges::sort(lookups_, std::greater{}, &Bounded::bound);
}

void DisjunctionPlan::process(std::size_t window, std::uint32_t begin, std::uint32_t end, SegmentCollector& collector) {
    const Score needed = collector.needed_from(begin);
    if (needed > 0 && bound_of(window) < needed) {
        return;
    }
    order_terms(window);
    part_lists(window, needed);
    if (essential_ == terms_) {
        return;
    }
    if (essential_ + 1 == terms_) {
        read_single(*lists_[ordered_.back().number], begin, end, collector);
    } else {
        read_window(begin, end, needed - lookups_bound_, collector);
    }
}

/// Where one term alone finds the documents, they need no window.
void DisjunctionPlan::read_single(TermList& list, std::uint32_t begin, std::uint32_t end, SegmentCollector& collector) {
    for (std::uint32_t block = list.block_with(begin); block < list.block_count() && list.begin_of(block) < end;
         ++block) {
        const Score needed = collector.needed_from(begin) - lookups_bound_;
        if (list.bound(block) >= needed) {
            Candidates candidates{documents_.get(), scores_.get(), 0};
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
    for (TermList* list : read_) {
        list->accumulate(begin, end, base, window_.data());
    }
    Candidates candidates{documents_.get(), scores_.get(), 0};
    const std::uint32_t from = (begin - base) / 64 * 64;
    const std::uint32_t to = (end - base + 63) / 64 * 64;
    candidates.count = kernels::active().sweep(window_.data() + from, to - from, marked(needed), base + from,
                                               candidates.documents, candidates.scores);
    complete(candidates, collector);
}

/// Adds to candidates what other lists bring, and collects those that are left.
void DisjunctionPlan::complete(Candidates candidates, SegmentCollector& collector) {
    candidates.count = filter_.keep(candidates);
    const Score needed = candidates.count > 0 ? collector.needed_from(candidates.documents[0]) : 0;
    Score left = lookups_bound_;
    for (const auto& [list, bound] : lookups_) {
        if (candidates.count == 0) {
            return;
        }
        left -= bound;
        candidates.count = list->complete(candidates, marked(needed - left), false);
    }
    for (std::uint32_t i = 0; i < candidates.count; ++i) {
        collector.collect(candidates.documents[i], candidates.scores[i] & ~kernels::kMark);
    }
}

} // namespace searchlib::search
