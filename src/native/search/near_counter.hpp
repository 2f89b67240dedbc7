#pragma once

#include <cstdint>
#include <vector>

namespace searchlib::search {

/// Where something stands in a document: the position of its first word and of its last.
struct Place {
    std::uint32_t first;
    std::uint32_t last;
};

/// Counts how often parts stand together, from left to right, no place counted twice.
class NearCounter {
public:
    /// At most `distance` other words may stand among the parts; in their order, if `ordered`.
    NearCounter(std::size_t parts, std::uint32_t distance, bool ordered);

    /// `places` are those of each part, in any order. Stops when so many have been counted.
    std::uint32_t count(const std::vector<std::vector<Place>>& places, std::uint32_t most = UINT32_MAX);

private:
    struct Event {
        Place place;
        std::uint32_t part;
    };
    /// What the best way to have seen some parts, the last of them ending at `end` or before, is worth: the later it
    /// began and the more words it took up, the fewer others stand among them.
    struct Reached {
        std::int64_t end;
        std::int64_t worth;
    };

    bool take(const Event& event);
    void reach(std::uint32_t seen, Reached reached);
    [[nodiscard]] std::int64_t worth_before(std::uint32_t seen, std::int64_t first) const;

    std::uint32_t parts_;
    std::uint32_t distance_;
    bool ordered_;
    std::vector<Event> events_;
    /// By what has been seen: of ordered parts how many, of others the set of them. Ascending in both members.
    std::vector<std::vector<Reached>> reached_;
};

} // namespace searchlib::search
