#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "passages/matching.hpp"
#include "passages/walking.hpp"

namespace searchlib::passages {

/// A part of a text, half open.
struct Excerpt {
    At begin;
    At end;
    /// Half open, in characters from the beginning of the excerpt; ordered, none overlapping.
    std::vector<std::pair<std::uint32_t, std::uint32_t>> highlights;
    /// Whether there is more than blanks before and after it.
    bool before = false;
    bool after = false;
};

/// The excerpt of at most `length` characters that holds most of what was found in a text. `matches` are ordered, and
/// of the first `marks` marks. The readable twin is `snippet_of` of src/searchlib/results/snippets.py.
Excerpt best_excerpt(std::string_view text, std::span<const Match> matches, std::uint32_t marks, std::uint32_t length);

} // namespace searchlib::passages
