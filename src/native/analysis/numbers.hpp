// Numbers as one canonical term. The readable twin is src/searchlib/analysis/numbers.py.
#pragma once

#include <string>
#include <string_view>

namespace searchlib::analysis {

/// 1.200,50 and 1200,50 as 1200.50, 1.200 as 1200, 4,45 as 4.45; empty for digits and separators that make no number.
std::string canonical_number(std::string_view text);

/// A date as 2025-10-24, from a year of four digits and a month and a day of one or two; empty if there is none such.
std::string canonical_date(std::string_view year, std::string_view month, std::string_view day);

} // namespace searchlib::analysis
