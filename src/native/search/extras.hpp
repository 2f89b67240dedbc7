#pragma once

#include "search/compile.hpp"

// The rarer kinds of nodes: patterns, ranges of keywords, words near each other, fixed scores, recency.
namespace searchlib::search {

/// Looks up the terms that a node with extras stands for, and weighs it; its children have been weighed. `statistics` are
/// those from outside, if there are any; throws std::invalid_argument if they lack a term.
void prepare_extras(Node& node, const Snapshot& snapshot, const Statistics* statistics);

/// As `compile`, for nodes with extras.
CursorPointer compile_extras(const Node& node, const SnapshotSegment& segment, const Scoring& scoring);

} // namespace searchlib::search
