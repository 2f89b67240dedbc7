#pragma once

#include <cstdint>
#include <vector>

#include "storage/terms.hpp"

namespace searchlib::search {

/// Terms of one segment that a pattern stands for, in the order of its dictionary.
struct ExpandedEntries {
    std::vector<storage::TermEntry> entries;
    /// Of each how many edits it is away; empty where nothing is edited.
    std::vector<std::uint8_t> edits;
};

} // namespace searchlib::search
