#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "indexing/inversion.hpp"
#include "storage/bigrams.hpp"
#include "storage/segment.hpp"

namespace searchlib::indexing {

/// Finds the bigrams of a field that is being written: one walk over its texts notes which common term stands at each
/// place, two over those places count the documents of each bigram and collect them.
class BigramFinder {
public:
    /// `numbers` says of each term one more than its number among the common ones, 0 if it is none.
    BigramFinder(const Layout& layout, const Stream& stream, const Forms& forms, const FormTerms& terms,
                 std::span<const std::uint32_t> order, std::span<const std::uint8_t> numbers);

    void write(storage::BigramsWriter& writer) const;

private:
    using Further = std::vector<std::pair<std::uint32_t, std::uint8_t>>::const_iterator;

    void find_places(const Stream& stream, const Forms& forms, const FormTerms& terms,
                     std::span<const std::uint32_t> order, std::span<const std::uint8_t> numbers);
    void note(std::uint32_t place, std::uint8_t number);
    template <class Run, class One> void walk(Run&& run, One&& one) const;
    template <class Take> void each_at(std::uint32_t place, Further more, Take&& take) const;
    [[nodiscard]] std::vector<std::uint32_t> begins() const;

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
