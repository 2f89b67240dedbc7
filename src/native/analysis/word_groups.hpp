// Groups of letters joined by hyphens or apostrophes: clitics, endings, compounds. The readable twin, and the owner of
// the lists, is src/searchlib/analysis/words.py.
#pragma once

#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "analysis/form_text.hpp"

namespace searchlib::analysis {

struct StringHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};
using WordSet = std::unordered_set<std::string, StringHash, std::equal_to<>>;

/// The words that decide how a form is read; folded.
struct WordLists {
    WordSet endings;
    WordSet acronym_endings;
    WordSet ordinal_endings;
    WordSet clitics_before;
    WordSet clitics_behind;
    /// Behind which î stays, folded.
    WordSet prefixes;
    /// The last parts of addresses.
    WordSet domains;
};

struct GroupPart {
    /// Of its letters.
    Span letters;
    /// The end with an ending that belongs to it.
    std::uint32_t end;
};

/// Puts the words of the group that is that part of a text in `parts`; whether they are one word together too.
bool read_group(const FormText& text, Span group, const WordLists& lists, std::vector<GroupPart>& parts);

} // namespace searchlib::analysis
