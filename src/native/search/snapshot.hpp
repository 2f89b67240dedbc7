#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "search/scoring.hpp"
#include "search/term_entries.hpp"
#include "storage/deletes.hpp"
#include "storage/segment.hpp"

namespace searchlib::search {

/// What BM25 needs to know of a text field: live documents that have it, and the sum of their
/// (quantised) lengths.
struct FieldStatistics {
    std::uint64_t documents = 0;
    std::uint64_t total_length = 0;
};

/// What BM25 is tuned by.
struct Parameters {
    double k1;
    double b;
};

/// How the text fields of a snapshot are scored, under its own statistics or those from outside.
struct Scoring {
    /// By field.
    std::vector<LengthNorms> norms;
    /// By segment and field, what bounds of blocks are multiplied by.
    std::vector<std::vector<double>> slack;
    /// Likewise, what the best document of each block scores at least of its bound.
    std::vector<std::vector<double>> share;
};

/// One segment of a snapshot. Its documents are numbered from `base` on.
struct SnapshotSegment {
    std::shared_ptr<const storage::Segment> segment;
    /// Null where no document is deleted.
    std::shared_ptr<const storage::Deletes> deletes;
    std::uint32_t base = 0;
    /// Its place among the segments of the snapshot.
    std::uint32_t number = 0;

    [[nodiscard]] bool live(std::uint32_t doc) const { return !deletes || !deletes->contains(doc); }
};

/// The segments of one generation, with their statistics.
class Snapshot {
public:
    struct Part {
        std::shared_ptr<const storage::Segment> segment;
        std::shared_ptr<const storage::Deletes> deletes;
    };

    /// `fields` are the live statistics of the text fields.
    Snapshot(const std::vector<Part>& parts, std::vector<FieldStatistics> fields, Parameters parameters);

    [[nodiscard]] const std::vector<SnapshotSegment>& segments() const { return segments_; }
    /// Their numbers, in the order in which they are asked: what the largest have drops the most in the others.
    [[nodiscard]] const std::vector<std::uint32_t>& largest_first() const { return largest_first_; }
    [[nodiscard]] const std::vector<FieldStatistics>& fields() const { return fields_; }

    /// Under the snapshot's own statistics.
    [[nodiscard]] const Scoring& scoring() const { return scoring_; }
    [[nodiscard]] Scoring scoring(const std::vector<FieldStatistics>& fields) const;

    /// Documents, the deleted ones among them.
    [[nodiscard]] std::uint32_t size() const { return size_; }

    /// What each segment knows of a term of a text field.
    [[nodiscard]] TermEntries find(std::uint32_t field, std::string_view term) const;

    /// Live documents that have the term in the text field, from what the segments know of it.
    [[nodiscard]] std::uint64_t document_frequency(std::uint32_t field, const TermEntries& entries) const;

    /// The segment of a document and its number there. Throws std::out_of_range.
    [[nodiscard]] std::pair<std::uint32_t, std::uint32_t> locate(std::uint32_t doc) const;

private:
    std::vector<SnapshotSegment> segments_;
    std::vector<std::uint32_t> largest_first_;
    std::vector<FieldStatistics> fields_;
    Parameters parameters_;
    Scoring scoring_;
    std::uint32_t size_ = 0;
};

/// Live documents that have a term, by text field and term.
using Frequencies = std::map<std::pair<std::uint32_t, std::string>, std::uint64_t>;

/// Statistics from outside, in place of the snapshot's own: those of all shards together.
struct Statistics {
    std::vector<FieldStatistics> fields;
    Frequencies document_frequencies;
};

} // namespace searchlib::search
