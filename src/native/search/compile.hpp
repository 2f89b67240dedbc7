#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "search/cursor.hpp"
#include "search/document_filter.hpp"
#include "search/node.hpp"
#include "search/phrase_matcher.hpp"
#include "search/snapshot.hpp"
#include "search/term_list.hpp"

namespace searchlib::search {

/// The cursor of a node in one segment; null if nothing can match there.
CursorPointer compile(const Node& node, const SnapshotSegment& segment, const Scoring& scoring);

/// The postings of a term or a keyword; null if the segment does not have it.
std::unique_ptr<TermList> compile_list(const Node& node, const SnapshotSegment& segment, const Scoring& scoring);

/// The terms of a phrase; none if the segment lacks one of them.
std::optional<PhraseMatcher> compile_matcher(const Node& node, const SnapshotSegment& segment, const Scoring& scoring);

/// The bigrams of a phrase that the segment lists, scoring as the phrase does.
struct CompiledBigrams {
    std::vector<std::unique_ptr<TermList>> lists;
    /// Whether one is made of common terms and stands nowhere, so that the phrase does not either.
    bool absent = false;
};
CompiledBigrams compile_bigrams(const Node& node, const SnapshotSegment& segment, const Scoring& scoring);

/// Leaves in a filter what a node matches that scores nothing.
void limit(DocumentFilter& filter, const Node& node, const SnapshotSegment& segment, const Scoring& scoring);

} // namespace searchlib::search
