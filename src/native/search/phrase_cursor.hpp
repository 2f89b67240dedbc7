#pragma once

#include <vector>

#include "search/cursor.hpp"
#include "search/term_cursor.hpp"

namespace searchlib::search {

/// The documents in which several terms stand at the given distances from each other.
class PhraseCursor final : public Cursor {
public:
    struct Part {
        /// Scores with the weight of the whole phrase, so that its bounds are bounds of the phrase's.
        std::unique_ptr<TermCursor> cursor;
        std::uint32_t position;
    };

    PhraseCursor(std::vector<Part> parts, Weight weight);

    [[nodiscard]] std::uint32_t document() const override { return document_; }
    std::uint32_t advance(std::uint32_t target) override;
    Score score() override;
    Bound bound(std::uint32_t target) override;
    void require(Score score) override { required_ = score; }
    [[nodiscard]] std::uint64_t cost() const override { return parts_.front().cursor->cost(); }
    [[nodiscard]] bool scores() const override { return true; }

    /// How often in the current document, and the code of its length.
    [[nodiscard]] std::uint32_t frequency() const { return frequency_; }
    [[nodiscard]] std::uint8_t length_code() const { return parts_.front().cursor->length_code(); }

private:
    std::uint32_t find(std::uint32_t target);
    [[nodiscard]] bool lead_can_reach_required();
    [[nodiscard]] bool can_reach_required();
    [[nodiscard]] std::uint32_t count_occurrences();

    /// Rarest first.
    std::vector<Part> parts_;
    Weight weight_;
    std::uint32_t document_ = kEnd;
    std::uint32_t frequency_ = 0;
    Score required_ = 0;
    std::vector<std::uint32_t> starts_;
};

static_assert(FinalCursor<PhraseCursor>);

} // namespace searchlib::search
