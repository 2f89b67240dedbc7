#pragma once

#include <span>

#include "planning/planner.hpp"

namespace searchlib::planning {

/// Leaves out, among alternatives, stop words and groups of nothing else, and silences those that must match, if
/// something beside them scores.
void quieten(Question& question, std::span<const Text> texts);

} // namespace searchlib::planning
