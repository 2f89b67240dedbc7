#pragma once

#include "search/cursor.hpp"
#include "search/top_documents.hpp"

namespace searchlib::search {

/// Scores the documents of any cursor, passing over stretches whose bound says that none of them can
/// be among the best (Ding and Suel, "Faster top-k document retrieval using block-max indexes", 2011).
void run_pruned(Cursor& cursor, SegmentCollector& collector);

} // namespace searchlib::search
