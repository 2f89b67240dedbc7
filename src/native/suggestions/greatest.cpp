#include "suggestions/greatest.hpp"

#include <algorithm>
#include <bit>
#include <queue>

namespace searchlib::suggestions {

Greatest::Greatest(const std::vector<std::uint64_t>& numbers)
    : leaves_(std::bit_ceil(static_cast<std::uint32_t>(std::max<std::size_t>(1, numbers.size())))),
      maxima_(std::size_t{leaves_} * 2) {
    std::ranges::copy(numbers, maxima_.begin() + leaves_);
    for (std::uint32_t node = leaves_ - 1; node > 0; --node) {
        maxima_[node] = std::max(maxima_[std::size_t{node} * 2], maxima_[std::size_t{node} * 2 + 1]);
    }
}

std::vector<std::uint32_t> Greatest::places(std::uint32_t begin, std::uint32_t end, std::size_t limit) const {
    struct Node {
        std::uint64_t greatest;
        std::uint32_t first;
        std::uint32_t number;
        /// Whether `other` comes before this one: what holds something greater, then what begins earlier.
        bool operator<(const Node& other) const {
            return greatest != other.greatest ? greatest < other.greatest : first > other.first;
        }
    };
    std::priority_queue<Node> waiting;
    const auto push = [&](std::uint32_t number) {
        const auto height = static_cast<unsigned>(std::bit_width(leaves_) - std::bit_width(number));
        waiting.push({maxima_[number], (number << height) - leaves_, number});
    };
    // The fewest nodes that hold the stretch and nothing else.
    std::uint32_t low = begin + leaves_;
    std::uint32_t high = std::max(begin, end) + leaves_;
    for (; low < high; low /= 2, high /= 2) {
        if (low % 2 == 1) {
            push(low++);
        }
        if (high % 2 == 1) {
            push(--high);
        }
    }
    std::vector<std::uint32_t> found;
    while (found.size() < limit && !waiting.empty()) {
        const Node node = waiting.top();
        waiting.pop();
        if (node.number >= leaves_) {
            found.push_back(node.first);
        } else {
            push(node.number * 2);
            push(node.number * 2 + 1);
        }
    }
    return found;
}

} // namespace searchlib::suggestions
