#pragma once

#include <cstdint>
#include <string>
#include <string_view>
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
    /// The dictionary of a source, at a term that is yet to come or at its end.
    struct Source {
        explicit Source(const storage::TermsReader& reader) : terms(reader), at_end(!terms.next()) {}
        [[nodiscard]] bool is_at(std::string_view term) const { return !at_end && terms.term() == term; }

        storage::TermsIterator terms;
        bool at_end;
    };

    std::vector<Source> sources_;
    std::string term_;
    std::vector<StandsIn> stands_in_;
};

} // namespace searchlib::indexing
