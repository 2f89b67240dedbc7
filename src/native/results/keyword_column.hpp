#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "search/snapshot.hpp"

namespace searchlib::results {

/// Which values of a keyword or number field each document of a snapshot has. Values are numbered over all segments, in
/// the order of their bytes, which for numbers is their own.
///
/// It is made of the postings of the field when it is first needed and lies in memory: four bytes for each document and
/// each of its values. Nothing of it is on disk.
class KeywordColumn {
public:
    /// Costs a walk through all postings of the field.
    KeywordColumn(std::shared_ptr<const search::Snapshot> snapshot, std::uint32_t field);

    /// How many different values there are.
    [[nodiscard]] std::uint32_t size() const { return size_; }

    /// Those of a document, by its number in a segment, ascending.
    [[nodiscard]] std::span<const std::uint32_t> values(std::uint32_t segment, std::uint32_t doc) const {
        const Part& part = parts_[segment];
        const std::uint32_t begin = part.starts[doc];
        return {part.values.data() + begin, part.starts[doc + 1] - begin};
    }

    /// The values of a segment where they lie: those of a document from starts[doc] to before starts[doc + 1].
    struct View {
        const std::uint32_t* starts;
        const std::uint32_t* values;
    };
    [[nodiscard]] View view(std::uint32_t segment) const {
        return {parts_[segment].starts.data(), parts_[segment].values.data()};
    }

    /// So many values can be read from where those of any document begin.
    static constexpr std::uint32_t kReadable = 4;

    /// A value as it is indexed. Throws std::out_of_range.
    [[nodiscard]] std::string text(std::uint32_t value) const;

    /// The first value that is not before `text`; size() if there is none.
    [[nodiscard]] std::uint32_t first_from(std::string_view text) const;

private:
    struct Part {
        /// Where the values of each document begin, and where those of the last end.
        std::vector<std::uint32_t> starts;
        std::vector<std::uint32_t> values;
        /// The number of each term of the segment; empty where that is its ordinal.
        std::vector<std::uint32_t> numbers;
    };

    [[nodiscard]] const storage::SegmentField& field_of(const search::SnapshotSegment& segment) const;
    void number_terms();
    void fill(const search::SnapshotSegment& segment);

    std::shared_ptr<const search::Snapshot> snapshot_;
    std::uint32_t field_;
    std::uint32_t size_ = 0;
    std::vector<Part> parts_;
};

} // namespace searchlib::results
