#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
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

/// Words with fewer letters may be one edit apart and share neither their first two letters nor their last two.
inline constexpr std::uint32_t kShortestWithEnds = 5;

/// The last two letters of a word and its first two, a byte of each; 0 of shorter ones.
std::uint32_t word_ends(std::u32string_view letters);

/// The last two letters.
constexpr std::uint32_t tail_of(std::uint32_t ends) { return ends >> 16U; }

/// Calls `found` with the number of each of some sets of letters that may be near another.
template <class Found>
void for_each_near(std::uint32_t set, std::span<const std::uint32_t> sets, std::uint32_t edits, Found&& found) {
    // Nearly all are far: of some at once it is told without a branch which are near, a byte each.
    constexpr std::size_t kAtOnce = 64;
    using Bytes = std::uint64_t;
    std::array<std::uint8_t, kAtOnce> near{};
    for (std::size_t first = 0; first < sets.size(); first += kAtOnce) {
        const auto some = sets.subspan(first, std::min(kAtOnce, sets.size() - first));
        for (std::size_t i = 0; i < some.size(); ++i) {
            near[i] = may_be_near(set, some[i], edits) ? 1 : 0;
        }
        for (std::size_t eight = 0; eight < some.size(); eight += sizeof(Bytes)) {
            Bytes any = 0;
            std::memcpy(&any, &near[eight], sizeof(Bytes));
            if (any == 0) {
                continue;
            }
            for (std::size_t i = eight; i < std::min(eight + sizeof(Bytes), some.size()); ++i) {
                if (near[i] != 0) {
                    found(static_cast<std::uint32_t>(first + i));
                }
            }
        }
    }
}

/// How many edits make `b` of `a`, which have at most kMostLetters + 2: letters put in, left out, exchanged, or swapped
/// with their neighbours, none edited twice. Something above `most` if it is more than that.
std::uint32_t edit_distance(std::u32string_view a, std::u32string_view b, std::uint32_t most);

} // namespace searchlib::suggestions
