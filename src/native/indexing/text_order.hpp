#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

namespace searchlib::indexing {

struct NumberedText {
    std::string_view text;
    std::uint32_t number;
};

/// The first eight bytes of a text as a number that orders like them; zeros stand for bytes that it lacks.
inline std::uint64_t head_of(std::string_view text) {
    static_assert(std::endian::native == std::endian::little);
    std::uint64_t bytes = 0;
    if (!text.empty()) {
        std::memcpy(&bytes, text.data(), std::min(text.size(), sizeof bytes));
    }
    return __builtin_bswap64(bytes);
}

/// The texts of the numbers from 0 to `count` in byte order. What is compared is mostly only their heads, which lie side
/// by side.
template <class Text> std::vector<NumberedText> by_text(std::size_t count, Text&& text) {
    struct Headed {
        std::uint64_t head;
        NumberedText whole;
    };
    std::vector<Headed> headed;
    headed.reserve(count);
    for (std::uint32_t number = 0; number < count; ++number) {
        const std::string_view whole = text(number);
        headed.push_back({head_of(whole), {whole, number}});
    }
    std::ranges::sort(headed, [](const Headed& a, const Headed& b) {
        return a.head != b.head ? a.head < b.head : a.whole.text < b.whole.text;
    });
    std::vector<NumberedText> texts;
    texts.reserve(count);
    for (const Headed& one : headed) {
        texts.push_back(one.whole);
    }
    return texts;
}

} // namespace searchlib::indexing
