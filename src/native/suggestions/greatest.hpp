#pragma once

#include <cstdint>
#include <vector>

namespace searchlib::suggestions {

/// Finds the greatest of any stretch of numbers without looking at all of them: a tree of maxima.
class Greatest {
public:
    Greatest() = default;
    explicit Greatest(const std::vector<std::uint64_t>& numbers);

    /// The places from `begin` to before `end` with the greatest numbers, greatest first, of equal ones the first; at
    /// most `limit`. Costs about limit times the logarithm of how many there are.
    [[nodiscard]] std::vector<std::uint32_t> places(std::uint32_t begin, std::uint32_t end, std::size_t limit) const;

private:
    /// How many leaves there are: a power of two.
    std::uint32_t leaves_ = 0;
    /// The root is 1, the children of n are 2n and 2n + 1.
    std::vector<std::uint64_t> maxima_;
};

} // namespace searchlib::suggestions
