#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>

#include "analysis/utf8.hpp"

namespace searchlib::passages {

/// A place between two characters of a text, in bytes and in characters.
struct At {
    std::uint32_t byte = 0;
    std::uint32_t character = 0;
};

/// Whether a code point is a blank, as Python says: `str.isspace`, `str.strip` and `\s` agree.
constexpr bool is_blank(char32_t code) {
    if (code < 0x80) {
        return (code >= 0x09 && code <= 0x0D) || (code >= 0x1C && code <= 0x20);
    }
    return code == 0x85 || code == 0xA0 || code == 0x1680 || (code >= 0x2000 && code <= 0x200A) || code == 0x2028 ||
           code == 0x2029 || code == 0x202F || code == 0x205F || code == 0x3000;
}

/// Goes through a text of UTF-8 by its characters. Halves of surrogate pairs count as characters.
class Walk {
public:
    explicit Walk(std::string_view text) : text_(text) {}

    [[nodiscard]] bool at_end(At at) const { return at.byte >= text_.size(); }
    [[nodiscard]] At end() const { return to(At{}, static_cast<std::uint32_t>(text_.size())); }

    /// The place of a byte at which a character begins, not before `from`.
    [[nodiscard]] At to(At from, std::uint32_t byte) const {
        const std::string_view between = text_.substr(from.byte, byte - from.byte);
        return {byte, from.character + static_cast<std::uint32_t>(std::ranges::count_if(between, is_lead))};
    }

    /// So many characters further on, but not beyond `limit`.
    [[nodiscard]] At forward(At at, std::uint32_t count, At limit) const {
        for (; count > 0 && at.byte < limit.byte; --count) {
            at = next(at);
        }
        return at;
    }

    /// So many characters before, but not before the text.
    [[nodiscard]] At back(At at, std::uint32_t count) const {
        for (; count > 0 && at.byte > 0; --count) {
            at = previous(at);
        }
        return at;
    }

    /// Behind the character at a place, which is not the end.
    [[nodiscard]] At next(At at) const {
        do {
            ++at.byte;
        } while (at.byte < text_.size() && !is_lead(text_[at.byte]));
        ++at.character;
        return at;
    }

    /// Before the character that ends at a place, which is not the beginning.
    [[nodiscard]] At previous(At at) const {
        do {
            --at.byte;
        } while (at.byte > 0 && !is_lead(text_[at.byte]));
        --at.character;
        return at;
    }

    /// The code point of the character at a place, which is not the end.
    [[nodiscard]] char32_t code(At at) const {
        const char* from = text_.data() + at.byte;
        return analysis::next_code(from, text_.data() + text_.size());
    }

    [[nodiscard]] bool is_blank_at(At at) const { return is_blank(code(at)); }

    /// Behind the blanks at a place, but not beyond `limit`.
    [[nodiscard]] At behind_blanks(At at, At limit) const {
        while (at.byte < limit.byte && is_blank_at(at)) {
            at = next(at);
        }
        return at;
    }

    /// Before the blanks that end at a place, but not before `limit`.
    [[nodiscard]] At before_blanks(At at, At limit) const {
        while (at.byte > limit.byte && is_blank_at(previous(at))) {
            at = previous(at);
        }
        return at;
    }

private:
    static bool is_lead(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; }

    std::string_view text_;
};

} // namespace searchlib::passages
