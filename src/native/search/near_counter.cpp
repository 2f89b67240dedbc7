#include "search/near_counter.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace searchlib::search {
namespace {

constexpr std::int64_t kNever = INT64_MIN;

} // namespace

NearCounter::NearCounter(std::size_t parts, std::uint32_t distance, bool ordered)
    : parts_(static_cast<std::uint32_t>(parts)), distance_(distance), ordered_(ordered),
      reached_(ordered ? parts + 1 : std::size_t{1} << parts) {}

std::uint32_t NearCounter::count(const std::vector<std::vector<Place>>& places, std::uint32_t most) {
    events_.clear();
    for (std::uint32_t part = 0; part < parts_; ++part) {
        for (const Place place : places[part]) {
            events_.push_back({place, part});
        }
    }
    std::ranges::sort(events_, {}, [](const Event& event) { return event.place.last; });
    for (auto& reached : reached_) {
        reached.clear();
    }
    std::uint32_t count = 0;
    std::int64_t taken = -1;
    for (const Event& event : events_) {
        if (std::cmp_greater(event.place.first, taken) && take(event)) {
            if (++count == most) {
                break;
            }
            taken = event.place.last;
            for (auto& reached : reached_) {
                reached.clear();
            }
        }
    }
    return count;
}

/// Puts a part behind all that can stand before it; returns whether all stand together near enough.
bool NearCounter::take(const Event& event) {
    const std::int64_t first = event.place.first;
    const std::int64_t last = event.place.last;
    const std::int64_t width = last - first + 1;
    const auto full = static_cast<std::uint32_t>(reached_.size() - 1);
    const auto try_after = [&](std::uint32_t seen, std::uint32_t then) {
        const std::int64_t before = seen == 0 ? first : worth_before(seen, first);
        if (before == kNever) {
            return false;
        }
        if (then == full) {
            return std::cmp_less_equal(last + 1 - (before + width), distance_);
        }
        reach(then, {last, before + width});
        return false;
    };
    if (ordered_) {
        return try_after(event.part, event.part + 1);
    }
    const std::uint32_t bit = 1U << event.part;
    bool found = false;
    for (std::uint32_t seen = 0; seen <= full; ++seen) {
        if ((seen & bit) == 0) {
            found = try_after(seen, seen | bit) || found;
        }
    }
    return found;
}

void NearCounter::reach(std::uint32_t seen, Reached reached) {
    auto& known = reached_[seen];
    if (known.empty() || known.back().worth < reached.worth) {
        if (!known.empty() && known.back().end == reached.end) {
            known.back() = reached;
        } else {
            known.push_back(reached);
        }
    }
}

std::int64_t NearCounter::worth_before(std::uint32_t seen, std::int64_t first) const {
    const auto& known = reached_[seen];
    const auto at = std::ranges::lower_bound(known, first, {}, &Reached::end);
    return at == known.begin() ? kNever : std::prev(at)->worth;
}

} // namespace searchlib::search
