#pragma once

#include <cstdint>
#include <limits>
#include <vector>

#include "indexing/merged_terms.hpp"
#include "storage/postings.hpp"

namespace searchlib::indexing {

/// The lists of a text field that has been merged. An exact form whose list is that of one stem in all sources that have
/// either has it in what they become, too: it is written once, and not even read.
class MergedLists {
public:
    explicit MergedLists(std::size_t sources) : of_source_(sources) {}

    /// Adds the next term: the sources that have it, and what it became.
    void add(const std::vector<StandsIn>& stands_in, const storage::TermEntry& merged);
    void finish(storage::ListSections sections) { sections_ = sections; }

    [[nodiscard]] storage::ListSections sections() const { return sections_; }

    /// What the stem became that has the list of an exact form; null if the form has a list of its own in a source, or
    /// one that another has not. `fields` are those of the exact forms.
    [[nodiscard]] const storage::TermEntry* shared(const std::vector<const storage::SegmentField*>& fields,
                                                   const std::vector<StandsIn>& stands_in) const;

private:
    static constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

    /// The terms of a source by the offset of their positions, which ascends; and what each became.
    struct OfSource {
        std::vector<std::uint64_t> offsets;
        std::vector<std::uint32_t> merged;
    };
    struct Merged {
        storage::TermEntry entry;
        std::size_t sources;
    };

    [[nodiscard]] std::uint32_t find(std::size_t source, std::uint64_t positions_offset) const;

    std::vector<OfSource> of_source_;
    std::vector<Merged> merged_;
    storage::ListSections sections_;
};

} // namespace searchlib::indexing
