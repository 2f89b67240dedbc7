#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "indexing/inversion.hpp"
#include "storage/bigrams.hpp"
#include "storage/segment.hpp"

namespace searchlib::indexing {

/// Finds the bigrams of a field that is being written: a byte for each place says which common term stands there, and
/// two walks over those bytes count the documents of each bigram and collect them.
class BigramFinder {
public:
    /// `places` are those of each common term, ascending; a term that does not occur has none.
    BigramFinder(const Layout& layout, std::uint32_t documents, std::span<const std::span<const std::uint32_t>> places);

    void write(storage::BigramsWriter& writer) const;

private:
    using Further = std::vector<std::pair<std::uint32_t, std::uint8_t>>::const_iterator;

    template <class Run, class One> void walk(Run&& run, One&& one) const;
    template <class Take> void each_at(std::uint32_t place, Further more, Take&& take) const;
    template <class Take> void each(Take&& take) const;

    /// One more than the number of a term, and of the one right behind it.
    static std::uint32_t key(std::uint8_t first, std::uint8_t second) { return std::uint32_t{first} << 8U | second; }

    const Layout& layout_;
    std::uint32_t documents_;
    /// One more than the number of a common term at a place, 0 where there is none.
    std::vector<std::uint8_t> at_;
    /// Places and numbers, likewise one more, of further terms there, ascending.
    std::vector<std::pair<std::uint32_t, std::uint8_t>> further_;
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
