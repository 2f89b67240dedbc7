#pragma once

#include "search/query.hpp"

namespace searchlib::results {

/// The scores of documents of a segment that match, asked for in ascending order.
class Scorer {
public:
    Scorer(const search::Query& query, const search::SnapshotSegment& segment)
        : cursor_(query.cursor(segment, true)), scores_(cursor_ && cursor_->scores()) {}

    [[nodiscard]] search::Score score(std::uint32_t doc) {
        return scores_ && cursor_->advance(doc) == doc ? cursor_->score() : 0;
    }

private:
    search::CursorPointer cursor_;
    bool scores_;
};

} // namespace searchlib::results
