#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "search/cursor.hpp"
#include "search/document_filter.hpp"
#include "search/leaf.hpp"
#include "search/node.hpp"
#include "search/snapshot.hpp"
#include "search/term_list.hpp"

namespace searchlib::search {

/// The cursor of a node in one segment; null if nothing can match there.
CursorPointer compile(const Node& node, const SnapshotSegment& segment, const Scoring& scoring);

/// The postings of a term or a keyword; null if the segment does not have it.
std::unique_ptr<TermList> compile_list(const Node& node, const SnapshotSegment& segment, const Scoring& scoring);

/// The postings of a term, a keyword or a phrase, which score as if they weighed `weight`; none if nothing in the segment
/// can match.
std::optional<Leaf> compile_leaf(const Node& node, double weight, const SnapshotSegment& segment,
                                 const Scoring& scoring);

/// Leaves in a filter what a node matches, or what it does not.
void limit(DocumentFilter& filter, const Node& node, const SnapshotSegment& segment, const Scoring& scoring);
void exclude(DocumentFilter& filter, const Node& node, const SnapshotSegment& segment, const Scoring& scoring);

} // namespace searchlib::search
