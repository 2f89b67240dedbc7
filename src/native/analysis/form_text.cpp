#include "analysis/form_text.hpp"

#include "analysis/utf8.hpp"

namespace searchlib::analysis {
namespace {

constexpr bool is_mark(char32_t code) { return code >= 0x300 && code < 0x370; }

} // namespace

bool FormText::read(std::string_view raw, const ForeignLetters& foreign) {
    characters_.clear();
    raw_characters_ = 0;
    is_foreign_ = false;
    if (raw.size() > kLongest) {
        return false;
    }
    const char* at = raw.data();
    const char* const end = at + raw.size();
    char32_t last = 0;   // the last character kept
    bool marked = false; // whether a mark was joined to it
    for (; at < end; ++raw_characters_) {
        char32_t code = next_code(at, end);
        if (is_mark(code)) {
            // One mark upon a letter is what decomposed Romanian has; the order of several is Python's business.
            code = marked || characters_.empty() ? 0 : compose(last, code);
            if (code == 0) {
                return false;
            }
            characters_.back().letter = &letter(code);
            marked = true;
        } else {
            const Letter* found = &letter(code);
            if (found->kind == kOther) {
                found = &foreign.letter(code);
                is_foreign_ = true;
            }
            if (found->kind == kOther) {
                return false;
            }
            if (found->kind == kIgnorable) {
                continue;
            }
            characters_.push_back({found, raw_characters_});
            marked = false;
        }
        last = code;
    }
    return true;
}

std::string FormText::folded(Span span) const {
    std::string text;
    for (std::uint32_t at = span.begin; at < span.end; ++at) {
        const Letter& one = *characters_[at].letter;
        text.append(one.fold, one.fold_size);
    }
    return text;
}

std::u16string FormText::lowered(Span span) const {
    std::u16string text;
    lower(span, text);
    return text;
}

void FormText::lower(Span span, std::u16string& text) const {
    text.resize(span.size());
    for (std::uint32_t at = 0; at < span.size(); ++at) {
        text[at] = lower(span.begin + at);
    }
}

bool FormText::all(Span span, LetterKind wanted) const {
    for (std::uint32_t at = span.begin; at < span.end; ++at) {
        if (kind(at) != wanted) {
            return false;
        }
    }
    return true;
}

bool FormText::is_upper(Span span) const {
    bool upper = false;
    for (std::uint32_t at = span.begin; at < span.end; ++at) {
        if (kind(at) == kLower) {
            return false;
        }
        upper |= kind(at) == kUpper;
    }
    return upper;
}

std::string fold(std::u16string_view lowered) {
    std::string text;
    text.reserve(lowered.size());
    for (const char16_t code : lowered) {
        const Letter& one = letter(code);
        text.append(one.fold, one.fold_size);
    }
    return text;
}

std::string utf8(std::u16string_view text) {
    std::string bytes;
    for (const char32_t code : text) {
        if (code < 0x80) {
            bytes.push_back(static_cast<char>(code));
        } else if (code < 0x800) {
            bytes.push_back(static_cast<char>(0xC0U | (code >> 6U)));
            bytes.push_back(static_cast<char>(0x80U | (code & 0x3FU)));
        } else {
            bytes.push_back(static_cast<char>(0xE0U | (code >> 12U)));
            bytes.push_back(static_cast<char>(0x80U | ((code >> 6U) & 0x3FU)));
            bytes.push_back(static_cast<char>(0x80U | (code & 0x3FU)));
        }
    }
    return bytes;
}

} // namespace searchlib::analysis
