// A raw form, normalised: composed, without what is invisible, hyphens and apostrophes unified. The readable twin is
// `normalise` in src/searchlib/analysis/spelling.py.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/letters.hpp"

namespace searchlib::analysis {

struct LetterAt {
    const Letter* letter;
    /// Where it began in the raw form, in characters.
    std::uint32_t start;
};

/// Half open, in characters of the normalised form.
struct Span {
    std::uint32_t begin;
    std::uint32_t end;

    [[nodiscard]] std::uint32_t size() const { return end - begin; }
};

class FormText {
public:
    /// Longer forms are left to Python: nearly all of them are addresses, and no term has more than 255 bytes.
    static constexpr std::size_t kLongest = 120;

    /// Reads a raw form; false where it is long or holds a character that Python has to look at. `foreign` lives as
    /// long as this.
    bool read(std::string_view raw, const ForeignLetters& foreign);

    [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(characters_.size()); }
    [[nodiscard]] LetterKind kind(std::uint32_t at) const { return characters_[at].letter->kind; }
    [[nodiscard]] char fold(std::uint32_t at) const { return characters_[at].letter->fold[0]; }
    [[nodiscard]] char16_t lower(std::uint32_t at) const { return characters_[at].letter->lower; }

    /// Where a character began in the raw form; at `size()` the length of that.
    [[nodiscard]] std::uint32_t start(std::uint32_t at) const {
        return at < size() ? characters_[at].start : raw_characters_;
    }

    /// Whether there is a foreign letter.
    [[nodiscard]] bool is_foreign() const { return is_foreign_; }
    /// Whether each character is one of the raw form, as that has it.
    [[nodiscard]] bool is_as_is() const { return raw_characters_ == size(); }

    [[nodiscard]] std::string folded(Span span) const;
    [[nodiscard]] std::u16string lowered(Span span) const;
    /// The same, in a string that keeps its memory.
    void lower(Span span, std::u16string& text) const;
    [[nodiscard]] bool all(Span span, LetterKind wanted) const;
    /// As `str.isupper`: an upper-case letter, and no lower-case one.
    [[nodiscard]] bool is_upper(Span span) const;

private:
    std::vector<LetterAt> characters_;
    std::uint32_t raw_characters_ = 0;
    bool is_foreign_ = false;
};

/// Folds lower-case letters.
std::string fold(std::u16string_view lowered);

std::string utf8(std::u16string_view text);

} // namespace searchlib::analysis
