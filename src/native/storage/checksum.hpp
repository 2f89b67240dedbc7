#pragma once

#include <cstdint>

#include "storage/bytes.hpp"

namespace searchlib::storage {

/// CRC-32C (Castagnoli, reflected polynomial 0x82F63B78) of `bytes`, continuing from `crc`.
std::uint32_t crc32c(Bytes bytes, std::uint32_t crc = 0);

/// The same on any processor: the slow twin.
std::uint32_t crc32c_by_tables(Bytes bytes, std::uint32_t crc = 0);

} // namespace searchlib::storage
