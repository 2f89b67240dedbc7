#pragma once

#include <algorithm>
#include <array>
#include <cstdint>

namespace searchlib::storage {

/// The 256 lengths a field can be scored with: exact below 32, then sixteen steps an octave, so that
/// the quantised length is at most 1/17 below the true one.
inline constexpr std::array<std::uint32_t, 256> kLengths = [] {
    std::array<std::uint32_t, 256> lengths{};
    for (std::uint32_t i = 0; i < lengths.size(); ++i) {
        lengths[i] = i < 32 ? i : (32 + 2 * ((i - 32) % 16)) << ((i - 32) / 16);
    }
    return lengths;
}();

/// The code of the greatest of those lengths that is not above `length`.
inline std::uint8_t length_code(std::uint64_t length) {
    const auto* above = std::ranges::upper_bound(kLengths, length);
    return static_cast<std::uint8_t>(above - kLengths.begin() - 1);
}

} // namespace searchlib::storage
