#include "storage/checksum.hpp"

#include <array>

#ifdef __x86_64__
#include <nmmintrin.h>
#endif

namespace searchlib::storage {
namespace {

using Tables = std::array<std::array<std::uint32_t, 256>, 8>;

/// Tables of "slicing by eight" (Kounavis and Berry, 2005): tables[k][b] is the checksum of byte b
/// followed by k zero bytes.
constexpr Tables make_tables() {
    Tables tables{};
    for (std::uint32_t byte = 0; byte < 256; ++byte) {
        std::uint32_t crc = byte;
        for (int bit = 0; bit < 8; ++bit) {
            crc = (crc >> 1) ^ ((crc & 1U) != 0 ? 0x82F63B78U : 0U);
        }
        tables[0][byte] = crc;
    }
    for (std::size_t k = 1; k < tables.size(); ++k) {
        for (std::size_t byte = 0; byte < 256; ++byte) {
            const std::uint32_t before = tables[k - 1][byte];
            tables[k][byte] = (before >> 8) ^ tables[0][before & 0xFF];
        }
    }
    return tables;
}

constexpr Tables kTables = make_tables();

/// `crc` is inverted, as the result is.
std::uint32_t by_tables(Bytes bytes, std::uint32_t crc) {
    const std::uint8_t* at = bytes.data();
    std::size_t left = bytes.size();
    for (; left >= 8; left -= 8, at += 8) {
        const std::uint64_t word = load<std::uint64_t>(at) ^ crc;
        crc = 0;
        for (std::size_t k = 0; k < 8; ++k) {
            crc ^= kTables[7 - k][(word >> (8 * k)) & 0xFF];
        }
    }
    for (; left > 0; --left, ++at) {
        crc = (crc >> 8) ^ kTables[0][(crc ^ *at) & 0xFF];
    }
    return crc;
}

#ifdef __x86_64__
/// By the instruction that processors have for it since 2008.
__attribute__((target("sse4.2,crc32"))) std::uint32_t by_instruction(Bytes bytes, std::uint32_t crc) {
    const std::uint8_t* at = bytes.data();
    std::size_t left = bytes.size();
    std::uint64_t wide = crc;
    for (; left >= 8; left -= 8, at += 8) {
        wide = _mm_crc32_u64(wide, load<std::uint64_t>(at));
    }
    crc = static_cast<std::uint32_t>(wide);
    for (; left > 0; --left, ++at) {
        crc = _mm_crc32_u8(crc, *at);
    }
    return crc;
}

using Method = std::uint32_t (*)(Bytes, std::uint32_t);

const Method kMethod = __builtin_cpu_supports("sse4.2") != 0 ? by_instruction : by_tables;
#else
constexpr auto kMethod = by_tables;
#endif

} // namespace

std::uint32_t crc32c(Bytes bytes, std::uint32_t crc) { return ~kMethod(bytes, ~crc); }

std::uint32_t crc32c_by_tables(Bytes bytes, std::uint32_t crc) { return ~by_tables(bytes, ~crc); }

} // namespace searchlib::storage
