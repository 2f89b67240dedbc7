#include "passages/standing_together.hpp"

#include <algorithm>
#include <iterator>
#include <optional>
#include <tuple>
#include <utility>

namespace searchlib::passages {
namespace {

constexpr std::uint32_t kNone = UINT32_MAX;

/// The best way to have seen some parts: the later it began and the more words it took up, the better.
struct Reached {
    std::int64_t end;
    std::int64_t worth;
    /// The last link of what was chosen.
    std::uint32_t chosen;
};

/// A place that was chosen, and the one before it.
struct Link {
    const Standing* place;
    std::uint32_t before;
};

struct Event {
    const Standing* place;
    std::uint32_t part;
};

class Together {
public:
    Together(std::size_t parts, Nearness near)
        : near_(near), reached_(near.ordered ? parts + 1 : std::size_t{1} << parts) {}

    std::vector<Standing> find(const std::vector<Event>& events) {
        std::vector<Standing> found;
        std::int64_t taken = -1;
        for (const Event& event : events) {
            if (std::cmp_less_equal(event.place->first, taken)) {
                continue;
            }
            if (const std::uint32_t chosen = take(event); chosen != kNone) {
                for (std::uint32_t link = chosen; link != kNone; link = links_[link].before) {
                    found.push_back(*links_[link].place);
                }
                taken = event.place->last;
                forget();
            }
        }
        return found;
    }

private:
    /// Puts a part behind all that can stand before it; the chosen places if all stand near enough with it.
    std::uint32_t take(const Event& event) {
        const auto full = static_cast<std::uint32_t>(reached_.size() - 1);
        if (near_.ordered) {
            return put(event, event.part, event.part + 1, full);
        }
        const std::uint32_t bit = 1U << event.part;
        std::uint32_t whole = kNone;
        for (std::uint32_t seen = 0; seen <= full; ++seen) {
            if ((seen & bit) == 0) {
                const std::uint32_t chosen = put(event, seen, seen | bit, full);
                whole = chosen != kNone ? chosen : whole;
            }
        }
        return whole;
    }

    std::uint32_t put(const Event& event, std::uint32_t seen, std::uint32_t then, std::uint32_t full) {
        const std::int64_t first = event.place->first;
        const std::int64_t behind = std::int64_t{event.place->last} + 1;
        const std::optional<Reached> before =
            seen == 0 ? Reached{first - 1, first, kNone} : last_before(reached_[seen], first);
        if (!before) {
            return kNone;
        }
        const std::int64_t worth = before->worth + behind - first;
        const auto link = static_cast<std::uint32_t>(links_.size());
        if (then == full) {
            if (behind - worth > near_.distance) {
                return kNone;
            }
            links_.push_back({event.place, before->chosen});
            return link;
        }
        std::vector<Reached>& known = reached_[then];
        if (known.empty() || known.back().worth < worth) {
            links_.push_back({event.place, before->chosen});
            known.push_back({event.place->last, worth, link});
        }
        return kNone;
    }

    static std::optional<Reached> last_before(const std::vector<Reached>& known, std::int64_t first) {
        const auto at = std::ranges::lower_bound(known, first, {}, &Reached::end);
        return at == known.begin() ? std::nullopt : std::optional(*std::prev(at));
    }

    void forget() {
        for (std::vector<Reached>& known : reached_) {
            known.clear();
        }
        links_.clear();
    }

    Nearness near_;
    /// By what has been seen: of ordered parts how many, of others the set of them. Ascending by end and by worth.
    std::vector<std::vector<Reached>> reached_;
    std::vector<Link> links_;
};

} // namespace

std::vector<Standing> stand_together(const std::vector<std::vector<Standing>>& parts, Nearness near) {
    std::vector<Event> events;
    for (std::uint32_t part = 0; part < parts.size(); ++part) {
        for (const Standing& place : parts[part]) {
            events.push_back({&place, part});
        }
    }
    std::ranges::sort(events, {}, [](const Event& event) {
        const Standing& place = *event.place;
        return std::tuple(place.last, place.first, place.begin.byte, place.end.byte, event.part);
    });
    return Together(parts.size(), near).find(events);
}

} // namespace searchlib::passages
