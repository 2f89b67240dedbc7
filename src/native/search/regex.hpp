#pragma once

#include <optional>
#include <string_view>

#include "search/automaton.hpp"

namespace searchlib::search {

/// The automaton of a regular expression of ASCII; nothing where src/searchlib/query/regex.py has to read it, or to say
/// what is wrong with it. That is the readable twin, and docs/query-language.md says what may stand in an expression.
std::optional<Graph> regex_graph(std::string_view expression);

} // namespace searchlib::search
