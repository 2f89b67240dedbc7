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
    /// Of exact forms the place of the field of their stems among the text fields, and its postings and positions: a form
    /// that stands where its stem does has the list of that.
    std::optional<std::size_t> stems;
    Bytes stem_postings;
    Bytes stem_positions;

    [[nodiscard]] bool is_text() const { return !lengths.empty(); }

    [[nodiscard]] PostingList list(TermEntry entry, std::uint32_t documents) const {
        const Bytes own_postings = section_of(entry.postings_offset, stem_postings, postings);
        const Bytes own_positions = section_of(entry.positions_offset, stem_positions, positions);
        return {own_postings, own_positions, lengths,
                entry,        documents,     is_text() ? ListKind::positions : ListKind::documents};
    }

    /// Whether the list of an exact form is that of a stem.
    [[nodiscard]] bool is_shared(const TermEntry& entry) const {
        return entry.positions_offset < stem_positions.size();
    }

    /// Tells the processor that the list of the term will soon be opened.
    void prefetch(const TermEntry& entry) const {
        std::uint64_t offset = entry.postings_offset;
        const Bytes section = section_of(offset, stem_postings, postings);
        const std::uint64_t bounds =
            offset +
            PostingList::bounds_offset(entry.document_frequency, is_text() ? ListKind::positions : ListKind::documents);
        if (bounds < section.size()) {
            __builtin_prefetch(section.data() + offset);
            __builtin_prefetch(section.data() + bounds);
        }
    }

private:
    /// Which of two sections that offsets count through an offset points into; leaves where there.
    static Bytes section_of(std::uint64_t& offset, Bytes first, Bytes second) {
        if (offset < first.size()) {
            return first;
        }
        offset -= first.size();
        return second;
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
    void find_stems(SegmentField& field) const;

    ContainerReader file_;
    Columns columns_;
    std::vector<SegmentField> text_fields_;
    std::vector<SegmentField> keyword_fields_;
};

} // namespace searchlib::storage
