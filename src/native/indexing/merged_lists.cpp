#include "indexing/merged_lists.hpp"

#include <algorithm>

namespace searchlib::indexing {

void MergedLists::add(const std::vector<StandsIn>& stands_in, const storage::TermEntry& merged) {
    for (const auto& [source, entry] : stands_in) {
        of_source_[source].offsets.push_back(entry.positions_offset);
        of_source_[source].merged.push_back(static_cast<std::uint32_t>(merged_.size()));
    }
    merged_.push_back({merged, stands_in.size()});
}

/// Positions that take no bytes tell no term: two have the same offset then.
std::uint32_t MergedLists::find(std::size_t source, std::uint64_t positions_offset) const {
    const auto& [offsets, merged] = of_source_[source];
    const auto found = std::ranges::equal_range(offsets, positions_offset);
    return found.size() == 1 ? merged[static_cast<std::size_t>(found.begin() - offsets.begin())] : kNone;
}

const storage::TermEntry* MergedLists::shared(const std::vector<const storage::SegmentField*>& fields,
                                              const std::vector<StandsIn>& stands_in) const {
    std::uint32_t stem = kNone;
    for (const auto& [source, entry] : stands_in) {
        if (!fields[source]->is_shared(entry)) {
            return nullptr;
        }
        const std::uint32_t own = find(source, entry.positions_offset);
        if (own == kNone || (stem != kNone && own != stem)) {
            return nullptr;
        }
        stem = own;
    }
    return merged_[stem].sources == stands_in.size() ? &merged_[stem].entry : nullptr;
}

} // namespace searchlib::indexing
