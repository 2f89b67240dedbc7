#include "search/phrase_matcher.hpp"

#include <algorithm>

namespace searchlib::search {

PhraseMatcher::PhraseMatcher(std::vector<Part> parts) : parts_(std::move(parts)) {
    std::ranges::stable_sort(parts_, {}, [](const Part& part) { return part.list->cost(); });
}

/// Intersects the starts that each term allows: its positions less its place in the phrase.
std::uint32_t PhraseMatcher::count(std::uint32_t document) {
    starts_.clear();
    for (Part& part : parts_) {
        const auto at = part.list->find(document);
        if (!at) {
            return 0;
        }
        const auto positions = part.list->positions(*at);
        if (&part == &parts_.front()) {
            for (const std::uint32_t position : positions) {
                if (position >= part.position) {
                    starts_.push_back(position - part.position);
                }
            }
        } else {
            keep_common(positions, part.position);
        }
        if (starts_.empty()) {
            return 0;
        }
    }
    return static_cast<std::uint32_t>(starts_.size());
}

/// Keeps the starts at which one of the positions stands `place` later.
void PhraseMatcher::keep_common(std::span<const std::uint32_t> positions, std::uint32_t place) {
    std::size_t kept = 0;
    std::size_t at = 0;
    for (const std::uint32_t start : starts_) {
        while (at < positions.size() && positions[at] < start + place) {
            ++at;
        }
        if (at == positions.size()) {
            break;
        }
        if (positions[at] == start + place) {
            starts_[kept++] = start;
        }
    }
    starts_.resize(kept);
}

} // namespace searchlib::search
