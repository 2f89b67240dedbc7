#pragma once

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "search/cursor.hpp"
#include "search/near_counter.hpp"
#include "search/term_cursor.hpp"

// Words not far apart: slop, NEAR, ADJ, and words letter by letter.
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

/// The documents in which parts stand near each other, as often as they do.
class NearCursor final : public Cursor {
public:
    using Part = std::vector<Occurrence>;

    NearCursor(std::vector<Part> parts, std::uint32_t distance, bool ordered, Weight weight);

    [[nodiscard]] std::uint32_t document() const override { return document_; }
    std::uint32_t advance(std::uint32_t target) override { return document_ >= target ? document_ : find(target); }
    Score score() override;
    Bound bound(std::uint32_t target) override;
    void require(Score score) override { required_ = score; }
    [[nodiscard]] std::uint64_t cost() const override { return cost_; }
    [[nodiscard]] bool scores() const override { return weight_.idf > 0; }

    /// How often in the current document, and the code of its length.
    [[nodiscard]] std::uint32_t frequency() const { return frequency_; }
    [[nodiscard]] std::uint8_t length_code() const;

private:
    std::uint32_t find(std::uint32_t target);
    [[nodiscard]] bool can_reach_required();

    std::vector<Part> parts_;
    NearCounter counter_;
    Weight weight_;
    /// Parts by number, those of the fewest documents first.
    std::vector<std::size_t> order_;
    std::uint64_t cost_ = 0;
    std::uint32_t document_ = kEnd;
    std::uint32_t frequency_ = 0;
    Score required_ = 0;
    std::vector<std::vector<Place>> places_;
};

static_assert(FinalCursor<NearCursor>);

} // namespace searchlib::search
