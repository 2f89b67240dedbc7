#pragma once

#include <cstdint>
#include <string>
#include <string_view>

// How far words are from each other, and what tells without looking at their letters one by one that they are far.
namespace searchlib::suggestions {

/// Words with more letters are like no other.
inline constexpr std::uint32_t kMostLetters = 64;

/// Reads the code points of UTF-8.
void read_letters(std::string_view text, std::u32string& letters);

/// Which letters a word has: a bit for each of the commonest, one that others share.
std::uint32_t letter_set(std::u32string_view letters);

/// Whether words with these sets of letters may be at most `edits` (at most 2) edits from each other: an edit changes at
/// most two bits.
inline bool may_be_near(std::uint32_t a, std::uint32_t b, std::uint32_t edits) {
    std::uint32_t differ = a ^ b;
    differ &= differ - 1;
    differ &= differ - 1;
    if (edits > 1) {
        differ &= differ - 1;
        differ &= differ - 1;
    }
    return differ == 0;
}

/// How many edits make `b` of `a`, which have at most kMostLetters + 2: letters put in, left out, exchanged, or swapped
/// with their neighbours, none edited twice. Something above `most` if it is more than that.
std::uint32_t edit_distance(std::u32string_view a, std::u32string_view b, std::uint32_t most);

} // namespace searchlib::suggestions
