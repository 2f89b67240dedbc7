#include "search/code_points.hpp"

#include <algorithm>
#include <stdexcept>

namespace searchlib::search {
namespace {

/// Ranges that can be bits of a number.
constexpr std::size_t kFew = 64;

} // namespace

CodePoints::CodePoints(std::span<const CodePointRange> ranges) {
    find_bounds(ranges);
    if (bounds_.size() > UINT16_MAX) {
        throw std::length_error("the pattern is too complicated: write it more simply");
    }
    find_classes(ranges);
    for (std::size_t interval = 0; interval < bounds_.size() && bounds_[interval] < ascii_.size(); ++interval) {
        // Those behind are overwritten in their turn.
        std::fill(ascii_.begin() + bounds_[interval], ascii_.end(), classes_[interval]);
        std::fill(ascii_intervals_.begin() + bounds_[interval], ascii_intervals_.end(),
                  static_cast<std::uint16_t>(interval));
    }
}

void CodePoints::find_bounds(std::span<const CodePointRange> ranges) {
    bounds_.reserve(2 * ranges.size() + 1);
    bounds_.push_back(0);
    for (const auto& [first, last] : ranges) {
        bounds_.push_back(first);
        if (last < kLastCodePoint) {
            bounds_.push_back(last + 1);
        }
    }
    std::ranges::sort(bounds_);
    bounds_.erase(std::ranges::unique(bounds_).begin(), bounds_.end());
}

/// Intervals that lie in the same ranges are of one class. Where there are many ranges each is one of its own.
void CodePoints::find_classes(std::span<const CodePointRange> ranges) {
    classes_.reserve(bounds_.size());
    examples_.reserve(bounds_.size());
    std::vector<CodePointRange> different;
    for (const CodePointRange& range : ranges) {
        if (different.size() <= kFew && std::ranges::find(different, range) == different.end()) {
            different.push_back(range);
        }
    }
    std::vector<std::uint64_t> known;
    for (std::size_t interval = 0; interval < bounds_.size(); ++interval) {
        std::size_t cls = interval;
        if (different.size() <= kFew) {
            std::uint64_t within = 0;
            for (std::size_t range = 0; range < different.size(); ++range) {
                const bool inside =
                    different[range].first <= bounds_[interval] && bounds_[interval] <= different[range].last;
                within |= std::uint64_t{inside} << range;
            }
            cls = static_cast<std::size_t>(std::ranges::find(known, within) - known.begin());
            if (cls == known.size()) {
                known.push_back(within);
            }
        }
        classes_.push_back(static_cast<std::uint16_t>(cls));
        if (cls == examples_.size()) {
            examples_.push_back(static_cast<std::uint16_t>(interval));
        }
    }
}

std::size_t CodePoints::find_interval(char32_t code) const {
    return static_cast<std::size_t>(std::ranges::upper_bound(bounds_, code) - bounds_.begin()) - 1;
}

} // namespace searchlib::search
