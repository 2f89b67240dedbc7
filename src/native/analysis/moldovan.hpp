// Romanian in the Cyrillic letters of Soviet Moldavia. The readable twin, which says what the rules are for, is
// src/searchlib/analysis/moldovan.py.
#pragma once

#include <string>
#include <string_view>

#include "analysis/word_groups.hpp"

namespace searchlib::analysis {

/// A word of the letters of that alphabet, in lower case, as it is written today, folded; empty if it is plainly Russian.
std::string moldovan_reading(std::u16string_view word, const WordLists& lists);

} // namespace searchlib::analysis
