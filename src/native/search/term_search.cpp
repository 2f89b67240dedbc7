#include "search/term_search.hpp"

#include <algorithm>

#include "search/snapshot.hpp"
#include "storage/term_buffer.hpp"
#include "storage/term_filter.hpp"
#include "storage/term_lookup.hpp"

namespace searchlib::search {
namespace {

/// Look-ups whose memory is asked for before the first of them goes on: it takes a few lines of the nearest cache each.
constexpr std::size_t kTogether = 64;

const storage::SegmentField& field_of(const SnapshotSegment& part, const SoughtTerm& term) {
    return (term.keyword ? part.segment->keyword_fields() : part.segment->text_fields()).at(term.field);
}

void look_up_together(std::span<const SoughtTerm> terms, const std::vector<SnapshotSegment>& segments) {
    std::vector<storage::TermLookup> lookups;
    lookups.reserve(terms.size() * segments.size());
    storage::TermBuffer padded;
    for (const SoughtTerm& term : terms) {
        *term.entries = TermEntries(segments.size());
        padded.assign(term.text);
        const std::uint64_t hash = storage::TermFilter::hash_of(padded.view());
        for (const SnapshotSegment& part : segments) {
            lookups.emplace_back(field_of(part, term).terms, term.text, hash);
        }
    }
    const auto each = [&](auto&& step) {
        auto lookup = lookups.begin();
        for (const SoughtTerm& term : terms) {
            for (const SnapshotSegment& part : segments) {
                try {
                    step(term, part, *lookup++);
                } catch (const storage::Corrupt& error) {
                    throw storage::CorruptFile(part.segment->file().path(), error.what());
                }
            }
        }
    };
    each([](const SoughtTerm& /*term*/, const SnapshotSegment& /*part*/, storage::TermLookup& lookup) {
        lookup.narrow();
    });
    each([](const SoughtTerm& /*term*/, const SnapshotSegment& /*part*/, storage::TermLookup& lookup) {
        lookup.locate();
    });
    each([](const SoughtTerm& term, const SnapshotSegment& part, const storage::TermLookup& lookup) {
        if (auto& entry = (*term.entries)[part.number] = lookup.find()) {
            field_of(part, term).prefetch(*entry);
        }
    });
}

} // namespace

void look_up(std::span<const SoughtTerm> terms, const std::vector<SnapshotSegment>& segments) {
    const std::size_t most = std::max<std::size_t>(kTogether / std::max<std::size_t>(segments.size(), 1), 1);
    for (std::size_t first = 0; first < terms.size(); first += most) {
        look_up_together(terms.subspan(first, std::min(most, terms.size() - first)), segments);
    }
}

} // namespace searchlib::search
