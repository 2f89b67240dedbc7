#include "results/grouping.hpp"

#include <algorithm>
#include <iterator>
#include <optional>

#include "results/scorer.hpp"
#include "search/deadline.hpp"

namespace searchlib::results {
namespace {

/// A binary heap with the worst in front, of which at most so many places are kept.
void keep(std::vector<Place>& heap, const Place& place, std::size_t most) {
    if (heap.size() < most) {
        heap.push_back(place);
        std::ranges::push_heap(heap, Before());
    } else if (most > 0 && Before()(place, heap.front())) {
        search::replace_front(heap, place, Before());
    }
}

/// The first document of a group, and its value: one document may be the first of several.
struct Leader {
    Place place;
    std::uint32_t value;
};

struct LeadsBefore {
    bool operator()(const Leader& a, const Leader& b) const {
        return a.place.hit.document != b.place.hit.document ? Before()(a.place, b.place) : a.value < b.value;
    }
};

/// The first documents of each value.
class Gathering {
public:
    Gathering(const KeywordColumn& column, std::size_t hits)
        : hits_(hits), counts_(std::size_t{column.size()} + 1), slots_(std::size_t{column.size()} + 1) {}

    /// Whether a document of that rank and score may be among the first of one of its groups.
    [[nodiscard]] bool is_wanted(std::span<const std::uint32_t> groups, std::uint64_t rank, search::Score score) const {
        return std::ranges::any_of(groups, [&](std::uint32_t group) {
            const std::uint32_t slot = slots_[group];
            return slot == 0 || first_[slot - 1].size() < hits_ || may_precede(rank, score, first_[slot - 1].front());
        });
    }

    void count(std::span<const std::uint32_t> groups) {
        for (const std::uint32_t group : groups) {
            ++counts_[group];
        }
    }

    void keep_in(std::span<const std::uint32_t> groups, const Place& place) {
        for (const std::uint32_t group : groups) {
            if (slots_[group] == 0) {
                first_.emplace_back();
                values_.push_back(group);
                slots_[group] = static_cast<std::uint32_t>(first_.size());
            }
            keep(first_[slots_[group] - 1], place, hits_);
        }
    }

    [[nodiscard]] Groups take(std::size_t limit, const Leader* behind);

private:
    std::size_t hits_;
    /// Of each value, and behind them of none.
    std::vector<std::uint32_t> counts_;
    /// Where the documents of each are, counted from 1; 0 if there are none yet.
    std::vector<std::uint32_t> slots_;
    std::vector<std::vector<Place>> first_;
    std::vector<std::uint32_t> values_;
};

Groups Gathering::take(std::size_t limit, const Leader* behind) {
    std::vector<Leader> leaders;
    for (std::uint32_t slot = 0; slot < first_.size(); ++slot) {
        std::ranges::sort_heap(first_[slot], Before());
        const Leader leader{first_[slot].front(), values_[slot]};
        if (behind == nullptr || LeadsBefore()(*behind, leader)) {
            leaders.push_back(leader);
        }
    }
    const std::size_t count = std::min(limit, leaders.size());
    std::ranges::partial_sort(leaders, leaders.begin() + static_cast<std::ptrdiff_t>(count), LeadsBefore());
    Groups groups;
    groups.total = static_cast<std::uint32_t>(first_.size());
    for (const Leader& leader : std::span(leaders).first(count)) {
        Group& group = groups.groups.emplace_back();
        group.value = leader.value;
        group.count = counts_[leader.value];
        std::ranges::transform(first_[slots_[leader.value] - 1], std::back_inserter(group.hits), &Place::hit);
    }
    return groups;
}

} // namespace

Groups group_by(const Matches& matches, const search::Query& query, const KeywordColumn& column, const Order& order,
                const GroupLimits& limits, const GroupMark* after) {
    std::optional<Leader> behind;
    if (after != nullptr) {
        behind = Leader{order.place(after->first, matches.snapshot()), after->value};
    }
    const std::uint32_t none = column.size();
    Gathering gathering(column, limits.hits);
    const search::OwnDeadline deadline(query.seconds());
    query.each_segment([&](const search::SnapshotSegment& segment) {
        Scorer scorer(query, segment);
        matches.each(segment.number, [&](std::uint32_t doc) {
            search::Deadline::check_lightly();
            const auto values = column.values(segment.number, doc);
            const std::span<const std::uint32_t> groups = values.empty() ? std::span(&none, 1) : values;
            gathering.count(groups);
            const std::uint64_t rank = order.rank(segment, doc);
            if (!gathering.is_wanted(groups, rank, kAnyScore)) {
                return;
            }
            const search::Score score = limits.scored ? scorer.score(doc) : 0;
            if (gathering.is_wanted(groups, rank, score)) {
                gathering.keep_in(groups, order.place(segment, doc, score));
            }
        });
    });
    return gathering.take(limits.groups, behind ? &*behind : nullptr);
}

} // namespace searchlib::results
