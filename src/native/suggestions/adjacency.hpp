#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "search/snapshot.hpp"

// How often words stand side by side: what tells which of several words is meant.
namespace searchlib::suggestions {

/// How much may be read of each run of words. What is left unread is taken to be like what was read.
struct Budget {
    /// Documents of the rarest word.
    std::uint32_t documents;
    /// Those of them that have all words, of which positions are read.
    std::uint32_t common;
};

/// A word without diacritics, which stands in the index wherever any of its spellings does, and then some of those that
/// have diacritics.
using Spellings = std::vector<std::string>;

/// For each place in a row the words that may stand there.
using Places = std::vector<std::vector<Spellings>>;

/// About how often words stand side by side in the fields, deleted documents counted until they are merged away: for each
/// spelling of the first place, for each of the second and so on. What stands with none of the spellings that have
/// diacritics counts for the word itself.
std::vector<double> count_side_by_side(const search::Snapshot& snapshot, std::span<const std::uint32_t> fields,
                                       const Places& places, Budget budget);

} // namespace searchlib::suggestions
