#pragma once

#include <cstdint>
#include <vector>

#include "passages/marks.hpp"
#include "passages/walking.hpp"

namespace searchlib::passages {

/// Where a part stands.
struct Standing {
    /// Positions of its first and last word.
    std::uint32_t first;
    std::uint32_t last;
    At begin;
    At end;
};

/// The places of all parts, each time that they stand near each other, from left to right, none used twice. `parts` are
/// the places of each in any order. The readable twin is src/searchlib/results/nearby.py.
std::vector<Standing> stand_together(const std::vector<std::vector<Standing>>& parts, Nearness near);

} // namespace searchlib::passages
