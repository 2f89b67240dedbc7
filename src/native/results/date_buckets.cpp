#include "results/date_buckets.hpp"

#include <algorithm>
#include <stdexcept>

#include "search/deadline.hpp"

namespace searchlib::results {
namespace {

/// Where the documents of a segment go over from one day, month or year to the next: when it begins, and its end.
using Marks = std::vector<std::pair<std::int64_t, std::uint32_t>>;

Marks marks_of(const storage::Columns& columns, const DateBuckets::Start& start) {
    Marks marks;
    const std::uint32_t dated = columns.first_older_than(storage::kUndated + 1);
    for (std::uint32_t doc = 0; doc < dated; doc = marks.back().second) {
        search::Deadline::check_lightly();
        const std::int64_t begin = start(columns.seconds(doc));
        if (begin > columns.seconds(doc) || begin <= storage::kUndated) {
            throw std::invalid_argument("a day begins before all that lies in it");
        }
        marks.emplace_back(begin, std::max(doc + 1, columns.first_older_than(begin)));
    }
    return marks;
}

} // namespace

DateBuckets::DateBuckets(const search::Snapshot& snapshot, const Start& start) {
    std::vector<Marks> all;
    for (const search::SnapshotSegment& segment : snapshot.segments()) {
        try {
            all.push_back(marks_of(segment.segment->columns(), start));
        } catch (const storage::Corrupt& error) {
            throw storage::CorruptFile(segment.segment->file().path(), error.what());
        }
        for (const auto& [begin, end] : all.back()) {
            starts_.push_back(begin);
        }
    }
    std::ranges::sort(starts_);
    const auto doubled = std::ranges::unique(starts_);
    starts_.erase(doubled.begin(), doubled.end());
    for (const Marks& marks : all) {
        std::vector<Run>& runs = runs_.emplace_back();
        for (const auto& [begin, end] : marks) {
            runs.push_back(
                {static_cast<std::uint32_t>(std::ranges::lower_bound(starts_, begin) - starts_.begin()), end});
        }
    }
}

} // namespace searchlib::results
