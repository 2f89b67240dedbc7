#include "results/counting.hpp"

#include <algorithm>

#include "search/deadline.hpp"
#include "search/top_documents.hpp"

namespace searchlib::results {
namespace {

using search::SnapshotSegment;

/// Does something in each segment, unless the time is over: what has been found by then is counted in any case.
template <class Run> void each_segment(const Matches& matches, Run&& run) {
    for (const SnapshotSegment& segment : matches.snapshot().segments()) {
        if (!search::Deadline::wants_partial()) {
            search::Deadline::check();
        }
        run(segment);
    }
}

/// An object and no function, so that the heap inlines it.
struct Commoner {
    bool operator()(const FacetValue& a, const FacetValue& b) const {
        return a.count != b.count ? a.count > b.count : a.value < b.value;
    }
};

/// The `limit` commonest of all values.
Facet commonest(const std::vector<std::uint32_t>& counts, std::size_t limit) {
    Facet facet;
    std::vector<FacetValue>& heap = facet.values;
    for (std::uint32_t value = 0; value < counts.size(); ++value) {
        if (counts[value] == 0) {
            continue;
        }
        ++facet.distinct;
        const FacetValue one{value, counts[value], 0};
        if (heap.size() < limit) {
            heap.push_back(one);
            std::ranges::push_heap(heap, Commoner());
        } else if (limit > 0 && Commoner()(one, heap.front())) {
            search::replace_front(heap, one, Commoner());
        }
    }
    std::ranges::sort_heap(heap, Commoner());
    return facet;
}

/// Adds up how many documents of a segment have each value; returns how many have none.
///
/// How many values a document has is what no processor predicts. So of every document a few are counted without asking,
/// and where it has fewer, places behind those of the values are. Bits choose between them, as a question would be one to
/// the processor again.
std::uint64_t tally(const Matches& matches, const KeywordColumn& column, std::uint32_t segment, std::uint32_t* counts) {
    constexpr std::uint32_t kBlind = KeywordColumn::kReadable;
    const auto [starts, values] = column.view(segment);
    const std::uint32_t behind = column.size();
    std::uint64_t missing = 0;
    matches.each(segment, [&, starts = starts, values = values](std::uint32_t doc) {
        const std::uint32_t* const own = values + starts[doc];
        const std::uint32_t count = starts[doc + 1] - starts[doc];
        missing += count == 0 ? 1 : 0;
        for (std::uint32_t at = 0; at < kBlind; ++at) {
            // All ones if the document has such a value.
            const std::uint32_t has = 0U - std::uint32_t{at < count};
            ++counts[(own[at] & has) | ((behind + at) & ~has)];
        }
        for (std::uint32_t at = kBlind; at < count; ++at) {
            ++counts[own[at]];
        }
    });
    return missing;
}

/// Looks for the first document of some values. The commonest are found at once, so most documents are never looked at.
class FirstDocuments {
public:
    FirstDocuments(const Matches& matches, const KeywordColumn& column, std::vector<FacetValue>& values)
        : matches_(matches), column_(column), values_(values), places_(column.size(), kNotWanted),
          taken_(values.size()) {
        for (std::uint32_t at = 0; at < values.size(); ++at) {
            places_[values[at].value] = at;
        }
    }

    void find(const SnapshotSegment& segment) {
        std::vector<bool> found(values_.size());
        std::size_t left = values_.size();
        matches_.each_while(segment.number, [&](std::uint32_t doc) {
            for (const std::uint32_t value : column_.values(segment.number, doc)) {
                const std::uint32_t place = places_[value];
                if (place != kNotWanted && !found[place]) {
                    found[place] = true;
                    --left;
                    take(values_[place], segment, doc);
                }
            }
            return left > 0;
        });
    }

private:
    static constexpr std::uint32_t kNotWanted = UINT32_MAX;

    /// Keeps a document unless one of another segment comes before it.
    void take(FacetValue& value, const SnapshotSegment& segment, std::uint32_t doc) {
        if (taken_[places_[value.value]]) {
            const auto& segments = matches_.snapshot().segments();
            const auto [number, other] = matches_.snapshot().locate(value.document);
            const storage::Columns& known = segments[number].segment->columns();
            const storage::Columns& columns = segment.segment->columns();
            if (storage::comes_before(known.seconds(other), known.sequence(other), columns.seconds(doc),
                                      columns.sequence(doc))) {
                return;
            }
        }
        taken_[places_[value.value]] = true;
        value.document = segment.base + doc;
    }

    const Matches& matches_;
    const KeywordColumn& column_;
    std::vector<FacetValue>& values_;
    /// Of each value its place among those that are wanted.
    std::vector<std::uint32_t> places_;
    std::vector<bool> taken_;
};

} // namespace

Facet count_values(const Matches& matches, const KeywordColumn& column, std::size_t limit) {
    std::vector<std::uint32_t> counts(column.size() + KeywordColumn::kReadable);
    std::uint64_t missing = 0;
    each_segment(matches, [&](const SnapshotSegment& segment) {
        missing += tally(matches, column, segment.number, counts.data());
    });
    counts.resize(column.size());
    Facet facet = commonest(counts, limit);
    facet.missing = missing;
    FirstDocuments first(matches, column, facet.values);
    each_segment(matches, [&](const SnapshotSegment& segment) { first.find(segment); });
    return facet;
}

std::vector<std::uint64_t> count_ranges(const Matches& matches, const KeywordColumn& column,
                                        const std::vector<std::pair<std::uint32_t, std::uint32_t>>& ranges) {
    std::vector<std::uint64_t> counts(ranges.size());
    each_segment(matches, [&](const SnapshotSegment& segment) {
        matches.each(segment.number, [&](std::uint32_t doc) {
            const auto values = column.values(segment.number, doc);
            for (std::size_t at = 0; at < ranges.size(); ++at) {
                const auto& [begin, end] = ranges[at];
                const bool within =
                    std::ranges::any_of(values, [&](std::uint32_t value) { return begin <= value && value < end; });
                counts[at] += within ? 1 : 0;
            }
        });
    });
    return counts;
}

Histogram count_dates(const Matches& matches, const DateBuckets& buckets) {
    Histogram histogram;
    histogram.counts.resize(buckets.starts().size());
    each_segment(matches, [&](const SnapshotSegment& segment) {
        std::uint32_t begin = 0;
        for (const auto& [bucket, end] : buckets.runs(segment.number)) {
            histogram.counts[bucket] += matches.count(segment.number, begin, end);
            begin = end;
        }
        histogram.undated += matches.count(segment.number, begin, segment.segment->size());
    });
    return histogram;
}

} // namespace searchlib::results
