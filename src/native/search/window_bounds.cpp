#include "search/window_bounds.hpp"

#include <algorithm>
#include <functional>
#include <numeric>

namespace searchlib::search {

WindowBounds::WindowBounds(const DocumentFilter& filter)
    : begin_(filter.begin()), first_(filter.begin() / kernels::kWindow),
      count_(filter.empty() ? 0 : (filter.end() - 1) / kernels::kWindow - first_ + 1) {}

void WindowBounds::find(const std::vector<std::unique_ptr<TermList>>& lists) {
    lists_ = lists.size();
    bounds_.resize(count_ * lists_);
    for (std::size_t number = 0; number < lists_; ++number) {
        const TermList& list = *lists[number];
        std::uint32_t block = list.block_with(begin_);
        for (std::size_t window = 0; window < count_ && block < list.block_count(); ++window) {
            const auto end = static_cast<std::uint32_t>((first_ + window + 1) * kernels::kWindow);
            if (list.begin_of(block) < end) {
                const std::uint32_t last = list.list().block_with(end - 1, block);
                bounds_[window * lists_ + number] = list.greatest(block, std::min(last, list.block_count() - 1) + 1);
                block = last;
            }
        }
    }
}

Score WindowBounds::sum(std::size_t window) const { return std::accumulate(of(window), of(window) + lists_, Score{0}); }

std::vector<std::size_t> WindowBounds::best() const {
    constexpr std::size_t kFirst = 6;
    std::vector<std::size_t> windows;
    if (count_ > 4 * kFirst) {
        std::vector<Score> sums(count_);
        for (std::size_t window = 0; window < count_; ++window) {
            sums[window] = sum(window);
        }
        windows.resize(count_);
        std::iota(windows.begin(), windows.end(), std::size_t{0});
        std::ranges::nth_element(windows, windows.begin() + kFirst, std::greater{},
                                 [&](std::size_t window) { return sums[window]; });
        windows.resize(kFirst);
        std::ranges::sort(windows);
    }
    return windows;
}

} // namespace searchlib::search
