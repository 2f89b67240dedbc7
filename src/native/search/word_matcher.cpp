#include "search/word_matcher.hpp"

#include <algorithm>
#include <utility>

namespace searchlib::search {

WordMatcher::WordMatcher(std::vector<Part> parts) : parts_(std::move(parts)) {
    std::ranges::stable_sort(parts_, {}, [](const Part& part) { return part.list->cost(); });
}

/// Intersects the starts that each term allows: its positions less its place in the phrase.
std::uint32_t PhraseMatcher::count(std::uint32_t document) {
    starts_.clear();
    for (Part& part : parts()) {
        const auto at = part.list->find(document);
        if (!at) {
            return 0;
        }
        if (&part == &parts().front()) {
            for (const std::uint32_t position : part.list->positions(*at)) {
                if (position >= part.position) {
                    starts_.push_back(position - part.position);
                }
            }
        } else {
            starts_.resize(part.list->keep_positions(*at, part.position, starts_));
        }
        if (starts_.empty()) {
            return 0;
        }
    }
    return static_cast<std::uint32_t>(starts_.size());
}

OrderedMatcher::OrderedMatcher(std::vector<Part> parts, std::uint32_t distance)
    : WordMatcher(std::move(parts)), distance_(distance), left_(this->parts().size()), begun_(left_.size()) {}

/// Goes through all positions from left to right. Behind each part the last beginning is worth most; no place is counted
/// twice.
std::uint32_t OrderedMatcher::count(std::uint32_t document) {
    for (Part& part : parts()) {
        const auto at = part.list->find(document);
        if (!at) {
            return 0;
        }
        left_[part.position] = part.list->positions(*at);
    }
    const auto size = static_cast<std::uint32_t>(left_.size());
    std::uint32_t count = 0;
    std::ranges::fill(begun_, kNever);
    for (std::int64_t taken = kNever; !left_.back().empty();) {
        const std::uint32_t part = next_part();
        const std::int64_t position = left_[part].front();
        left_[part] = left_[part].subspan(1);
        const std::int64_t begun = part == 0 ? position : begun_[part - 1];
        if (begun == kNever || position <= taken) {
            continue;
        }
        if (part + 1 < size) {
            begun_[part] = begun;
        } else if (std::cmp_less_equal(position - begun + 1 - size, distance_)) {
            ++count;
            taken = position;
            std::ranges::fill(begun_, kNever);
        }
    }
    return count;
}

/// The part whose next position is the least; of those with the same the last, as none of them stands before another.
std::uint32_t OrderedMatcher::next_part() const {
    std::uint32_t least = 0;
    for (std::uint32_t part = 1; part < left_.size(); ++part) {
        if (!left_[part].empty() && (left_[least].empty() || left_[part].front() <= left_[least].front())) {
            least = part;
        }
    }
    return least;
}

UnorderedMatcher::UnorderedMatcher(std::vector<Part> parts, std::uint32_t distance)
    : WordMatcher(std::move(parts)), counter_(this->parts().size(), distance, false), places_(this->parts().size()) {}

std::uint32_t UnorderedMatcher::count(std::uint32_t document) {
    for (Part& part : parts()) {
        const auto at = part.list->find(document);
        if (!at) {
            return 0;
        }
        auto& places = places_[part.position];
        places.clear();
        for (const std::uint32_t position : part.list->positions(*at)) {
            places.push_back({position, position});
        }
    }
    return counter_.count(places_);
}

} // namespace searchlib::search
