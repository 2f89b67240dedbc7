#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "indexing/inversion.hpp"
#include "indexing/large_array.hpp"
#include "storage/container.hpp"
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

/// Writes its terms, postings, positions and bigrams. The common terms are those of the field of another segment, if
/// one is given that has some. `room` is for its places, and serves one field after the other.
void write_field(const FieldTexts& texts, const std::string& name, const storage::Segment* like,
                 LargeArray<std::uint32_t>& room, storage::ContainerWriter& out);

} // namespace searchlib::indexing
