#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "indexing/inversion.hpp"
#include "storage/bigrams.hpp"
#include "storage/segment.hpp"

namespace searchlib::indexing {

/// Finds the bigrams of a field that is being written, by a byte for each place that says which common term stands
/// there.
class BigramFinder {
public:
    /// `places` are those of each common term, ascending; a term that does not occur has none.
    BigramFinder(const Layout& layout, std::uint32_t documents, std::vector<std::span<const std::uint32_t>> places);

    void write(storage::BigramsWriter& writer) const;

private:
    struct Count {
        std::uint32_t document;
        std::uint32_t frequency;
    };
    using Followers = std::vector<std::vector<Count>>;

    void find_followers(std::uint32_t first, Followers& followers) const;
    static void count(std::vector<Count>& counts, std::uint32_t document);

    const Layout& layout_;
    std::vector<std::span<const std::uint32_t>> places_;
    /// One more than the number of the first common term at a place, 0 where there is none.
    std::vector<std::uint8_t> at_;
    /// Places and numbers of further terms there, ascending.
    std::vector<std::pair<std::uint32_t, std::uint32_t>> further_;
};

/// A source of a merge: a field, and where its documents go.
struct BigramSource {
    const storage::SegmentField* field;
    /// Document → its number in the new segment, or `Merge::kDropped`.
    const std::vector<std::uint32_t>* numbers;
};

/// Writes the bigrams of a field of a merge. Sources with these common terms have their lists joined; in others the
/// bigrams are looked for.
void merge_bigrams(const std::vector<BigramSource>& sources, const std::vector<std::string>& common,
                   storage::BigramsWriter& writer);

} // namespace searchlib::indexing
