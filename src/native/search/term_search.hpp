#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "search/term_entries.hpp"

namespace searchlib::search {

struct SnapshotSegment;

/// A term of a text or a keyword field, and where to put what the segments know of it.
struct SoughtTerm {
    bool keyword;
    std::uint32_t field;
    std::string_view text;
    TermEntries* entries;
};

/// Looks terms up in all segments, many at a time, so that what one of them waits for is waited for by all. Throws
/// CorruptFile.
void look_up(std::span<const SoughtTerm> terms, const std::vector<SnapshotSegment>& segments);

} // namespace searchlib::search
