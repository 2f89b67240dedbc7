#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "storage/bigrams.hpp"
#include "storage/columns.hpp"
#include "storage/container.hpp"
#include "storage/postings.hpp"
#include "storage/terms.hpp"

namespace searchlib::storage {

/// The inverted index of one field in one segment.
struct SegmentField {
    std::string name;
    TermsReader terms;
    Bytes postings;
    /// Empty in a keyword field, like the lengths.
    Bytes positions;
    Bytes lengths;
    BoundBasis basis;
    BigramsReader bigrams;

    [[nodiscard]] bool is_text() const { return !lengths.empty(); }

    [[nodiscard]] PostingList list(const TermEntry& entry, std::uint32_t documents) const {
        return {postings, positions, lengths, entry, documents, is_text() ? ListKind::positions : ListKind::documents};
    }

    /// Tells the processor that the list of the term will soon be opened.
    void prefetch(const TermEntry& entry) const {
        if (entry.postings_offset < postings.size()) {
            __builtin_prefetch(postings.data() + entry.postings_offset);
        }
    }
};

/// An immutable segment, mapped.
class Segment {
public:
    /// Throws CorruptFile if the file is not a segment with these fields.
    Segment(const std::string& path, std::uint64_t length, std::uint32_t checksum,
            const std::vector<std::string>& text_fields, const std::vector<std::string>& keyword_fields);

    [[nodiscard]] std::uint32_t size() const { return columns_.size(); }
    [[nodiscard]] const Columns& columns() const { return columns_; }
    [[nodiscard]] const std::vector<SegmentField>& text_fields() const { return text_fields_; }
    [[nodiscard]] const std::vector<SegmentField>& keyword_fields() const { return keyword_fields_; }
    /// The text or keyword field of this name. Throws std::out_of_range.
    [[nodiscard]] const SegmentField& field(const std::string& name) const;
    [[nodiscard]] const ContainerReader& file() const { return file_; }

private:
    [[nodiscard]] SegmentField open_field(const std::string& name, bool text) const;

    ContainerReader file_;
    Columns columns_;
    std::vector<SegmentField> text_fields_;
    std::vector<SegmentField> keyword_fields_;
};

} // namespace searchlib::storage
