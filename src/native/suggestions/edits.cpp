#include "suggestions/edits.hpp"

#include <algorithm>
#include <array>

#include "search/automaton.hpp"

namespace searchlib::suggestions {

void read_letters(std::string_view text, std::u32string& letters) {
    letters.clear();
    for (std::size_t at = 0; at < text.size();) {
        const auto byte = static_cast<unsigned char>(text[at]);
        if (byte < 0x80) {
            letters.push_back(byte);
            ++at;
        } else {
            letters.push_back(search::read_utf8(text, at));
        }
    }
}

std::uint32_t letter_set(std::u32string_view letters) {
    constexpr std::uint32_t kAlphabet = 26;
    constexpr std::uint32_t kOthers = 32 - kAlphabet;
    std::uint32_t set = 0;
    for (const char32_t letter : letters) {
        const auto place = static_cast<std::uint32_t>(letter) - 'a';
        set |= 1U << (place < kAlphabet ? place : kAlphabet + static_cast<std::uint32_t>(letter) % kOthers);
    }
    return set;
}

std::uint32_t word_ends(std::u32string_view letters) {
    if (letters.size() < kShortestWithEnds) {
        return 0;
    }
    std::uint32_t ends = 0;
    for (const char32_t letter : {letters[letters.size() - 2], letters.back(), letters[0], letters[1]}) {
        ends = ends << 8U | (static_cast<std::uint32_t>(letter) & 0xFFU);
    }
    return ends;
}

std::uint32_t edit_distance(std::u32string_view a, std::u32string_view b, std::uint32_t most) {
    // What both begin and end with costs nothing.
    const auto differ = std::ranges::mismatch(a, b);
    const auto alike = static_cast<std::size_t>(differ.in1 - a.begin());
    a.remove_prefix(alike);
    b.remove_prefix(alike);
    while (!a.empty() && !b.empty() && a.back() == b.back()) {
        a.remove_suffix(1);
        b.remove_suffix(1);
    }
    if (a.empty() || b.empty()) {
        return static_cast<std::uint32_t>(a.size() + b.size());
    }
    const std::uint32_t far = most + 1;
    const auto width = static_cast<std::uint32_t>(b.size());
    // Rows of the table, of which only what lies within `most` of the diagonal can matter; what lies beside that is far.
    std::array<std::array<std::uint32_t, kMostLetters + 4>, 3> rows; // NOLINT(*-member-init): written before it is read
    for (std::uint32_t j = 0; j <= std::min(width, most + 1); ++j) {
        rows[0][j] = j;
    }
    std::uint32_t least_above = 0;
    for (std::uint32_t i = 1; i <= a.size(); ++i) {
        auto& row = rows[i % 3];
        const auto& above = rows[(i + 2) % 3];
        const auto& two_above = rows[(i + 1) % 3];
        const std::uint32_t begin = i > most ? i - most : 1;
        const std::uint32_t end = std::min(width, i + most);
        row[begin - 1] = begin == 1 ? i : far;
        std::uint32_t least = row[begin - 1];
        for (std::uint32_t j = begin; j <= end; ++j) {
            std::uint32_t edits = above[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            edits = std::min({edits, above[j] + 1, row[j - 1] + 1});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                edits = std::min(edits, two_above[j - 2] + 1);
            }
            row[j] = edits;
            least = std::min(least, edits);
        }
        row[end + 1] = far;
        // A swap reaches over a row.
        if (least > most && least_above >= most) {
            return far;
        }
        least_above = least;
    }
    return a.size() + most < width || width + most < a.size() ? far : rows[a.size() % 3][width];
}

} // namespace searchlib::suggestions
