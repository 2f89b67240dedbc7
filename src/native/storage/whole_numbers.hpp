#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "storage/bytes.hpp"

// Whole numbers as MessagePack has them, and keys that values tell.
namespace searchlib::storage {

[[nodiscard]] bool is_whole_number(Bytes value);

/// Bytes that the shortest form of a number takes.
[[nodiscard]] std::size_t size_of_whole(std::uint64_t number);

/// Appends the shortest form of a number.
void write_whole(std::uint64_t number, ByteWriter& out);

/// The key that a value tells, both packed: the value itself, or of a whole number its digits.
[[nodiscard]] std::vector<std::uint8_t> key_told_by(Bytes value);

} // namespace searchlib::storage
