#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "search/cursor.hpp"
#include "search/near_counter.hpp"
#include "search/term_cursor.hpp"

namespace searchlib::search {

/// A term, or several at fixed distances: one of the things that may stand in the place of a part.
class Occurrence {
public:
    struct Term {
        std::unique_ptr<TermCursor> cursor;
        std::uint32_t position;
    };

    /// `others` are terms in whose places the only term of this does not count.
    Occurrence(std::vector<Term> terms, std::vector<std::unique_ptr<TermCursor>> others);

    [[nodiscard]] std::uint32_t document() const { return document_; }
    std::uint32_t advance(std::uint32_t target);
    [[nodiscard]] std::uint64_t cost() const { return terms_.front().cursor->cost(); }
    /// A list that has all its documents.
    [[nodiscard]] const storage::PostingList& postings() const { return terms_.front().cursor->postings(); }

    /// At most how often it stands in the current document.
    [[nodiscard]] std::uint32_t most_frequent();
    /// Appends where it stands in the current document.
    void places(std::vector<Place>& out);
    Bound bound(std::uint32_t target);
    [[nodiscard]] std::uint8_t length_code() const { return terms_.front().cursor->length_code(); }

private:
    std::uint32_t find(std::uint32_t target);
    void remove_others(std::vector<std::uint32_t>& starts);

    /// Rarest first.
    std::vector<Term> terms_;
    std::vector<std::unique_ptr<TermCursor>> others_;
    std::uint32_t width_ = 0;
    std::uint32_t document_ = kEnd;
    std::vector<std::uint32_t> starts_;
};

} // namespace searchlib::search
