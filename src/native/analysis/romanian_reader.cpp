#include "analysis/romanian_reader.hpp"

#include <algorithm>

#include "analysis/numbers.hpp"

namespace searchlib::analysis {
namespace {

enum class Shape { group, number, other };

/// What a normalised form is made of. A number has single points or commas between digits; a group single hyphens or
/// apostrophes between letters or digits, unless it may begin with a date.
Shape shape_of(const FormText& text) {
    bool joined = true; // whether the last character joins, so that none may follow
    std::uint32_t points = 0;
    std::uint32_t letters = 0;
    std::uint32_t joiners = 0;
    std::uint32_t joiners_among_digits = 0;
    for (std::uint32_t at = 0; at < text.size(); ++at) {
        const LetterKind kind = text.kind(at);
        const bool joins = kind == kHyphen || kind == kApostrophe || kind == kPoint;
        if (joins && joined) {
            return Shape::other;
        }
        joined = joins;
        points += kind == kPoint;
        joiners += kind == kHyphen || kind == kApostrophe;
        letters += is_letter(kind);
        joiners_among_digits += letters == 0 && kind == kHyphen;
    }
    if (joined || (points > 0 && (letters > 0 || joiners > 0))) {
        return Shape::other;
    }
    if (points > 0) {
        return Shape::number;
    }
    return joiners_among_digits >= 2 ? Shape::other : Shape::group;
}

/// The letters in today's encoding: ş ţ were printed for ș ț before Unicode 3.0, ã for ă in code page 1252.
std::u16string todays(std::u16string lowered) {
    for (char16_t& letter : lowered) {
        letter = letter == u'\u015F'   ? u'\u0219'
                 : letter == u'\u0163' ? u'\u021B'
                 : letter == u'\u00E3' ? u'\u0103'
                                       : letter;
    }
    return lowered;
}

std::string printed(const std::u16string& lowered, const std::string& folded) {
    const std::string letters = utf8(todays(lowered));
    return letters == folded ? std::string() : letters;
}

} // namespace

bool RomanianReader::read(std::string_view raw, std::vector<Piece>& pieces) {
    pieces.clear();
    if (!text_.read(raw)) {
        return false;
    }
    switch (shape_of(text_)) {
    case Shape::number:
        return read_number(pieces);
    case Shape::group:
        read_words(pieces);
        return true;
    case Shape::other:
        break;
    }
    return false;
}

bool RomanianReader::read_number(std::vector<Piece>& pieces) const {
    const std::string text = text_.folded({0, text_.size()});
    if (std::ranges::count(text, '.') == 2) {
        return false; // it may be a date
    }
    const auto add = [&](std::string term, std::uint32_t begin, std::uint32_t end) {
        const auto position = static_cast<std::uint32_t>(pieces.size());
        pieces.push_back({std::move(term), {}, position, text_.start(begin), text_.start(end), Role::part});
    };
    std::string number = canonical_number(text);
    if (!number.empty()) {
        add(std::move(number), 0, text_.size());
        return true;
    }
    std::uint32_t begin = 0;
    for (std::uint32_t at = 0; at <= text.size(); ++at) {
        if (at == text.size() || text_.kind(at) == kPoint) {
            add(text.substr(begin, at - begin), begin, at);
            begin = at + 1;
        }
    }
    return true;
}

Piece RomanianReader::word(const std::u16string& lowered, Span place) const {
    Piece piece;
    piece.folded = fold(lowered);
    piece.letters = printed(lowered, piece.folded);
    piece.start = text_.start(place.begin);
    piece.end = text_.start(place.end);
    return piece;
}

void RomanianReader::read_words(std::vector<Piece>& pieces) {
    const bool is_compound = read_group(text_, lists_, parts_);
    std::u16string joined;
    for (const GroupPart& part : parts_) {
        const std::u16string lowered = respell(text_.lowered(part.letters), lists_);
        pieces.push_back(word(lowered, {part.letters.begin, part.end}));
        pieces.back().position = static_cast<std::uint32_t>(pieces.size() - 1);
        if (is_compound) {
            joined += lowered;
        }
    }
    if (is_compound) {
        pieces.push_back(word(joined, {0, text_.size()}));
        pieces.back().role = Role::whole;
    }
}

} // namespace searchlib::analysis
