#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "storage/segment.hpp"

namespace searchlib::indexing {

/// A source of a merge that has a term, and what it knows of it.
struct StandsIn {
    std::size_t source;
    storage::TermEntry entry;
};

/// The terms of one field in all sources of a merge, in one order.
class MergedTerms {
public:
    /// The field in each source.
    explicit MergedTerms(const std::vector<const storage::SegmentField*>& fields);

    /// Moves to the next term; false at the end.
    bool next();

    [[nodiscard]] const std::string& term() const { return term_; }
    /// The sources that have it, ascending.
    [[nodiscard]] const std::vector<StandsIn>& stands_in() const { return stands_in_; }

private:
    void advance(std::size_t source);

    /// Of each source the iterator at a term that is yet to come; none at its end.
    std::vector<std::optional<storage::TermsIterator>> iterators_;
    std::string term_;
    std::vector<StandsIn> stands_in_;
};

} // namespace searchlib::indexing
