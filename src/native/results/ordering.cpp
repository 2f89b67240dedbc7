#include "results/ordering.hpp"

#include <algorithm>
#include <optional>

#include "results/scorer.hpp"
#include "search/deadline.hpp"

namespace searchlib::results {

std::vector<search::Hit> first_in_order(const Matches& matches, const search::Query& query, const Order& order,
                                        std::size_t k, const search::Mark* after) {
    std::optional<Place> behind;
    if (after != nullptr) {
        behind = order.place(*after, matches.snapshot());
    }
    std::vector<Place> heap;
    const std::size_t most = std::min<std::size_t>(k, matches.total());
    const search::OwnDeadline deadline(query.seconds());
    query.each_segment([&](const search::SnapshotSegment& segment) {
        Scorer scorer(query, segment);
        matches.each(segment.number, [&](std::uint32_t doc) {
            search::Deadline::check_lightly();
            const std::uint64_t rank = order.rank(segment, doc);
            const bool full = heap.size() == most;
            if (most == 0 || (full && rank > heap.front().rank) || (behind && rank < behind->rank)) {
                return;
            }
            const search::Score score = scorer.score(doc);
            if (full && !may_precede(rank, score, heap.front())) {
                return;
            }
            const Place place = order.place(segment, doc, score);
            if (behind && !Before()(*behind, place)) {
                return;
            }
            if (!full) {
                heap.push_back(place);
                std::ranges::push_heap(heap, Before());
            } else if (Before()(place, heap.front())) {
                search::replace_front(heap, place, Before());
            }
        });
    });
    std::ranges::sort_heap(heap, Before());
    std::vector<search::Hit> hits;
    hits.reserve(heap.size());
    std::ranges::transform(heap, std::back_inserter(hits), &Place::hit);
    return hits;
}

} // namespace searchlib::results
