#pragma once

#include <cstdint>

// How many bits of a gap between positions are written as they are: about as many as half of the gaps to be expected in
// the document need (Rice coding), and of the only position in a document as many as its length needs. Every reader works
// it out from the length of the document and the frequency of the term, so it is written nowhere. The grammar stands in
// docs/format.md.
namespace searchlib::kernels {

/// No document has more positions in a field, nor any behind that one.
inline constexpr std::uint32_t kMostPositions = std::uint32_t{1} << 26U;

/// Frequencies from here on are as good as this one.
inline constexpr std::uint32_t kGreatestShare = 65535;

/// The logarithm to base 2, in sixteenths, with straight lines between powers of two; `value` is 1 to kGreatestShare.
[[gnu::always_inline]] constexpr std::uint32_t sixteenths(std::uint32_t value) {
    const auto octave = static_cast<std::uint32_t>(31 - __builtin_clz(value));
    return 16 * octave + ((value << 4U >> octave) & 15U);
}

/// The same of the length that a code stands for: from 32 on, codes are sixteenths of octaves.
[[gnu::always_inline]] constexpr std::uint32_t sixteenths_of_length(std::uint8_t code) {
    return code < 32 ? sixteenths(code == 0 ? 1 : code) : code + 48U;
}

/// What the last length code stands for, and no bound is known of, takes.
inline constexpr unsigned kWidestPosition = 27;

/// The bits of each gap of a document that are written as they are.
[[gnu::always_inline]] constexpr unsigned position_width(std::uint8_t length_code, std::uint32_t frequency) {
    const std::uint32_t length = sixteenths_of_length(length_code);
    if (frequency == 1) {
        return length_code == UINT8_MAX ? kWidestPosition : length / 16 + 1;
    }
    const std::uint32_t parts = sixteenths(frequency < kGreatestShare ? frequency + 1 : kGreatestShare);
    return length > parts ? (length - parts) / 16 : 0;
}

/// What some documents of a block have: ones, which are as many as their positions but for documents with only one, and
/// bits that are written as they are.
struct PositionSums {
    std::uint64_t ones = 0;
    std::uint64_t bits = 0;
};

/// The positions of a block as they lie in the map: of each gap its further part, as so many zeros and a one, and elsewhere
/// its lowest bits. Eight bytes behind both are readable. Only positions have no ones.
struct PositionCode {
    const std::uint8_t* ones;
    /// In bits.
    std::uint64_t size;
    const std::uint8_t* lowest;
};

/// Where a document's gaps begin: so many ones behind bit `at`, and bit `lowest`; how many they are, and how many bits of
/// each are written as they are.
struct PositionPlace {
    std::uint64_t at;
    std::uint64_t ones;
    std::uint64_t lowest;
    std::uint32_t count;
    std::uint32_t width;
};

/// How far positions were read: behind which of the ones, 0 if they are damaged, and how many.
struct PositionsRead {
    std::uint64_t at;
    std::uint32_t count;
};

} // namespace searchlib::kernels
