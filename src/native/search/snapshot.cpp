#include "search/snapshot.hpp"

#include <algorithm>
#include <functional>
#include <span>
#include <stdexcept>

#include "search/term_search.hpp"

namespace searchlib::search {
Snapshot::Snapshot(const std::vector<Part>& parts, std::vector<FieldStatistics> fields, Parameters parameters)
    : fields_(std::move(fields)), parameters_(parameters) {
    std::uint64_t size = 0;
    for (const auto& [segment, deletes] : parts) {
        const auto number = static_cast<std::uint32_t>(segments_.size());
        segments_.push_back({segment, deletes, static_cast<std::uint32_t>(size), number});
        largest_first_.push_back(number);
        size += segment->size();
        if (size >= UINT32_MAX) {
            throw std::length_error("an index holds at most 2^32 - 2 documents");
        }
    }
    size_ = static_cast<std::uint32_t>(size);
    std::ranges::stable_sort(largest_first_, std::greater{},
                             [&](std::uint32_t number) { return segments_[number].segment->size(); });
    scoring_ = scoring(fields_);
}

Scoring Snapshot::scoring(const std::vector<FieldStatistics>& fields) const {
    Scoring scoring;
    for (const FieldStatistics& field : fields) {
        const double average =
            field.documents == 0 ? 1.0 : static_cast<double>(field.total_length) / static_cast<double>(field.documents);
        scoring.norms.emplace_back(parameters_.k1, parameters_.b, average);
    }
    for (const SnapshotSegment& part : segments_) {
        std::vector<double>& slack = scoring.slack.emplace_back();
        std::vector<double>& share = scoring.share.emplace_back();
        for (std::size_t field = 0; field < fields.size(); ++field) {
            const storage::BoundBasis& basis = part.segment->text_fields().at(field).basis;
            slack.push_back(bound_slack(basis, scoring.norms[field]));
            share.push_back(bound_share(basis, scoring.norms[field]));
        }
    }
    return scoring;
}

TermEntries Snapshot::find(std::uint32_t field, std::string_view term) const {
    TermEntries entries;
    const SoughtTerm sought{false, field, term, &entries};
    look_up(std::span(&sought, 1), segments_);
    return entries;
}

std::uint64_t Snapshot::document_frequency(std::uint32_t field, const TermEntries& entries) const {
    std::uint64_t frequency = 0;
    for (const SnapshotSegment& part : segments_) {
        if (const auto& entry = entries[part.number]) {
            const std::uint32_t removed = part.deletes ? part.deletes->removed(field, entry->ordinal) : 0;
            if (removed > entry->document_frequency) {
                throw storage::CorruptFile(part.segment->file().path(), "a term lost more documents than it had");
            }
            frequency += entry->document_frequency - removed;
        }
    }
    return frequency;
}

std::pair<std::uint32_t, std::uint32_t> Snapshot::locate(std::uint32_t doc) const {
    for (std::uint32_t number = 0; number < segments_.size(); ++number) {
        const SnapshotSegment& part = segments_[number];
        if (doc - part.base < part.segment->size()) {
            return {number, doc - part.base};
        }
    }
    throw std::out_of_range("no document has this number");
}

} // namespace searchlib::search
