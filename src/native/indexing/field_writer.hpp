#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "indexing/inversion.hpp"
#include "indexing/large_array.hpp"
#include "storage/container.hpp"
#include "storage/postings.hpp"
#include "storage/segment.hpp"

namespace searchlib::indexing {

/// A text field that is to be written, or the exact forms of one.
struct FieldTexts {
    const Stream& stream;
    const Forms& forms;
    const FormTerms& terms;
    const std::vector<std::uint32_t>& order;
    const Layout& layout;
};

/// The lists of a text field that has been written, of which its exact forms may have the same.
struct WrittenLists {
    storage::ListSections sections;
    /// The numbers of the terms that occur, ascending; of each what stands in the dictionary, and how many places it has.
    std::vector<std::uint32_t> terms;
    std::vector<storage::TermEntry> entries;
    std::vector<std::uint32_t> places;

    /// The place of a term in these.
    [[nodiscard]] std::size_t find(std::uint32_t term) const;
};

/// Writes its terms, postings, positions and bigrams. The common terms are those of the field of another segment, if
/// one is given that has some. `room` is for its places, and serves one field after the other.
/// `stems` are the lists of the field if these are its exact forms, else null.
WrittenLists write_field(const FieldTexts& texts, const std::string& name, const storage::Segment* like,
                         const WrittenLists* stems, LargeArray<std::uint32_t>& room, storage::ContainerWriter& out);

} // namespace searchlib::indexing
