#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "kernels/packed.hpp"
#include "storage/bytes.hpp"
#include "storage/packed_numbers.hpp"

namespace searchlib::storage {

/// What numbers of a column may be counted in: dates without a time are whole days apart.
inline constexpr std::array<std::uint32_t, 4> kColumnUnits{1, 60, 3600, 86400};

/// One number for each document, any of which is read in a few steps: blocks of 128, in each of them what the numbers have
/// above the least of them, in the greatest unit that does, packed. The grammar stands in docs/format.md.
class PackedColumn {
public:
    PackedColumn() = default;
    /// Throws Corrupt if the section is too short for the heads of so many numbers.
    PackedColumn(Bytes section, std::uint32_t count);

    /// The number of a document that there is. Throws Corrupt if it lies outside the section.
    [[nodiscard]] std::uint64_t at(std::uint32_t document) const {
        const std::uint8_t* const head = section_.data() + document / kBlock * kHeadBytes;
        const auto offset = load<std::uint64_t>(head + kOffsetAt);
        const unsigned width = head[kWidthAt];
        const unsigned unit = head[kUnitAt];
        const std::uint64_t bit = std::uint64_t{document % kBlock} * width;
        if (width > kWhole || unit >= kColumnUnits.size() || offset > last_ || bit / 8 > last_ - offset) {
            throw Corrupt("a column points outside its section");
        }
        const auto word = load<std::uint64_t>(section_.data() + offset + bit / 8) >> (bit % 8);
        return load<std::uint64_t>(head) +
               (width == kWhole ? word : word & kernels::mask_of(width)) * kColumnUnits[unit];
    }

    static constexpr std::uint32_t kBlock = 128;
    static constexpr std::size_t kHeadBytes = 18;

private:
    static constexpr std::size_t kOffsetAt = 8;
    static constexpr std::size_t kWidthAt = 16;
    static constexpr std::size_t kUnitAt = 17;

    Bytes section_;
    /// The last offset that eight bytes can be read at.
    std::uint64_t last_ = 0;
};

/// Appends the section of a column.
void write_packed_column(std::span<const std::uint64_t> values, ByteWriter& out);

} // namespace searchlib::storage
