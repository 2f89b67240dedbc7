#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "suggestions/adjacency.hpp"

// Which guesses go together best: the words that stand side by side in the index most.
namespace searchlib::suggestions {

/// A word that may have been meant.
struct Guess {
    /// In lower case, with diacritics and without.
    std::string text;
    std::string key;
    /// How often it stands in the fields.
    std::uint64_t occurrences;
    /// Minus the logarithm of how likely it is to be typed so.
    double cost;
};

/// For each word of a row the number of its guess, so that all together are the likeliest; `guesses` has at least one for
/// each. How likely a word is behind one or two others is what the index has seen of them together, mixed with what it
/// has seen of the shorter row (Dirichlet smoothing), of `all` words; the likeliest row is found by the algorithm of
/// Viterbi. The readable twin is tests/suggestions/choosing.py.
std::vector<std::uint32_t> choose(SideBySide& rows, std::uint64_t all, std::span<const std::vector<Guess>> guesses);

} // namespace searchlib::suggestions
