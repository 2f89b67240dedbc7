#pragma once

#include <span>

#include "search/cursor.hpp"
#include "search/node.hpp"
#include "search/snapshot.hpp"
#include "search/term_cursor.hpp"

namespace searchlib::search {

/// Makes the cursor of a node over one segment; null if nothing in the segment can match.
CursorPointer compile(const Node& node, const SnapshotSegment& segment, std::span<const LengthNorms> norms);

/// The cursor of a term node, known as such; null if the segment does not have the term.
std::unique_ptr<TermCursor> compile_term(const Node& node, const SnapshotSegment& segment,
                                         std::span<const LengthNorms> norms);

/// The cursor of the conjunction of those nodes.
CursorPointer compile_conjunction(std::span<const Node* const> nodes, const SnapshotSegment& segment,
                                  std::span<const LengthNorms> norms);

} // namespace searchlib::search
