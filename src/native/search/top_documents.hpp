#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "search/scoring.hpp"
#include "search/snapshot.hpp"

namespace searchlib::search {

struct Hit {
    Score score;
    std::int64_t seconds;
    std::uint64_t sequence;
    /// Number in the snapshot.
    std::uint32_t document;
};

/// By score; among equals newer first, undated last, then the earlier in sequence.
struct ByScore {
    static bool before(const Hit& a, const Hit& b) {
        return a.score != b.score ? a.score > b.score
                                  : storage::comes_before(a.seconds, a.sequence, b.seconds, b.sequence);
    }
};

/// Oldest first, undated last, then the earlier in sequence.
struct OldestFirst {
    static bool before(const Hit& a, const Hit& b) {
        if (a.seconds != b.seconds) {
            return b.seconds == storage::kUndated || (a.seconds != storage::kUndated && a.seconds < b.seconds);
        }
        return a.sequence < b.sequence;
    }
};

/// The best k of all documents offered, in a binary heap with the worst in front.
template <class Order> class TopDocuments {
public:
    explicit TopDocuments(std::size_t k) : k_(k) {}

    [[nodiscard]] bool full() const { return heap_.size() == k_; }
    [[nodiscard]] const Hit& worst() const { return heap_.front(); }

    void offer(const Hit& hit) {
        if (k_ == 0) {
            return;
        }
        if (!full()) {
            heap_.push_back(hit);
            std::ranges::push_heap(heap_, Order::before);
        } else if (Order::before(hit, worst())) {
            std::ranges::pop_heap(heap_, Order::before);
            heap_.back() = hit;
            std::ranges::push_heap(heap_, Order::before);
        }
    }

    /// All kept, best first.
    [[nodiscard]] std::vector<Hit> take() {
        std::ranges::sort_heap(heap_, Order::before);
        return std::move(heap_);
    }

private:
    std::size_t k_;
    std::vector<Hit> heap_;
};

/// Offers documents of one segment, which come in ascending order, and knows what score they need.
class SegmentCollector {
public:
    SegmentCollector(const SnapshotSegment& segment, TopDocuments<ByScore>& top)
        : segment_(segment), columns_(segment.segment->columns()), top_(top) {
        raise(0);
    }

    /// A document that scores less can no longer be among the best.
    [[nodiscard]] Score needed() const { return needed_; }

    void collect(std::uint32_t doc, Score score) {
        if (score >= needed_ && segment_.live(doc)) {
            top_.offer({score, columns_.seconds(doc), columns_.sequence(doc), segment_.base + doc});
            raise(doc);
        }
    }

private:
    void raise(std::uint32_t doc) {
        if (!top_.full()) {
            return;
        }
        const Hit& worst = top_.worst();
        needed_ = worst.score;
        // Documents of a segment are in the order that breaks ties: if this one would lose against
        // the worst, so would those behind it, and they need to score more.
        if (!storage::comes_before(columns_.seconds(doc), columns_.sequence(doc), worst.seconds, worst.sequence)) {
            ++needed_;
        }
    }

    const SnapshotSegment& segment_;
    const storage::Columns& columns_;
    TopDocuments<ByScore>& top_;
    Score needed_ = 0;
};

} // namespace searchlib::search
