#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "search/automaton.hpp"
#include "search/expanded_entries.hpp"
#include "search/term_entries.hpp"

namespace searchlib::search {

/// What only the rarer kinds of nodes need.
struct NodeExtras {
    /// Of a pattern the terms that match; of letters the other spellings, null for none.
    std::shared_ptr<const Automaton> automaton;
    /// Of a range of keywords its ends, both included.
    std::string low;
    std::string high;
    /// Whether the field is a keyword field.
    bool keyword = false;
    /// At most so many terms, those of the fewest edits, and of these the commonest.
    std::size_t limit = SIZE_MAX;
    /// What the node scores, of a pattern with edits for each that is left over and one more; or, of recent, the seconds in
    /// which a score halves.
    double value = 0.0;
    /// Of near.
    std::uint32_t distance = 0;
    bool ordered = false;
    /// Of a pattern, a range of keywords or letters, once statistics are known: terms by segment.
    std::vector<ExpandedEntries> expansion;
    /// Whether the limit left terms out.
    bool cut = false;
};

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
        /// The terms that an automaton accepts, all scoring the same.
        pattern,
        /// Keywords between two others.
        keyword_range,
        /// A text field with any text in it.
        exists,
        /// Parts near each other: disjunctions of terms, phrases, patterns and letters.
        near,
        /// A term where no other spelling of it stands; in near only.
        letters,
        /// Scores the same whatever its child does.
        constant,
        /// Scores the less the older the document is.
        recent,
        /// A term in several fields, that scores as if they were one: terms, whose boosts are the weights of the fields.
        joined,
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
    /// Of a term, phrase, near or letters: what its weight is multiplied by.
    double boost = 1.0;
    /// Of the same, once statistics are known, the boost included.
    double idf = 0.0;
    /// Null in the kinds up to boosted.
    std::shared_ptr<NodeExtras> extras;
    /// Terms of the same word, other than 0: a boost stands only where the term does that is none.
    std::uint32_t word = 0;
};

} // namespace searchlib::search
