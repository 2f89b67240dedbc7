#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

// Reading single packed values. Everything here is inlined wherever it is used: a copy outside of a level of
// instructions could be one of another level.
namespace searchlib::kernels {

inline constexpr std::uint32_t kLanes = 4;

template <class T> [[gnu::always_inline]] inline T load_at(const std::uint8_t* at) {
    T value;
    __builtin_memcpy(&value, at, sizeof value);
    return value;
}

[[gnu::always_inline]] inline std::uint64_t mask_of(unsigned width) { return (std::uint64_t{1} << width) - 1; }

/// Value number `index` of those packed at `data`; eight bytes from its first one are readable.
[[gnu::always_inline]] inline std::uint32_t unpack_one(const std::uint8_t* data, std::uint64_t index, unsigned width) {
    const std::uint64_t bit = index * width;
    return static_cast<std::uint32_t>((load_at<std::uint64_t>(data + bit / 8) >> (bit % 8)) & mask_of(width));
}

/// Value number `index` of those packed in lanes at `data`; reads nothing but its own words.
[[gnu::always_inline]] inline std::uint32_t unpack_one_of_lanes(const std::uint8_t* data, std::uint32_t index,
                                                                unsigned width) {
    if (width == 0) {
        return 0;
    }
    const std::uint32_t bit = index / kLanes * width;
    const std::uint8_t* at = data + (bit / 32 * kLanes + index % kLanes) * sizeof(std::uint32_t);
    std::uint64_t word = load_at<std::uint32_t>(at);
    if (bit % 32 + width > 32) {
        word |= std::uint64_t{load_at<std::uint32_t>(at + kLanes * sizeof(std::uint32_t))} << 32U;
    }
    return static_cast<std::uint32_t>((word >> (bit % 32)) & mask_of(width));
}

/// Set in the first byte of a run that has patches.
inline constexpr std::uint8_t kPatchedMark = 0x80;

/// The values of a run that are wider than the others: where they stand, and the bits that they have above the others.
struct Patches {
    /// The places, a byte each, and behind them the bits; eight bytes from any of them are readable.
    const std::uint8_t* places = nullptr;
    std::uint8_t count = 0;
    std::uint8_t width = 0;

    [[nodiscard, gnu::always_inline]] std::uint32_t bits(std::uint32_t number) const {
        return unpack_one(places + count, number, width);
    }

    /// The bits of the value at a place; 0 if it is not wider than the others.
    [[nodiscard, gnu::always_inline]] std::uint32_t at(std::uint32_t place) const {
        // Eight places at once: the lowest byte that is zero is found without a doubt, and no place stands twice.
        constexpr std::uint64_t kOnes = 0x0101010101010101;
        for (std::uint32_t from = 0; from < count; from += 8) {
            const std::uint64_t differing = load_at<std::uint64_t>(places + from) ^ (kOnes * place);
            const std::uint64_t zeros = (differing - kOnes) & ~differing & (kOnes << 7U);
            if (zeros != 0) {
                const std::uint32_t number = from + static_cast<std::uint32_t>(__builtin_ctzll(zeros)) / 8;
                return number < count ? bits(number) : 0;
            }
        }
        return 0;
    }
};

} // namespace searchlib::kernels
