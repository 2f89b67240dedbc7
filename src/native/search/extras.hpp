#pragma once

#include "search/compile.hpp"

// The rarer kinds of nodes: patterns, ranges of keywords, words near each other, fixed scores, recency.
namespace searchlib::search {

/// Looks up the terms that a node with extras stands for, and weighs it; its children have been weighed.
void prepare_extras(Node& node, const Snapshot& snapshot);

/// As `compile`, for nodes with extras.
CursorPointer compile_extras(const Node& node, const SnapshotSegment& segment, const Scoring& scoring);

} // namespace searchlib::search
