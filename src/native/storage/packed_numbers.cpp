#include "storage/packed_numbers.hpp"

#include <algorithm>
#include <bit>
#include <cstring>

#include "kernels/packed.hpp"

namespace searchlib::storage {

unsigned packed_width(std::uint64_t greatest) {
    const auto width = static_cast<unsigned>(std::bit_width(greatest));
    return width <= kWidestPacked ? width : kWhole;
}

void pack_above(std::span<const std::uint64_t> values, std::uint64_t least, std::uint64_t unit, unsigned width,
                ByteWriter& out) {
    const auto above = [&](std::uint64_t value) { return unit == 1 ? value - least : (value - least) / unit; };
    if (width == kWhole) {
        for (const std::uint64_t value : values) {
            out.fixed(above(value));
        }
        return;
    }
    std::uint64_t pending = 0;
    unsigned bits = 0;
    for (const std::uint64_t value : values) {
        pending |= above(value) << bits;
        for (bits += width; bits >= 8; bits -= 8) {
            out.fixed(static_cast<std::uint8_t>(pending));
            pending >>= 8;
        }
    }
    if (bits > 0) {
        out.fixed(static_cast<std::uint8_t>(pending));
    }
}

std::uint64_t packed_number(Bytes packed, std::size_t place, unsigned width) {
    const std::size_t bit = place * width;
    if ((width > kWidestPacked && width != kWhole) || bit + width > packed.size() * 8) {
        throw Corrupt("packed numbers end too early");
    }
    std::uint64_t word = 0;
    std::memcpy(&word, packed.data() + bit / 8, std::min(sizeof word, packed.size() - bit / 8));
    return width == kWhole ? word : word >> (bit % 8) & kernels::mask_of(width);
}

} // namespace searchlib::storage
