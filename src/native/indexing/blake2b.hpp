#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace searchlib::indexing {

/// BLAKE2b of RFC 7693, without a key, of up to 64 bytes.
void blake2b(std::span<const std::uint8_t> message, std::span<std::uint8_t> digest);

template <std::size_t Size> std::array<std::uint8_t, Size> blake2b(std::span<const std::uint8_t> message) {
    std::array<std::uint8_t, Size> digest{};
    blake2b(message, digest);
    return digest;
}

} // namespace searchlib::indexing
