#include "search/snapshot.hpp"

#include <algorithm>
#include <functional>
#include <stdexcept>

#include "storage/term_buffer.hpp"
#include "storage/term_filter.hpp"
#include "storage/term_lookup.hpp"

namespace searchlib::search {
namespace {

using Fields = const std::vector<storage::SegmentField>& (storage::Segment::*)() const;

TermEntries find_in(const std::vector<SnapshotSegment>& segments, Fields fields, std::uint32_t field,
                    std::string_view term) {
    const auto field_of = [&](const SnapshotSegment& part) -> const storage::SegmentField& {
        return ((*part.segment).*fields)().at(field);
    };
    storage::TermBuffer padded;
    padded.assign(term);
    const std::uint64_t hash = storage::TermFilter::hash_of(padded.view());
    std::vector<storage::TermLookup> lookups;
    lookups.reserve(segments.size());
    for (const SnapshotSegment& part : segments) {
        lookups.emplace_back(field_of(part).terms, term, hash);
    }
    TermEntries entries(segments.size());
    const auto each = [&](auto&& step) {
        for (const SnapshotSegment& part : segments) {
            try {
                step(part, lookups[part.number]);
            } catch (const storage::Corrupt& error) {
                throw storage::CorruptFile(part.segment->file().path(), error.what());
            }
        }
    };
    each([](const SnapshotSegment& /*part*/, storage::TermLookup& lookup) { lookup.narrow(); });
    each([](const SnapshotSegment& /*part*/, storage::TermLookup& lookup) { lookup.locate(); });
    each([&](const SnapshotSegment& part, storage::TermLookup& lookup) {
        if (auto& entry = entries[part.number] = lookup.find()) {
            field_of(part).prefetch(*entry);
        }
    });
    return entries;
}

} // namespace

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
    return find_in(segments_, &storage::Segment::text_fields, field, term);
}

TermEntries Snapshot::find_keyword(std::uint32_t field, std::string_view term) const {
    return find_in(segments_, &storage::Segment::keyword_fields, field, term);
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
