// What an analyzer says of raw forms, as questions need it: Form and Token of src/searchlib/analysis/protocol.py.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

namespace searchlib::planning {

enum class Role : std::uint8_t { part, whole, extra };

struct Token {
    std::string term;
    /// From the form's own first position.
    std::uint32_t position = 0;
    Role role = Role::part;
    /// How many exact forms the analyzer tells; of more than two the first and the last are kept.
    std::uint32_t exact_forms = 0;
    /// The word itself, folded.
    std::string folded;
    /// The word with its letters as printed.
    std::string printed;
};

struct Form {
    std::vector<Token> tokens;
    std::uint32_t width = 0;
};

/// Bytes of UTF-8 in the longest term.
inline constexpr std::size_t kLongestTerm = 255;

/// The text cut to what a term can hold, at a character boundary.
inline std::string_view cut_term(std::string_view text) {
    if (text.size() <= kLongestTerm) {
        return text;
    }
    std::size_t end = kLongestTerm;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) {
        --end;
    }
    return text.substr(0, end);
}

using StopWords = std::unordered_set<std::string>;

} // namespace searchlib::planning
