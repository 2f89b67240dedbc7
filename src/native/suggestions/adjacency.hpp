#pragma once

#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "search/snapshot.hpp"
#include "search/term_entries.hpp"

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

/// Counts how often the words of one question stand side by side; each is looked up in the index once.
class SideBySide {
public:
    SideBySide(std::shared_ptr<const search::Snapshot> snapshot, std::vector<std::uint32_t> fields);

    /// About how often words stand side by side in the fields, deleted documents counted until they are merged away: for
    /// each spelling of the first place, for each of the second and so on. What stands with none of the spellings that
    /// have diacritics counts for the word itself. Longer rows cost nothing where two words of them were counted before
    /// and never stand side by side.
    std::vector<double> count(const Places& places, Budget budget);

private:
    using Entry = search::TermEntries::Entry;
    /// By field.
    using Entries = std::vector<search::TermEntries>;
    class Known;
    class Read;
    class Row;
    class Counter;

    const Entries& entries(const std::string& spelling);
    [[nodiscard]] bool never_stands(const std::vector<const Known*>& words) const;

    std::shared_ptr<const search::Snapshot> snapshot_;
    std::vector<std::uint32_t> fields_;
    std::unordered_map<std::string, Entries> known_;
    /// Pairs of words, of which all that there is was read.
    std::set<std::pair<const Entries*, const Entries*>> never_;
};

} // namespace searchlib::suggestions
