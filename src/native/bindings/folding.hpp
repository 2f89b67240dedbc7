// Folding of plain text, as src/searchlib/analysis/folding.py does it.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace searchlib::bindings {

inline bool is_ascii(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

constexpr bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r') || (c >= '\x1c' && c <= '\x1f'); }

/// Folds a keyword of ASCII as `fold_keyword` of Python does.
inline std::string fold_ascii(std::string_view value) {
    std::string folded;
    for (const char c : value) {
        if (!is_blank(c)) {
            folded.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
        } else if (!folded.empty() && folded.back() != ' ') {
            folded.push_back(' ');
        }
    }
    if (!folded.empty() && folded.back() == ' ') {
        folded.pop_back();
    }
    return folded;
}

} // namespace searchlib::bindings
