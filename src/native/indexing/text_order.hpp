#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

namespace searchlib::indexing {

/// The numbers from 0 to `count` in byte order of their texts. What is compared is mostly only their first eight bytes,
/// which lie side by side.
template <class Text> std::vector<std::uint32_t> by_text(std::size_t count, Text&& text) {
    struct Head {
        std::uint64_t bytes;
        std::uint32_t number;
    };
    const auto head_of = [](std::string_view whole) {
        std::uint64_t bytes = 0;
        std::memcpy(&bytes, whole.data(), std::min(whole.size(), sizeof bytes));
        static_assert(std::endian::native == std::endian::little);
        return __builtin_bswap64(bytes);
    };
    std::vector<Head> heads;
    heads.reserve(count);
    for (std::uint32_t number = 0; number < count; ++number) {
        heads.push_back({head_of(text(number)), number});
    }
    std::ranges::sort(heads, [&](const Head& a, const Head& b) {
        return a.bytes != b.bytes ? a.bytes < b.bytes : text(a.number) < text(b.number);
    });
    std::vector<std::uint32_t> numbers;
    numbers.reserve(count);
    for (const Head& head : heads) {
        numbers.push_back(head.number);
    }
    return numbers;
}

} // namespace searchlib::indexing
