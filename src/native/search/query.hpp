#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <vector>

#include "search/clauses.hpp"
#include "search/cursor.hpp"
#include "search/node.hpp"
#include "search/snapshot.hpp"
#include "search/top_documents.hpp"

namespace searchlib::search {

/// How a document comes to its score. Of what is no term, phrase or near only the score is told.
struct Account {
    Score score;
    double weight;
    std::uint32_t frequency;
    std::uint32_t length;
};

/// A query compiled for one snapshot: weights are known, cursors are made for each run.
class Query {
public:
    /// Weighs with the statistics given in place of the snapshot's own, if there are any. Throws
    /// std::invalid_argument if they contradict themselves.
    Query(std::shared_ptr<const Snapshot> snapshot, Node root, const Statistics* statistics);

    // `clauses_` points into `root_`.
    ~Query() = default;
    Query(const Query&) = delete;
    Query& operator=(const Query&) = delete;
    Query(Query&&) = delete;
    Query& operator=(Query&&) = delete;

    /// The best `k` documents by score. Of this and the orders by date, with a mark the first `k` behind it; throws
    /// std::out_of_range if there is no such document.
    [[nodiscard]] std::vector<Hit> best(std::size_t k, const Mark* after = nullptr) const;

    /// The same without any pruning: the slow twin of every plan, and what `best` is tested against.
    [[nodiscard]] std::vector<Hit> best_exhaustively(std::size_t k) const;

    /// The first `k` documents by date; their scores are zero.
    [[nodiscard]] std::vector<Hit> newest(std::size_t k, const Mark* after = nullptr) const;
    [[nodiscard]] std::vector<Hit> oldest(std::size_t k, const Mark* after = nullptr) const;

    /// How many live documents match.
    [[nodiscard]] std::uint64_t count() const;

    /// The name of the plan that `best` runs.
    [[nodiscard]] const char* plan() const;

    /// Each run is to take no longer than that; DeadlinePassed is thrown if it would.
    void limit_time(double seconds) { seconds_ = seconds; }

    /// Whether a pattern stands for more terms than it may.
    [[nodiscard]] bool cut() const { return cut_; }

    [[nodiscard]] double seconds() const { return seconds_; }

    [[nodiscard]] const std::shared_ptr<const Snapshot>& snapshot() const { return snapshot_; }

    /// Goes through the segments in order. Where the time is over before and what was found by then is wanted, the rest
    /// is left out.
    void each_segment(const std::function<void(const SnapshotSegment&)>& run) const;

    /// The documents of a segment that match, the deleted ones among them; null if none does. Without scores it is for
    /// finding them only.
    [[nodiscard]] CursorPointer cursor(const SnapshotSegment& segment, bool scored) const;

    /// How a document comes to its score; none if it does not match or is not there.
    [[nodiscard]] std::optional<Account> account_of(std::uint32_t doc) const;

private:
    /// The root without boosts, which change no match.
    [[nodiscard]] const Node& matching() const;

    void best_in(const SnapshotSegment& segment, SegmentCollector& collector) const;

    std::shared_ptr<const Snapshot> snapshot_;
    Node root_;
    /// That of statistics from outside.
    std::unique_ptr<const Scoring> outside_;
    const Scoring* scoring_;
    bool cut_ = false;
    double seconds_ = std::numeric_limits<double>::infinity();
    /// None where documents are ranked one by one.
    std::optional<Clauses> clauses_;
};

} // namespace searchlib::search
