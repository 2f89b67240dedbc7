#include "analysis/evidence.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "analysis/letters.hpp"
#include "analysis/utf8.hpp"

namespace searchlib::analysis {
namespace {

/// What evidence is read from: the characters of a form, seen once.
struct Seen {
    std::string_view folded;
    std::size_t characters = 0;
    unsigned upper = 0;
    bool is_word = true;
    bool starts_lower = false;
    bool starts_upper = false;
    bool has_romanian_letter = false;
};

bool is_romanian_letter(char32_t code) {
    constexpr std::array<char32_t, 7> kLetters{0xE2, 0xEE, 0x103, 0x15F, 0x163, 0x219, 0x21B}; // â î ă ş ţ ș ț
    return std::ranges::binary_search(kLetters, code);
}

/// Whether a base letter and the mark behind it are one of them, decomposed.
bool is_romanian_letter(char32_t base, char32_t mark) {
    switch (mark) {
    case 0x302:
        return base == 'a' || base == 'i';
    case 0x306:
        return base == 'a';
    case 0x326:
    case 0x327:
        return base == 's' || base == 't';
    default:
        return false;
    }
}

/// Puts the folded letters in `room`, which has as much as any form needs.
Seen look_at(std::string_view raw, std::span<char> room) {
    Seen seen;
    char* folded = room.data();
    const char* at = raw.data();
    const char* const end = at + raw.size();
    char32_t last = 0;
    while (at < end) {
        const char32_t code = next_code(at, end);
        ++seen.characters;
        seen.has_romanian_letter |= is_romanian_letter(code) || is_romanian_letter(last, code);
        if (seen.characters == 1) {
            seen.starts_lower = (code >= 'a' && code <= 'z') || is_romanian_letter(code);
        }
        if (code < 0x300 || code >= 0x370) { // folding drops marks
            const Letter& found = letter(code);
            seen.is_word &= found.kind != kOther && found.kind != kSeparator;
            seen.upper += found.kind == kUpper;
            seen.starts_upper |= found.kind == kUpper && seen.characters == 1;
            folded = std::copy_n(found.fold, found.fold_size, folded);
        }
        last = code;
    }
    seen.folded = {room.data(), folded};
    return seen;
}

/// Such as don't, we've and it's.
bool is_contraction(std::string_view folded) {
    const std::size_t apostrophe = folded.find('\'');
    if (apostrophe == std::string_view::npos || apostrophe == 0) {
        return false;
    }
    const std::string_view word = folded.substr(0, apostrophe);
    const std::string_view rest = folded.substr(apostrophe + 1);
    const auto is_letter = [](char one) { return one >= 'a' && one <= 'z'; };
    if (!std::ranges::all_of(word, is_letter)) {
        return false;
    }
    if (rest == "t") {
        return word.size() > 1 && word.back() == 'n';
    }
    if (rest == "s") {
        constexpr std::array<std::string_view, 6> kWords{"he", "it", "let", "she", "that", "what"};
        return word == "there" || std::ranges::find(kWords, word) != kWords.end();
    }
    return rest == "re" || rest == "ve" || rest == "ll";
}

} // namespace

EvidenceOfForms::EvidenceOfForms(const std::unordered_map<std::string, Evidence>& words, WordSet in_names)
    : words_(words.begin(), words.end()), in_names_(std::move(in_names)) {
    add_shapes(shapes_);
}

void EvidenceOfForms::add_shapes(WordShapes& shapes) const {
    for (const auto& [word, number] : words_) {
        shapes.add(word);
    }
}

Evidence EvidenceOfForms::of(std::string_view raw) const {
    if (raw.size() > 4 * kLongest) {
        return 0;
    }
    std::array<char, 4 * kLongest * sizeof(Letter::fold)> room;
    const Seen seen = look_at(raw, room);
    if (seen.characters > kLongest || (seen.characters == 2 && seen.upper == 2)) { // IT, UN and US
        return 0;
    }
    if (seen.is_word) {
        if (shapes_.may_hold(seen.folded)) {
            if (const auto found = words_.find(seen.folded); found != words_.end()) {
                return seen.starts_upper && in_names_.contains(seen.folded) ? Evidence{0} : found->second;
            }
        }
        if (is_contraction(seen.folded)) {
            return kContraction;
        }
    }
    return seen.has_romanian_letter && seen.starts_lower ? kSeveralRomanian : Evidence{0};
}

} // namespace searchlib::analysis
