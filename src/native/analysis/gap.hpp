// What stands between two raw forms. The readable twin is src/searchlib/analysis/gaps.py.
#pragma once

#include <cstdint>
#include <string_view>

namespace searchlib::analysis {

/// space: blanks, or nothing; comma, dash, stop: one such mark, with or without blanks; sentence: a stop, then a blank;
/// line: the end of a line; other: anything else. From `stop` on a sentence ends.
enum class Gap : std::uint8_t { space, comma, dash, other, stop, sentence, line };

/// The kind of a separator in UTF-8: all that stands between two raw forms.
Gap gap(std::string_view separator);

} // namespace searchlib::analysis
