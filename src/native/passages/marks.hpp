#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

// What is marked in a text that matches: src/searchlib/search/leaves.py in the form in which it is looked for.
namespace searchlib::passages {

/// One thing that stands in a text.
struct Single {
    enum class Kind : std::uint8_t {
        /// Terms at their positions; one alone is a word.
        phrase,
        /// Any of some terms, which are told for each text anew.
        any_term,
        /// Any of some exact terms, told likewise.
        any_exact,
        /// The same, but only of the last exact term of a word, which has its very letters.
        last_exact,
    };
    Kind kind;
    /// Of a phrase.
    std::vector<std::pair<std::uint32_t, std::string>> terms;
    /// Of the others: which of the lists that are told with a text.
    std::uint32_t list;
};

/// How parts stand together.
struct Nearness {
    /// How many other words may stand among them.
    std::uint32_t distance;
    bool ordered;
};

/// What is marked: one thing, or, where there is a nearness, parts near each other, each of them any of some things.
struct Mark {
    std::vector<std::vector<Single>> parts;
    std::optional<Nearness> near;
};

} // namespace searchlib::passages
