#include "search/near_cursor.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "search/deadline.hpp"

namespace searchlib::search {

NearCursor::NearCursor(std::vector<NearPart> parts, std::uint32_t distance, bool ordered, Weight weight)
    : parts_(std::move(parts)), counter_(parts_.size(), distance, ordered), weight_(weight), order_(parts_.size()),
      places_(parts_.size()) {
    std::iota(order_.begin(), order_.end(), 0);
    std::ranges::stable_sort(order_, {}, [&](std::size_t part) { return parts_[part].cost(); });
    cost_ = parts_[order_.front()].cost();
    find(0);
}

std::uint32_t NearCursor::find(std::uint32_t target) {
    NearPart& lead = parts_[order_.front()];
    for (std::uint32_t doc = lead.advance(target); doc != kEnd;) {
        std::uint32_t other = doc;
        for (std::size_t i = 1; i < order_.size() && other == doc; ++i) {
            other = parts_[order_[i]].advance(doc);
        }
        if (other != doc) {
            doc = other == kEnd ? kEnd : lead.advance(other);
            continue;
        }
        Deadline::check_lightly();
        document_ = doc;
        if (can_reach_required() && stands_in_document()) {
            return document_;
        }
        doc = lead.advance(doc + 1);
    }
    return document_ = kEnd;
}

/// Looks at no more of the occurrences than it takes to find out: of many words a few mostly stand together already.
bool NearCursor::stands_in_document() {
    constexpr std::size_t kFirst = 2;
    frequency_.reset();
    for (std::vector<Place>& places : places_) {
        places.clear();
    }
    for (std::size_t count = kFirst; add_places(count); count *= 4) {
        if (counter_.count(places_, 1) > 0) {
            return true;
        }
    }
    return false;
}

/// Looks where further occurrences of each part stand, up to so many; false if there are no more.
bool NearCursor::add_places(std::size_t count) {
    bool added = false;
    for (std::size_t part = 0; part < parts_.size(); ++part) {
        added = parts_[part].add_places(count, places_[part]) || added;
    }
    return added;
}

std::uint32_t NearCursor::frequency() {
    if (!frequency_) {
        add_places(SIZE_MAX);
        frequency_ = counter_.count(places_);
    }
    return *frequency_;
}

/// The parts stand together at most as often as the rarest of them stands anywhere.
bool NearCursor::can_reach_required() {
    if (required_ <= 0) {
        return true;
    }
    std::uint64_t least = UINT32_MAX;
    return std::ranges::all_of(order_, [&](std::size_t part) {
        least = std::min(least, parts_[part].most_frequent(least));
        // One unit of tolerance for the rounding of floating point, as in all bounds.
        return weight_.contribution(static_cast<std::uint32_t>(least), length_code()) + 1 >= required_;
    });
}

Score NearCursor::score() { return scores() ? weight_.contribution(frequency(), length_code()) : 0; }

Bound NearCursor::bound(std::uint32_t target) {
    if (!scores()) {
        return {0, kEnd};
    }
    // No contribution reaches the weight; a unit more for rounding.
    const Score most = static_cast<Score>(weight_.idf * kGrid) + 1;
    Bound least{most, kEnd};
    for (NearPart& part : parts_) {
        const Bound bound = part.bound(target, most);
        least.score = std::min(least.score, bound.score);
        least.last = std::min(least.last, bound.last);
    }
    return least;
}

} // namespace searchlib::search
