#include "search/phrase_matcher.hpp"

#include <algorithm>

namespace searchlib::search {

PhraseMatcher::PhraseMatcher(std::vector<Part> parts) : parts_(std::move(parts)) {
    std::ranges::stable_sort(parts_, {}, [](const Part& part) { return part.list->cost(); });
}

/// Intersects the starts that each term allows: its positions less its place in the phrase.
std::uint32_t PhraseMatcher::count(std::uint32_t document) {
    starts_.clear();
    for (std::size_t i = 0; i < parts_.size(); ++i) {
        const auto at = parts_[i].list->find(document);
        if (!at) {
            return 0;
        }
        parts_[i].list->positions(*at, positions_);
        std::size_t kept = 0;
        auto known = starts_.begin();
        for (const std::uint32_t position : positions_) {
            if (position < parts_[i].position) {
                continue;
            }
            const std::uint32_t start = position - parts_[i].position;
            if (i == 0) {
                starts_.push_back(start);
                ++kept;
                continue;
            }
            while (known != starts_.end() && *known < start) {
                ++known;
            }
            if (known != starts_.end() && *known == start) {
                starts_[kept++] = start;
            }
        }
        starts_.resize(kept);
        if (kept == 0) {
            return 0;
        }
    }
    return static_cast<std::uint32_t>(starts_.size());
}

} // namespace searchlib::search
