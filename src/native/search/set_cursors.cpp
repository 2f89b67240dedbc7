#include "search/set_cursors.hpp"

#include <algorithm>

namespace searchlib::search {
namespace {

/// The bound of a sum: bounds add up, as far as the nearest of them reaches.
template <class Cursors> Bound sum_of_bounds(const Cursors& cursors, std::uint32_t target) {
    Bound sum{0, kEnd};
    for (const auto& cursor : cursors) {
        const Bound bound = cursor->bound(target);
        sum.score += bound.score;
        sum.last = std::min(sum.last, bound.last);
    }
    return sum;
}

} // namespace

ConjunctionCursor::ConjunctionCursor(std::vector<CursorPointer> children) : children_(std::move(children)) {
    std::ranges::stable_sort(children_, {}, [](const CursorPointer& child) { return child->cost(); });
    for (const CursorPointer& child : children_) {
        if (child->scores()) {
            scoring_.push_back(child.get());
        }
    }
    agree(children_.front()->document());
}

std::uint32_t ConjunctionCursor::advance(std::uint32_t target) {
    return document_ >= target ? document_ : agree(children_.front()->advance(target));
}

std::uint32_t ConjunctionCursor::agree(std::uint32_t doc) {
    while (doc != kEnd) {
        std::uint32_t other = doc;
        for (std::size_t i = 1; i < children_.size() && other == doc; ++i) {
            other = children_[i]->advance(doc);
        }
        if (other == doc) {
            break;
        }
        doc = other == kEnd ? kEnd : children_.front()->advance(other);
    }
    return document_ = doc;
}

Score ConjunctionCursor::score() {
    Score sum = 0;
    for (Cursor* child : scoring_) {
        sum += child->score();
    }
    return sum;
}

Bound ConjunctionCursor::bound(std::uint32_t target) { return sum_of_bounds(scoring_, target); }

void ConjunctionCursor::require(Score score) {
    // Of several that score, none knows what the others bring.
    if (scoring_.size() == 1) {
        scoring_.front()->require(score);
    }
}

void ConjunctionCursor::mark(std::uint32_t begin, std::uint32_t end, std::uint64_t* bits) {
    // Where the rarest child still has a document in every few words of bits, and-ing words is cheaper
    // than looking each document up; otherwise it is not.
    constexpr std::uint64_t kDense = 256;
    if (document_ >= end || children_.front()->cost() * kDense < children_.back()->cost()) {
        Cursor::mark(begin, end, bits);
        return;
    }
    const std::size_t words = (end - begin + 63) / 64;
    std::vector<std::uint64_t> all(words, ~std::uint64_t{0});
    std::vector<std::uint64_t> one(words);
    for (const CursorPointer& child : children_) {
        std::ranges::fill(one, 0);
        child->mark(begin, end, one.data());
        for (std::size_t i = 0; i < words; ++i) {
            all[i] &= one[i];
        }
    }
    for (std::size_t i = 0; i < words; ++i) {
        bits[i] |= all[i];
    }
    agree(children_.front()->document());
}

DisjunctionCursor::DisjunctionCursor(std::vector<CursorPointer> children) : children_(std::move(children)) {
    for (const CursorPointer& child : children_) {
        heap_.push_back(child.get());
        cost_ += child->cost();
    }
    for (std::size_t at = heap_.size(); at-- > 0;) {
        sift_down(at);
    }
}

void DisjunctionCursor::sift_down(std::size_t at) {
    Cursor* const moved = heap_[at];
    const std::uint32_t doc = moved->document();
    for (;;) {
        std::size_t child = 2 * at + 1;
        if (child >= heap_.size()) {
            break;
        }
        if (child + 1 < heap_.size() && heap_[child + 1]->document() < heap_[child]->document()) {
            ++child;
        }
        if (heap_[child]->document() >= doc) {
            break;
        }
        heap_[at] = heap_[child];
        at = child;
    }
    heap_[at] = moved;
}

std::uint32_t DisjunctionCursor::advance(std::uint32_t target) {
    while (heap_.front()->document() < target) {
        heap_.front()->advance(target);
        sift_down(0);
    }
    return document();
}

/// In a heap, those that stand on the least document hang together from the top.
Score DisjunctionCursor::score_from(std::size_t at, std::uint32_t doc) {
    if (at >= heap_.size() || heap_[at]->document() != doc) {
        return 0;
    }
    return heap_[at]->score() + score_from(2 * at + 1, doc) + score_from(2 * at + 2, doc);
}

void DisjunctionCursor::mark(std::uint32_t begin, std::uint32_t end, std::uint64_t* bits) {
    for (const CursorPointer& child : children_) {
        child->mark(begin, end, bits);
    }
    for (std::size_t at = heap_.size(); at-- > 0;) {
        sift_down(at);
    }
}

Score DisjunctionCursor::score() { return score_from(0, document()); }

Bound DisjunctionCursor::bound(std::uint32_t target) { return sum_of_bounds(children_, target); }

bool DisjunctionCursor::scores() const {
    return std::ranges::any_of(children_, [](const CursorPointer& child) { return child->scores(); });
}

ExclusionCursor::ExclusionCursor(CursorPointer included, CursorPointer excluded)
    : included_(std::move(included)), excluded_(std::move(excluded)) {
    const std::uint32_t first = included_->document();
    if (first != kEnd && excluded_->advance(first) == first) {
        advance(first + 1);
    }
}

std::uint32_t ExclusionCursor::advance(std::uint32_t target) {
    if (included_->document() >= target) {
        return included_->document();
    }
    std::uint32_t doc = included_->advance(target);
    while (doc != kEnd && excluded_->advance(doc) == doc) {
        doc = included_->advance(doc + 1);
    }
    return doc;
}

Score BoostedCursor::score() {
    const std::uint32_t doc = required_->document();
    Score sum = required_->score();
    for (const CursorPointer& boost : boosts_) {
        if (boost->advance(doc) == doc) {
            sum += boost->score();
        }
    }
    return sum;
}

Bound BoostedCursor::bound(std::uint32_t target) {
    const Bound required = required_->bound(target);
    const Bound boosts = sum_of_bounds(boosts_, target);
    return {required.score + boosts.score, std::min(required.last, boosts.last)};
}

} // namespace searchlib::search
