#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <span>
#include <utility>

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

/// Appends each value in `width` bits, lowest bit first, and fills the last byte with zeros.
inline void pack(std::span<const std::uint32_t> values, unsigned width, ByteWriter& out) {
    std::uint64_t pending = 0;
    unsigned bits = 0;
    for (const std::uint32_t value : values) {
        pending |= static_cast<std::uint64_t>(value) << bits;
        bits += width;
        for (; bits >= 8; bits -= 8) {
            out.fixed(static_cast<std::uint8_t>(pending));
            pending >>= 8;
        }
    }
    if (bits > 0) {
        out.fixed(static_cast<std::uint8_t>(pending));
    }
}

inline std::uint64_t mask_of(unsigned width) { return (std::uint64_t{1} << width) - 1; }

/// Value number `index` of those packed at `data`; eight bytes from its first one are readable.
inline std::uint32_t unpack_one(const std::uint8_t* data, std::uint64_t index, unsigned width) {
    const std::uint64_t bit = index * width;
    return static_cast<std::uint32_t>((load<std::uint64_t>(data + bit / 8) >> (bit % 8)) & mask_of(width));
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
        out[i] = unpack_one(data, i, width);
    }
}

// Whole blocks are packed in lanes: value i is number i / 4 of lane i % 4, each lane is a run of 32-bit
// words, and the words of the lanes take turns. So four neighbours always need the same shift, and are
// unpacked by one instruction each instead of four (the layout of Lemire and Boytsov's SIMD-BP128).

inline constexpr std::uint32_t kLanes = 4;
inline constexpr std::uint32_t kLaneBlock = 128;
inline constexpr std::uint32_t kLaneRows = kLaneBlock / kLanes;

/// Appends kLaneBlock values in lanes: sixteen bytes for each bit of width.
inline void pack_lanes(std::span<const std::uint32_t> values, unsigned width, ByteWriter& out) {
    std::array<std::uint32_t, kLaneBlock> words{};
    for (std::uint32_t i = 0; i < kLaneBlock; ++i) {
        const std::uint32_t bit = i / kLanes * width;
        const std::uint64_t shifted = std::uint64_t{values[i]} << (bit % 32);
        const std::uint32_t at = bit / 32 * kLanes + i % kLanes;
        words[at] |= static_cast<std::uint32_t>(shifted);
        if (bit % 32 + width > 32) {
            words[at + kLanes] |= static_cast<std::uint32_t>(shifted >> 32U);
        }
    }
    for (std::uint32_t i = 0; i < width * kLanes; ++i) {
        out.fixed(words[i]);
    }
}

/// Value number `index` of those packed in lanes at `data`; reads nothing but its own words.
inline std::uint32_t unpack_one_of_lanes(const std::uint8_t* data, std::uint32_t index, unsigned width) {
    if (width == 0) {
        return 0;
    }
    const std::uint32_t bit = index / kLanes * width;
    const std::uint8_t* at = data + (bit / 32 * kLanes + index % kLanes) * sizeof(std::uint32_t);
    std::uint64_t word = load<std::uint32_t>(at);
    if (bit % 32 + width > 32) {
        word |= std::uint64_t{load<std::uint32_t>(at + kLanes * sizeof(std::uint32_t))} << 32U;
    }
    return static_cast<std::uint32_t>((word >> (bit % 32)) & mask_of(width));
}

/// Four neighbours; compilers map it to a register of any processor that has such.
using Row = std::uint32_t __attribute__((vector_size(16)));

/// The row of that number, which like the width is known at compile time.
template <unsigned width, unsigned row> Row unpack_row(const std::uint8_t* data) {
    if constexpr (width == 0) {
        return Row{};
    } else {
        constexpr unsigned kBit = row * width;
        constexpr unsigned kShift = kBit % 32;
        constexpr std::uint32_t kMask = ~std::uint32_t{0} >> (32 - width);
        const std::uint8_t* at = data + std::size_t{kBit} / 32 * sizeof(Row);
        const Row low = load<Row>(at) >> kShift;
        if constexpr (kShift + width > 32) {
            return (low | load<Row>(at + sizeof(Row)) << (32 - kShift)) & kMask;
        } else {
            return low & kMask;
        }
    }
}

/// Adds to each element those before it in the row.
inline Row running_sum(Row values) {
    // Shuffling in zeros from the left is a shift of the whole register.
    values += __builtin_shufflevector(Row{}, values, 3, 4, 5, 6);
    return values + __builtin_shufflevector(Row{}, values, 2, 3, 4, 5);
}

/// Unpacks kLaneBlock values of `width` bits.
template <unsigned width> void unpack_lanes(const std::uint8_t* data, std::uint32_t* out) {
    [&]<unsigned... rows>(std::integer_sequence<unsigned, rows...> /*rows*/) {
        const auto one = [&](const Row row, unsigned number) {
            std::memcpy(out + std::size_t{number} * kLanes, &row, sizeof row);
        };
        (one(unpack_row<width, rows>(data), rows), ...);
    }(std::make_integer_sequence<unsigned, kLaneRows>());
}

/// Unpacks kLaneBlock gaps less one, and sums them up from `before` on, modulo 2^32.
template <unsigned width> void unpack_lanes_summed(const std::uint8_t* data, std::uint32_t before, std::uint32_t* out) {
    [&]<unsigned... rows>(std::integer_sequence<unsigned, rows...> /*rows*/) {
        Row last = Row{} + before;
        const auto one = [&](Row row, unsigned number) {
            row = running_sum(row + 1) + last;
            std::memcpy(out + std::size_t{number} * kLanes, &row, sizeof row);
            last = __builtin_shufflevector(row, row, 3, 3, 3, 3);
        };
        (one(unpack_row<width, rows>(data), rows), ...);
    }(std::make_integer_sequence<unsigned, kLaneRows>());
}

using UnpackLanes = void (*)(const std::uint8_t*, std::uint32_t*);
using UnpackLanesSummed = void (*)(const std::uint8_t*, std::uint32_t, std::uint32_t*);

/// By width.
inline constexpr auto kLaneUnpackers = []<unsigned... widths>(std::integer_sequence<unsigned, widths...> /*widths*/) {
    return std::array<UnpackLanes, sizeof...(widths)>{&unpack_lanes<widths>...};
}(std::make_integer_sequence<unsigned, 33>());

inline constexpr auto kLaneSummers = []<unsigned... widths>(std::integer_sequence<unsigned, widths...> /*widths*/) {
    return std::array<UnpackLanesSummed, sizeof...(widths)>{&unpack_lanes_summed<widths>...};
}(std::make_integer_sequence<unsigned, 33>());

} // namespace searchlib::storage
