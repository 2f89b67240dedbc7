#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "search/snapshot.hpp"

namespace searchlib::results {

/// The days, months or years that the documents of a snapshot are of. In a segment, whose documents stand newest first,
/// each is a run of documents.
class DateBuckets {
public:
    /// Of the seconds of a date: when the day, month or year that it lies in begins.
    using Start = std::function<std::int64_t(std::int64_t)>;

    /// Asks `start` once for each of them. Throws std::invalid_argument if one begins after a date that lies in it.
    DateBuckets(const search::Snapshot& snapshot, const Start& start);

    struct Run {
        std::uint32_t bucket;
        /// The first document behind it.
        std::uint32_t end;
    };

    /// When each begins, ascending.
    [[nodiscard]] const std::vector<std::int64_t>& starts() const { return starts_; }

    /// Those of a segment, one behind the other from document 0 on; behind them stand the undated documents.
    [[nodiscard]] std::span<const Run> runs(std::uint32_t segment) const { return runs_[segment]; }

private:
    std::vector<std::int64_t> starts_;
    std::vector<std::vector<Run>> runs_;
};

} // namespace searchlib::results
