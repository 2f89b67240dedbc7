// Folding of plain text, as src/searchlib/analysis/folding.py does it.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include "analysis/letters.hpp"

namespace searchlib::analysis {

inline bool is_ascii(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

constexpr bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r') || (c >= '\x1c' && c <= '\x1f'); }

inline void append_folded(char c, std::string& folded) {
    if (!is_blank(c)) {
        folded.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
    } else if (!folded.empty() && folded.back() != ' ') {
        folded.push_back(' ');
    }
}

/// Folds a keyword of ASCII and Latin letters of two bytes as `fold_keyword` of Python does; none if it has others.
inline std::optional<std::string> fold_latin(std::string_view value) {
    std::string folded;
    for (std::size_t at = 0; at < value.size(); ++at) {
        const auto lead = static_cast<unsigned char>(value[at]);
        if (lead < 0x80) {
            append_folded(value[at], folded);
            continue;
        }
        if (lead < 0xC3 || lead > 0xC8 || at + 1 == value.size()) {
            return std::nullopt;
        }
        const Letter& found = letter((lead & 0x1FU) << 6U | (static_cast<unsigned char>(value[++at]) & 0x3FU));
        const std::string_view letters(found.fold, found.fold_size);
        if (!is_letter(found.kind) || !is_ascii(letters)) {
            return std::nullopt;
        }
        folded += letters;
    }
    if (folded.ends_with(' ')) {
        folded.pop_back();
    }
    return folded;
}

/// The same of a keyword of ASCII.
inline std::string fold_ascii(std::string_view value) {
    std::string folded;
    for (const char c : value) {
        append_folded(c, folded);
    }
    if (folded.ends_with(' ')) {
        folded.pop_back();
    }
    return folded;
}

} // namespace searchlib::analysis
