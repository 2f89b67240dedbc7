#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "search/term_entries.hpp"

namespace searchlib::search {

/// A query as the planner hands it over: terms instead of words, field numbers instead of names.
struct Node {
    enum class Kind : std::uint8_t {
        nothing,
        all,
        term,
        phrase,
        keyword,
        date_range,
        undated,
        conjunction,
        disjunction,
        exclusion,
        filter,
        boosted,
    };
    struct PhraseTerm {
        std::string text;
        std::uint32_t position;
        /// The term is weighed by what it tells beyond this one, which stands wherever it stands; empty for none.
        std::string beyond;
        /// What the segments of the snapshot know of the term, once it has been looked up.
        TermEntries entries;
    };

    Kind kind = Kind::nothing;
    /// Number of the text field (term, phrase) or keyword field.
    std::uint32_t field = 0;
    /// The one term of a term or keyword, the terms of a phrase.
    std::vector<PhraseTerm> terms;
    /// UTC seconds, `begin` included and `end` not.
    std::int64_t begin = 0;
    std::int64_t end = 0;
    /// Of an exclusion the first is included, the others excluded; of a filter the only one; of a boosted node
    /// the first says what matches, and the others, terms and phrases, add their scores where they match too.
    std::vector<Node> children;
    /// Of a term or phrase: what its weight is multiplied by.
    double boost = 1.0;
    /// Of a term or phrase, once statistics are known, the boost included.
    double idf = 0.0;
    /// Terms of the same word, other than 0: a boost stands only where the term does that is none.
    std::uint32_t word = 0;
};

} // namespace searchlib::search
