#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
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
    bool operator()(const Hit& a, const Hit& b) const {
        return a.score != b.score ? a.score > b.score
                                  : storage::comes_before(a.seconds, a.sequence, b.seconds, b.sequence);
    }
};

/// Oldest first, undated last, then the earlier in sequence.
struct OldestFirst {
    bool operator()(const Hit& a, const Hit& b) const {
        if (a.seconds != b.seconds) {
            return b.seconds == storage::kUndated || (a.seconds != storage::kUndated && a.seconds < b.seconds);
        }
        return a.sequence < b.sequence;
    }
};

/// A document of the ranking and its score: only what is ranked behind it is asked for.
struct Mark {
    /// Number in the snapshot.
    std::uint32_t document;
    Score score;
};

/// Puts another element in the place of the front one of a binary heap: in one pass, where popping and pushing are two.
template <class Element, class Order>
void replace_front(std::vector<Element>& heap, const Element& element, Order before) {
    std::size_t at = 0;
    for (std::size_t child = 1; child < heap.size(); child = 2 * at + 1) {
        if (child + 1 < heap.size() && before(heap[child], heap[child + 1])) {
            ++child;
        }
        if (!before(element, heap[child])) {
            break;
        }
        heap[at] = heap[child];
        at = child;
    }
    heap[at] = element;
}

/// The best k of all documents offered, in a binary heap with the worst in front.
template <class Order> class TopDocuments {
public:
    explicit TopDocuments(std::size_t k) : k_(k) {}

    [[nodiscard]] std::size_t capacity() const { return k_; }
    [[nodiscard]] bool full() const { return heap_.size() == k_; }
    [[nodiscard]] const Hit& worst() const { return heap_.front(); }

    void offer(const Hit& hit) {
        if (k_ == 0) {
            return;
        }
        if (!full()) {
            heap_.push_back(hit);
            std::ranges::push_heap(heap_, Order());
        } else if (Order()(hit, worst())) {
            replace_front(heap_, hit, Order());
        }
    }

    /// All kept, best first.
    [[nodiscard]] std::vector<Hit> take() {
        std::ranges::sort_heap(heap_, Order());
        return std::move(heap_);
    }

private:
    std::size_t k_;
    std::vector<Hit> heap_;
};

/// The best k live documents of one segment, which may come in any order. Documents of a segment are in the order that
/// breaks ties, so among equal scores the lower number wins, and neither date nor sequence is looked up.
class SegmentCollector {
public:
    /// What cannot be among the best of all segments so far is not kept.
    SegmentCollector(const SnapshotSegment& segment, const TopDocuments<ByScore>& top)
        : segment_(segment), k_(top.capacity()), needed_(top.full() ? top.worst().score : 0) {
        heap_.reserve(std::min(k_, kReserved));
    }

    /// Keeps only documents that score less than `most`, or as much and are numbered from `first` on.
    void keep_below(Score most, std::uint32_t first) {
        most_ = most;
        first_of_most_ = first;
    }

    /// A document that scores less can no longer be among the best.
    [[nodiscard]] Score needed() const { return needed_; }

    /// The same of documents from `first` on.
    [[nodiscard]] Score needed_from(std::uint32_t first) const {
        return needed_ + (full() && first > heap_.front().document ? 1 : 0);
    }

    [[nodiscard]] std::size_t capacity() const { return k_; }

    /// Tells that as many documents as are kept score at least so much, before they have come. They may be those that
    /// are not to be kept.
    void expect(Score score) { needed_ = most_ == kAny ? std::max(needed_, score) : needed_; }

    [[nodiscard]] bool full() const { return heap_.size() == k_; }

    /// What the document with that rank, from 1 on, scores among those kept, of which there are as many.
    [[nodiscard]] Score score_of(std::size_t rank, std::vector<Score>& room) const {
        room.resize(heap_.size());
        std::ranges::transform(heap_, room.begin(), &Entry::score);
        const auto at = room.begin() + static_cast<std::ptrdiff_t>(rank - 1);
        std::ranges::nth_element(room, at, std::ranges::greater());
        return *at;
    }

    void collect(std::uint32_t doc, Score score) {
        const Entry entry{score, doc};
        if (score < needed_ || (full() && !Better()(entry, heap_.front())) || is_above(entry) || !segment_.live(doc)) {
            return;
        }
        if (full()) {
            replace_front(heap_, entry, Better());
        } else {
            heap_.push_back(entry);
            std::ranges::push_heap(heap_, Better());
        }
        if (full()) {
            needed_ = heap_.front().score;
        }
    }

    /// All that was kept, best first, where there is no other segment to compare with: nothing is looked up.
    [[nodiscard]] std::vector<Hit> take() {
        std::ranges::sort_heap(heap_, Better());
        std::vector<Hit> hits;
        hits.reserve(heap_.size());
        for (const auto& [score, doc] : heap_) {
            hits.push_back({score, 0, 0, segment_.base + doc});
        }
        return hits;
    }

    /// Offers all that was kept.
    void hand_over(TopDocuments<ByScore>& top) const {
        const storage::Columns& columns = segment_.segment->columns();
        for (const auto& [score, doc] : heap_) {
            top.offer({score, columns.seconds(doc), columns.sequence(doc), segment_.base + doc});
        }
    }

private:
    /// More than that is seldom asked for, and need not be found.
    static constexpr std::size_t kReserved = 128;
    static constexpr Score kAny = std::numeric_limits<Score>::max();

    struct Entry {
        Score score;
        std::uint32_t document;
    };
    /// An object and no function, so that the heap inlines it.
    struct Better {
        bool operator()(const Entry& a, const Entry& b) const {
            return a.score != b.score ? a.score > b.score : a.document < b.document;
        }
    };

    [[nodiscard]] bool is_above(const Entry& entry) const {
        return entry.score >= most_ && (entry.score > most_ || entry.document < first_of_most_);
    }

    const SnapshotSegment& segment_;
    std::size_t k_;
    Score needed_;
    Score most_ = kAny;
    std::uint32_t first_of_most_ = 0;
    /// A binary heap with the worst in front.
    std::vector<Entry> heap_;
};

} // namespace searchlib::search
