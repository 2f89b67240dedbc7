// What the native analyzer knows of single letters: generated from the Python folding, so that both agree.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>
#include <tuple>

namespace searchlib::analysis {

/// kOther: a character that Python has to look at.
enum LetterKind : std::uint8_t { kOther, kLower, kUpper, kDigit, kHyphen, kApostrophe, kPoint, kSeparator, kIgnorable };

struct Letter {
    LetterKind kind;
    std::uint8_t fold_size;
    /// What it folds to, ASCII but for a foreign letter that is not transliterated.
    char fold[4];
    /// Its lower case; for what is no letter the one character that all of its kind are written as.
    std::uint16_t lower;
};

struct Composition {
    std::uint16_t base;
    std::uint16_t mark;
    std::uint16_t composed;
};

namespace detail {
#include "letters.inc"
} // namespace detail

inline const Letter& letter(char32_t code) {
    if (code >= detail::kLettersEnd) {
        return detail::kLetters[0];
    }
    const unsigned block = detail::kLetterStageOne[code / detail::kLetterBlock];
    return detail::kLetters[detail::kLetterStageTwo[block * detail::kLetterBlock + code % detail::kLetterBlock]];
}

/// The letter that `base` and `mark` compose to; 0 where they compose to none of the table.
inline char32_t compose(char32_t base, char32_t mark) {
    const auto key = [](const Composition& entry) { return std::tuple<char32_t, char32_t>{entry.base, entry.mark}; };
    const auto* const found = std::ranges::lower_bound(detail::kCompositions, std::tuple{base, mark}, {}, key);
    return found != std::end(detail::kCompositions) && key(*found) == std::tuple{base, mark} ? found->composed : 0;
}

inline bool is_letter(LetterKind kind) { return kind == kLower || kind == kUpper; }

/// The letters of another script, Cyrillic: how they are written in Latin ones is learned from Python when the first is
/// met.
class ForeignLetters {
public:
    static constexpr char32_t kFirst = 0x400;
    static constexpr char32_t kEnd = 0x530;

    /// A word of letters that are Moldovan alone may have another reading.
    struct Foreign {
        Letter letter;
        bool moldovan;
    };

    void learn(char32_t code, const Foreign& foreign) { letters_.at(code - kFirst) = foreign; }

    /// Of kind kOther where it was not learned.
    [[nodiscard]] const Letter& letter(char32_t code) const { return of(code).letter; }
    [[nodiscard]] bool is_moldovan(char32_t code) const { return of(code).moldovan; }

private:
    [[nodiscard]] const Foreign& of(char32_t code) const {
        static constexpr Foreign kUnknown{};
        return code >= kFirst && code < kEnd ? letters_[code - kFirst] : kUnknown;
    }
    std::array<Foreign, kEnd - kFirst> letters_{};
};

} // namespace searchlib::analysis
