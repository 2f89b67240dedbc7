#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "results/date_buckets.hpp"
#include "results/keyword_column.hpp"
#include "results/matches.hpp"

// What is counted of the documents that match: all of it exactly, whatever the segments.
namespace searchlib::results {

struct FacetValue {
    std::uint32_t value;
    std::uint32_t count;
    /// The first document that has it, newest first, by its number in the snapshot.
    std::uint32_t document;
};

struct Facet {
    /// Most documents first; where they are equal, in the order of the values.
    std::vector<FacetValue> values;
    /// How many different values there are.
    std::uint32_t distinct = 0;
    /// Documents without any.
    std::uint64_t missing = 0;
};

/// Counts the documents of each value; the `limit` commonest values are told.
Facet count_values(const Matches& matches, const KeywordColumn& column, std::size_t limit);

/// Counts the documents that have a value in each of some ranges, from the first number up to but not including the second.
std::vector<std::uint64_t> count_ranges(const Matches& matches, const KeywordColumn& column,
                                        const std::vector<std::pair<std::uint32_t, std::uint32_t>>& ranges);

struct Histogram {
    /// For each bucket.
    std::vector<std::uint64_t> counts;
    std::uint64_t undated = 0;
};

Histogram count_dates(const Matches& matches, const DateBuckets& buckets);

} // namespace searchlib::results
