// What a word or phrase stands for in one field; the readable twin is src/searchlib/search/leaves.py.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "planning/forms.hpp"

namespace searchlib::planning {

/// Of a phrase, counted from its first term.
struct PlacedTerm {
    std::uint32_t position;
    std::string text;
};

/// Two or more are a phrase.
using Terms = std::vector<PlacedTerm>;

struct Alternative {
    Terms terms;
    /// The same as typed and not stemmed: without diacritics, then, if it was typed with any, with them. Empty where
    /// the analyzer does not tell.
    Terms exact;
    Terms printed;
    /// What the score of `terms` is multiplied by.
    double weight = 1.0;
};

/// Of the terms of further languages; see FURTHER_WEIGHT in leaves.py.
inline constexpr double kFurtherWeight = 0.4;

/// What the forms of a word or phrase stand for.
std::vector<Alternative> alternatives(std::span<const Form> forms, bool phrase);

/// The same in a further language, whose terms are indexed apart from those of the main one and have no exact forms.
std::vector<Alternative> further_alternatives(std::span<const Form> forms, bool phrase, std::string_view prefix);

/// Whether all parts of the forms are stop words; so they are where there is no part.
bool are_stop_words(std::span<const Form> forms, const StopWords& words);

} // namespace searchlib::planning
