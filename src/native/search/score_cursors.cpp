#include "search/score_cursors.hpp"

#include <cmath>

namespace searchlib::search {

std::int64_t RecentCursor::kept(std::int64_t age, double half_life) {
    if (age <= 0) {
        return std::int64_t{1} << 16U;
    }
    return static_cast<std::int64_t>(std::floor(std::exp2(16.0 - static_cast<double>(age) / half_life) + 0.5));
}

Score RecentCursor::scaled(Score score, std::uint32_t document) const {
    const std::int64_t seconds = columns_->seconds(document);
    return seconds == storage::kUndated ? 0 : (score * kept(now_ - seconds, half_life_)) >> 16U;
}

/// Documents stand newest first, so that what the first of them keeps is the most that any of them does.
Bound RecentCursor::bound(std::uint32_t target) {
    const Bound bound = child_->bound(target);
    return {target >= columns_->size() ? 0 : scaled(bound.score, target), bound.last};
}

std::uint32_t ExistsCursor::find(std::uint32_t target) {
    document_ = kEnd;
    for (std::uint32_t doc = target; doc < size_; ++doc) {
        if (lengths_[doc] != 0) {
            return document_ = doc;
        }
    }
    return document_;
}

} // namespace searchlib::search
