#pragma once

#include "search/clauses.hpp"
#include "search/snapshot.hpp"
#include "search/top_documents.hpp"

namespace searchlib::search {

/// Collects the best documents of a segment by the plan that costs the least.
void run_planned(const Clauses& clauses, const SnapshotSegment& segment, const Scoring& scoring,
                 SegmentCollector& collector);

} // namespace searchlib::search
