#pragma once

#include <bit>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "search/query.hpp"

namespace searchlib::results {

/// The live documents that match a query, a bit for each document of each segment: found once, counted as often as wanted.
class Matches {
public:
    explicit Matches(const search::Query& query);

    [[nodiscard]] const search::Snapshot& snapshot() const { return *snapshot_; }
    [[nodiscard]] std::uint64_t total() const { return total_; }

    /// Those of a segment from `begin` to before `end`.
    [[nodiscard]] std::uint64_t count(std::uint32_t segment, std::uint32_t begin, std::uint32_t end) const;

    /// Calls with the number in its segment of each document, ascending, as long as it says to go on.
    template <class Call> void each_while(std::uint32_t segment, Call&& call) const {
        const std::vector<std::uint64_t>& bits = bits_[segment];
        for (std::size_t word = 0; word < bits.size(); ++word) {
            for (std::uint64_t left = bits[word]; left != 0; left &= left - 1) {
                const auto bit = static_cast<std::uint32_t>(std::countr_zero(left));
                if (!call(static_cast<std::uint32_t>(word * 64) + bit)) {
                    return;
                }
            }
        }
    }

    /// The same of all.
    template <class Call> void each(std::uint32_t segment, Call&& call) const {
        each_while(segment, [&](std::uint32_t doc) {
            call(doc);
            return true;
        });
    }

private:
    void remove_deleted(const search::SnapshotSegment& segment);

    std::shared_ptr<const search::Snapshot> snapshot_;
    /// Empty for a segment without matches.
    std::vector<std::vector<std::uint64_t>> bits_;
    std::uint64_t total_ = 0;
};

} // namespace searchlib::results
