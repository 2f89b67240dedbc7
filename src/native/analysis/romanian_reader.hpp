// Reads raw forms as the Romanian chain does: words, groups of words and numbers, folded and in place. What is rare
// (addresses, tags, dates, other scripts) is left to the readable twin, src/searchlib/analysis/romanian.py.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/form_text.hpp"
#include "analysis/word_groups.hpp"

namespace searchlib::analysis {

/// How a query uses a token: `Role` in protocol.py.
enum class Role : std::uint8_t { part, whole };

/// What becomes one token once it has its stem.
struct Piece {
    std::string folded;
    /// The letters as printed, lower case; empty where they are the folded ones.
    std::string letters;
    std::uint32_t position = 0;
    std::uint32_t start = 0;
    std::uint32_t end = 0;
    Role role = Role::part;
};

class RomanianReader {
public:
    explicit RomanianReader(WordLists lists) : lists_(std::move(lists)) {}

    /// Puts the pieces of a raw form in `pieces`; false where Python has to read it.
    bool read(std::string_view raw, std::vector<Piece>& pieces);

private:
    bool read_number(std::vector<Piece>& pieces) const;
    void read_words(std::vector<Piece>& pieces);
    [[nodiscard]] Piece word(const std::u16string& lowered, Span place) const;

    WordLists lists_;
    // Kept from form to form for their memory.
    FormText text_;
    std::vector<GroupPart> parts_;
};

} // namespace searchlib::analysis
