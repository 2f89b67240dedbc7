#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "search/automaton.hpp"
#include "search/snapshot.hpp"
#include "storage/terms.hpp"

// The terms of a field that a pattern stands for.
namespace searchlib::search {

/// Where a term stands.
struct ExpandedTerm {
    std::string text;
    /// Live documents of the snapshot that have it.
    std::uint64_t document_frequency = 0;
};

/// The terms of one snapshot that an automaton accepts.
struct Expansion {
    /// By segment, in the order of its dictionary.
    std::vector<std::vector<storage::TermEntry>> entries;
    /// In the order of the dictionary.
    std::vector<ExpandedTerm> terms;
    /// Whether there were more than wanted, of which these are the commonest.
    bool cut = false;
};

/// Calls `visit(text, entry)` for each term of a dictionary that the machine accepts, in its order. Passes over what
/// cannot match: costs about as much as there are terms that match, times the letters in which others may differ.
template <class Visit> void each_accepted(const storage::TermsReader& terms, Machine& machine, Visit&& visit);

/// Returns the terms of a text field (a keyword field, if `keyword`) that the automaton accepts; of those with live
/// documents at most `limit`, the commonest, ties in the order of the dictionary.
Expansion expand(const Snapshot& snapshot, std::uint32_t field, bool keyword, const Automaton& automaton,
                 std::size_t limit);

} // namespace searchlib::search
