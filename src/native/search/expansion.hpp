#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "search/automaton.hpp"
#include "search/expanded_entries.hpp"
#include "search/snapshot.hpp"

// The terms of a field that a pattern stands for.
namespace searchlib::search {

/// What a pattern stands for in a snapshot.
struct Expansion {
    /// By segment.
    std::vector<ExpandedEntries> segments;
    /// Whether there were more than wanted.
    bool cut = false;
};

struct ExpandedTerm {
    std::string text;
    std::uint32_t edits;
    /// Live documents that have it.
    std::uint64_t document_frequency;
};

/// What of a snapshot a pattern is held against.
struct PatternField {
    std::uint32_t number;
    bool keyword;
};

/// Returns the terms of a field that the automaton accepts; of those with live documents at most `limit`: those of the
/// fewest edits, the commonest of these, ties in the order of the dictionary. Which are the commonest is told by
/// `frequencies`, unless they are null; they then have all terms of the field that the automaton accepts. Passes over
/// what cannot match: costs about as much as there are terms that match, times the letters in which others may differ.
Expansion expand(const Snapshot& snapshot, PatternField field, const Automaton& automaton, std::size_t limit,
                 const Frequencies* frequencies);

/// The same terms in the order of the dictionary, with their own frequencies; whether there were more.
std::pair<std::vector<ExpandedTerm>, bool> expanded_terms(const Snapshot& snapshot, PatternField field,
                                                          const Automaton& automaton, std::size_t limit);

/// Returns which words the automaton accepts.
std::vector<bool> accepted(const Automaton& automaton, const std::vector<std::string>& words);

} // namespace searchlib::search
