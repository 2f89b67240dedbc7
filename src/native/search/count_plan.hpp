#pragma once

#include <cstdint>

#include "search/node.hpp"
#include "search/snapshot.hpp"

namespace searchlib::search {

/// How many live documents of a segment match. Postings are only gone through where document frequencies do not tell:
/// common documents of a sparse list and another are looked up there, those of dense lists are counted as bits.
std::uint64_t count_documents(const Node& node, const SnapshotSegment& segment, const Scoring& scoring);

} // namespace searchlib::search
