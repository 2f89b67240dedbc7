#include "storage/packed_column.hpp"

#include <algorithm>
#include <bit>
#include <vector>

#include "storage/bit_packing.hpp"

namespace searchlib::storage {
namespace {

unsigned width_of(std::uint64_t value) {
    const auto width = static_cast<unsigned>(std::bit_width(value));
    return width <= PackedColumn::kWidestPacked ? width : PackedColumn::kWhole;
}

/// Appends what values have above the least of them.
void pack_above(std::span<const std::uint64_t> values, std::uint64_t least, unsigned width, ByteWriter& out) {
    if (width == PackedColumn::kWhole) {
        for (const std::uint64_t value : values) {
            out.fixed(value - least);
        }
        return;
    }
    std::uint64_t pending = 0;
    unsigned bits = 0;
    for (const std::uint64_t value : values) {
        pending |= (value - least) << bits;
        for (bits += width; bits >= 8; bits -= 8) {
            out.fixed(static_cast<std::uint8_t>(pending));
            pending >>= 8;
        }
    }
    if (bits > 0) {
        out.fixed(static_cast<std::uint8_t>(pending));
    }
}

} // namespace

PackedColumn::PackedColumn(Bytes section, std::uint32_t count) : section_(section) {
    const std::uint64_t heads = (std::uint64_t{count} + kBlock - 1) / kBlock * kHeadBytes;
    if (section.size() < heads + kPackedPadding) {
        throw Corrupt("a column is too short");
    }
    last_ = section.size() - kPackedPadding;
}

void write_packed_column(std::span<const std::uint64_t> values, ByteWriter& out) {
    ByteWriter packed;
    const std::size_t blocks = (values.size() + PackedColumn::kBlock - 1) / PackedColumn::kBlock;
    const std::size_t heads = blocks * (2 * sizeof(std::uint64_t) + 1);
    for (std::size_t at = 0; at < values.size(); at += PackedColumn::kBlock) {
        const auto block = values.subspan(at, std::min<std::size_t>(PackedColumn::kBlock, values.size() - at));
        const auto [least, greatest] = std::ranges::minmax(block);
        const unsigned width = width_of(greatest - least);
        out.fixed(least);
        out.fixed(static_cast<std::uint64_t>(heads + packed.size()));
        out.fixed(static_cast<std::uint8_t>(width));
        pack_above(block, least, width, packed);
    }
    out.raw(packed.view());
    const std::vector<std::uint8_t> padding(kPackedPadding);
    out.raw(Bytes(padding));
}

} // namespace searchlib::storage
