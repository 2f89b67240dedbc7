#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <span>
#include <utility>

#include "kernels/packed.hpp"
#include "storage/bytes.hpp"

namespace searchlib::storage {

/// Bytes that must follow packed values, as they are read eight at a time.
inline constexpr std::size_t kPackedPadding = 8;

inline unsigned bit_width_of(std::span<const std::uint32_t> values) {
    std::uint32_t all = 0;
    for (const std::uint32_t value : values) {
        all |= value;
    }
    return static_cast<unsigned>(std::bit_width(all));
}

inline std::uint64_t packed_bytes(std::uint64_t count, unsigned width) { return (count * width + 7) / 8; }

/// Appends the lowest `width` bits of each value, lowest bit first, and fills the last byte with zeros.
inline void pack(std::span<const std::uint32_t> values, unsigned width, ByteWriter& out) {
    auto& bytes = out.buffer();
    const std::size_t start = bytes.size();
    bytes.resize(start + packed_bytes(values.size(), width));
    std::uint8_t* at = bytes.data() + start;
    std::uint64_t pending = 0;
    unsigned bits = 0;
    for (const std::uint32_t value : values) {
        pending |= (value & kernels::mask_of(width)) << bits;
        for (bits += width; bits >= 8; bits -= 8) {
            *at++ = static_cast<std::uint8_t>(pending);
            pending >>= 8;
        }
    }
    if (bits > 0) {
        *at = static_cast<std::uint8_t>(pending);
    }
}

/// Eight values take exactly `width` bytes: with the width known at compile time, all shifts within
/// such a group are constants.
template <unsigned width> void unpack_groups(const std::uint8_t* data, std::size_t groups, std::uint32_t* out) {
    constexpr std::uint64_t kMask = (std::uint64_t{1} << width) - 1;
    for (std::size_t group = 0; group < groups; ++group, data += width, out += 8) {
        for (unsigned i = 0; i < 8; ++i) {
            const auto word = load<std::uint64_t>(data + i * width / 8);
            out[i] = static_cast<std::uint32_t>((word >> (i * width % 8)) & kMask);
        }
    }
}

using UnpackGroups = void (*)(const std::uint8_t*, std::size_t, std::uint32_t*);

template <unsigned... widths>
constexpr std::array<UnpackGroups, sizeof...(widths)> unpackers(std::integer_sequence<unsigned, widths...> /*widths*/) {
    return {&unpack_groups<widths>...};
}

inline constexpr auto kUnpackers = unpackers(std::make_integer_sequence<unsigned, 33>());

/// Unpacks `count` values of `width` bits, at most 32.
inline void unpack(const std::uint8_t* data, std::size_t count, unsigned width, std::uint32_t* out) {
    const std::size_t groups = count / 8;
    kUnpackers[width](data, groups, out);
    for (std::size_t i = groups * 8; i < count; ++i) {
        out[i] = kernels::unpack_one(data, i, width);
    }
}

// Whole blocks are packed in lanes: value i is number i / 4 of lane i % 4, each lane is a run of 32-bit
// words, and the words of the lanes take turns. So four neighbours always need the same shift, and are
// unpacked by one instruction each instead of four (the layout of Lemire and Boytsov's SIMD-BP128).

using kernels::kLanes;
inline constexpr std::uint32_t kLaneBlock = 128;

/// Appends the lowest `width` bits of kLaneBlock values in lanes: sixteen bytes for each bit of width.
inline void pack_lanes(std::span<const std::uint32_t> values, unsigned width, ByteWriter& out) {
    std::array<std::uint32_t, kLaneBlock> words{};
    for (std::uint32_t i = 0; i < kLaneBlock; ++i) {
        const std::uint32_t bit = i / kLanes * width;
        const std::uint64_t shifted = (values[i] & kernels::mask_of(width)) << (bit % 32);
        const std::uint32_t at = bit / 32 * kLanes + i % kLanes;
        words[at] |= static_cast<std::uint32_t>(shifted);
        if (bit % 32 + width > 32) {
            words[at + kLanes] |= static_cast<std::uint32_t>(shifted >> 32U);
        }
    }
    auto& bytes = out.buffer();
    const std::size_t start = bytes.size();
    const std::size_t size = std::size_t{width} * kLanes * sizeof(std::uint32_t);
    bytes.resize(start + size);
    std::memcpy(bytes.data() + start, words.data(), size);
}

} // namespace searchlib::storage
