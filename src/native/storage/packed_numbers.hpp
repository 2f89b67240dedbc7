#pragma once

#include <cstdint>
#include <span>

#include "storage/bytes.hpp"

// Numbers of 64 bits, packed one behind the other in as many bits each as the greatest needs.
namespace searchlib::storage {

/// Wider numbers would reach over more than eight bytes, unless they are whole ones.
inline constexpr unsigned kWidestPacked = 56;
inline constexpr unsigned kWhole = 64;

/// In how many bits each of some numbers is packed of which this is the greatest.
unsigned packed_width(std::uint64_t greatest);

/// Appends what values have above the least of them, in units that divide it.
void pack_above(std::span<const std::uint64_t> values, std::uint64_t least, std::uint64_t unit, unsigned width,
                ByteWriter& out);

/// Number `place` of those that are packed in these bytes and no more. Throws Corrupt if it is not there, or the width is one
/// that there is not.
std::uint64_t packed_number(Bytes packed, std::size_t place, unsigned width);

} // namespace searchlib::storage
