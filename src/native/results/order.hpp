#pragma once

#include <cstdint>
#include <limits>
#include <span>

#include "results/keyword_column.hpp"
#include "search/top_documents.hpp"

// The orders of documents beside that of their scores alone.
namespace searchlib::results {

/// Where a document stands in an order.
struct Place {
    /// The lower, the better.
    std::uint64_t rank;
    search::Hit hit;
};

/// By rank, then as by score.
struct Before {
    bool operator()(const Place& a, const Place& b) const {
        return a.rank != b.rank ? a.rank < b.rank : search::ByScore()(a.hit, b.hit);
    }
};

inline constexpr search::Score kAnyScore = std::numeric_limits<search::Score>::max();

/// Whether a document of that rank and score may stand before a place: what breaks ties is looked up only then.
inline bool may_precede(std::uint64_t rank, search::Score score, const Place& place) {
    return rank != place.rank ? rank < place.rank : score >= place.hit.score;
}

/// An order by the date or by a value of each document, or by its score alone. Documents that lack what they are ordered
/// by come last. Of several values the least counts, or where it descends, the greatest.
class Order {
public:
    enum class By : std::uint8_t { score, date, value };

    /// By score or date.
    Order(By by, bool descending) : by_(by), descending_(descending) {}
    /// By value; the column must outlive the order.
    Order(const KeywordColumn& column, bool descending) : by_(By::value), descending_(descending), column_(&column) {}

    [[nodiscard]] std::uint64_t rank(const search::SnapshotSegment& segment, std::uint32_t doc) const {
        switch (by_) {
        case By::score:
            return 0;
        case By::date:
            return rank_of_date(segment.segment->columns().seconds(doc));
        default:
            return rank_of_values(column_->values(segment.number, doc));
        }
    }

    [[nodiscard]] Place place(const search::SnapshotSegment& segment, std::uint32_t doc, search::Score score) const {
        const storage::Columns& columns = segment.segment->columns();
        return {rank(segment, doc), {score, columns.seconds(doc), columns.sequence(doc), segment.base + doc}};
    }

    /// Where a marked document stands. Throws std::out_of_range if there is no such document.
    [[nodiscard]] Place place(const search::Mark& mark, const search::Snapshot& snapshot) const {
        const auto [number, doc] = snapshot.locate(mark.document);
        return place(snapshot.segments()[number], doc, mark.score);
    }

private:
    static constexpr std::uint64_t kMissing = UINT64_MAX;

    [[nodiscard]] std::uint64_t rank_of_date(std::int64_t seconds) const {
        if (seconds == storage::kUndated) {
            return kMissing;
        }
        const std::uint64_t ordered = static_cast<std::uint64_t>(seconds) ^ storage::kSign;
        return descending_ ? ~ordered : ordered;
    }

    [[nodiscard]] std::uint64_t rank_of_values(std::span<const std::uint32_t> values) const {
        if (values.empty()) {
            return kMissing;
        }
        return descending_ ? std::uint64_t{UINT32_MAX} - values.back() : values.front();
    }

    By by_;
    bool descending_;
    const KeywordColumn* column_ = nullptr;
};

} // namespace searchlib::results
