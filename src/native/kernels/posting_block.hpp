#pragma once

#include <cstdint>

#include "kernels/packed.hpp"

namespace searchlib::kernels {

inline constexpr std::uint32_t kBlockSize = 128;

/// A block is a bitmap where that takes at most so many bits a document. Up to five, a bitmap is smaller than packed
/// gaps; beyond, it is larger, but tells in a few steps whether a document is there.
inline constexpr std::uint32_t kBitmapBits = 8;

/// What stands in place of a bit width in front of a bitmap.
inline constexpr std::uint8_t kBitmapMark = 0x40;

/// A list of at least so many documents, and of one in kDenseBits of the segment, is one bitmap over the whole segment: so
/// what several terms have in common is told by whole words, and no block is opened for it. One in sixteen takes 3 % more of
/// an index of 500,000 articles, and questions take 5 to 20 % less time.
inline constexpr std::uint32_t kDenseList = 1024;
inline constexpr std::uint32_t kDenseBits = 8;

/// The words that the bitmap of a block takes, unless its documents lie twice as far apart as those of the sparsest dense
/// list do on average.
inline constexpr std::uint32_t kBitmapWords = kBlockSize * 2 * kDenseBits / 64;

/// One block of a posting list where it lies in the map, with its bounds checked.
struct PostingBlock {
    std::uint32_t count = 0;
    /// The first document that it may have, and one above the last that it has.
    std::uint32_t base = 0;
    std::uint32_t end = 0;
    /// The document that bit 0 of a bitmap stands for: not after the base, and by less than 64 before it.
    std::uint32_t origin = 0;
    bool bitmap = false;
    std::uint8_t width = 0;
    std::uint8_t frequency_width = 0;
    /// The bitmap, or the packed gaps.
    const std::uint8_t* documents = nullptr;
    Patches gap_patches;
    /// Where frequencies begin in the list, as long as they have not been looked at; else 0.
    std::uint64_t frequencies_at = 0;
    /// Null where there is only one document, whose frequency stands beside.
    const std::uint8_t* frequencies = nullptr;
    Patches frequency_patches;
    std::uint32_t only_frequency = 0;

    /// How many words of a bitmap hold the documents of the block.
    [[nodiscard, gnu::always_inline]] std::uint32_t words() const { return (end - origin + 63) / 64; }

    /// Sixty-four bits of a bitmap, but for those of other blocks.
    [[nodiscard, gnu::always_inline]] std::uint64_t word(std::uint32_t number) const {
        const std::uint32_t left = end - origin - number * 64;
        auto bits = load_at<std::uint64_t>(documents + std::size_t{number} * 8);
        if (number == 0) {
            bits &= ~std::uint64_t{0} << (base - origin);
        }
        return left >= 64 ? bits : bits & ((std::uint64_t{1} << left) - 1);
    }

    /// The frequency of the document at a place of the block, without decoding the others.
    [[nodiscard, gnu::always_inline]] std::uint32_t frequency(std::uint32_t at) const {
        if (frequencies == nullptr) {
            return only_frequency;
        }
        const std::uint32_t low = count == kBlockSize ? unpack_one_of_lanes(frequencies, at, frequency_width)
                                                      : unpack_one(frequencies, at, frequency_width);
        return 1 + (frequency_patches.count == 0 ? low : low + (frequency_patches.at(at) << frequency_width));
    }

    /// Bits that the greatest frequency takes, at most.
    [[nodiscard]] unsigned frequency_bits() const { return frequency_width + frequency_patches.width; }
};

} // namespace searchlib::kernels
