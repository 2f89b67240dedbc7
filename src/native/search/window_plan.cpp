#include "search/window_plan.hpp"

#include <algorithm>
#include <bit>
#include <ranges>

namespace searchlib::search {
namespace {

constexpr std::uint32_t kWordBits = 64;

} // namespace

WindowPlan::WindowPlan(std::vector<std::unique_ptr<TermCursor>> terms, std::vector<std::unique_ptr<TermCursor>> boosts,
                       CursorPointer filter)
    : filter_(std::move(filter)), scores_(kWindow), matched_(kWindow / kWordBits) {
    for (std::unique_ptr<TermCursor>& cursor : terms) {
        terms_.push_back({std::move(cursor)});
    }
    for (std::unique_ptr<TermCursor>& cursor : boosts) {
        boosts_.push_back({std::move(cursor)});
    }
}

std::uint32_t WindowPlan::first_document() const {
    std::uint32_t first = kEnd;
    for (const Term& term : terms_) {
        first = std::min(first, term.cursor->document());
    }
    return first;
}

void WindowPlan::run(SegmentCollector& collector) {
    for (std::uint32_t doc = first_document(); doc != kEnd;) {
        if (filter_) {
            doc = filter_->advance(doc);
            if (doc == kEnd) {
                return;
            }
        }
        const std::uint32_t begin = doc - doc % kWindow;
        const std::uint32_t end = begin + kWindow;
        set_bounds(boosts_, doc, end);
        boosts_bound_ = 0;
        for (const Term& boost : boosts_) {
            boosts_bound_ += boost.bound;
        }
        set_bounds(terms_, doc, end);
        Score sum = boosts_bound_;
        for (Term& term : terms_) {
            sum += term.bound;
            term.bound_so_far = sum;
        }
        // The first terms, by bound, that even together cannot reach what is needed.
        const auto essential = static_cast<std::size_t>(
            std::ranges::find_if(terms_, [&](const Term& term) { return term.bound_so_far >= collector.needed(); }) -
            terms_.begin());
        for (std::size_t i = essential; i < terms_.size(); ++i) {
            terms_[i].cursor->advance(doc);
            terms_[i].cursor->accumulate(begin, end, scores_.data(), matched_.data());
        }
        if (essential < terms_.size()) {
            collect(begin, essential, collector);
        }
        doc = next_document(end);
    }
}

/// Where the next window starts. Terms that were not looked at lag behind; they need not be moved to
/// know that they may have documents in it.
std::uint32_t WindowPlan::next_document(std::uint32_t end) const {
    std::uint32_t next = kEnd;
    for (const Term& term : terms_) {
        if (term.cursor->document() >= end) {
            next = std::min(next, term.cursor->document());
        } else if (term.cursor->bound(end).last != kEnd) {
            next = end;
        }
    }
    return next;
}

/// Bounds each term over documents from `begin` to before `end`, and sorts the terms by them.
void WindowPlan::set_bounds(std::vector<Term>& terms, std::uint32_t begin, std::uint32_t end) {
    for (Term& term : terms) {
        term.bound = 0;
        for (std::uint32_t at = std::max(begin, term.cursor->document()); at < end;) {
            const Bound bound = term.cursor->bound(at);
            term.bound = std::max(term.bound, bound.score);
            at = bound.last == kEnd ? end : bound.last + 1;
        }
    }
    std::ranges::sort(terms, {}, &Term::bound);
}

/// Completes what the essential terms matched, and clears the window.
void WindowPlan::collect(std::uint32_t begin, std::size_t essential, SegmentCollector& collector) {
    const Score rest = essential > 0 ? terms_[essential - 1].bound_so_far : boosts_bound_;
    for (std::uint32_t word = 0; word < matched_.size(); ++word) {
        for (std::uint64_t bits = matched_[word]; bits != 0; bits &= bits - 1) {
            const auto bit = static_cast<std::uint32_t>(std::countr_zero(bits));
            const std::uint32_t at = word * kWordBits + bit;
            const Score score = scores_[at];
            scores_[at] = 0;
            const std::uint32_t doc = begin + at;
            if (score + rest >= collector.needed() && (!filter_ || filter_->advance(doc) == doc)) {
                complete(doc, score, essential, collector);
            }
        }
        matched_[word] = 0;
    }
}

void WindowPlan::complete(std::uint32_t doc, Score score, std::size_t essential, SegmentCollector& collector) {
    for (std::size_t i = essential; i-- > 0;) {
        if (score + terms_[i].bound_so_far < collector.needed()) {
            return;
        }
        if (terms_[i].cursor->advance(doc) == doc) {
            score += terms_[i].cursor->score();
        }
    }
    Score left = boosts_bound_;
    for (const Term& boost : std::views::reverse(boosts_)) {
        if (score + left < collector.needed()) {
            return;
        }
        left -= boost.bound;
        if (boost.cursor->advance(doc) == doc) {
            score += boost.cursor->score();
        }
    }
    collector.collect(doc, score);
}

} // namespace searchlib::search
