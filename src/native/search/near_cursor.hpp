#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "search/cursor.hpp"
#include "search/near_counter.hpp"
#include "search/near_part.hpp"

// Words not far apart: slop, NEAR, ADJ, and words letter by letter.
namespace searchlib::search {

/// The documents in which parts stand near each other, as often as they do.
class NearCursor final : public Cursor {
public:
    NearCursor(std::vector<NearPart> parts, std::uint32_t distance, bool ordered, Weight weight);

    [[nodiscard]] std::uint32_t document() const override { return document_; }
    std::uint32_t advance(std::uint32_t target) override { return document_ >= target ? document_ : find(target); }
    Score score() override;
    Bound bound(std::uint32_t target) override;
    void require(Score score) override { required_ = score; }
    [[nodiscard]] std::uint64_t cost() const override { return cost_; }
    [[nodiscard]] bool scores() const override { return weight_.idf > 0; }

    /// How often in the current document, and the code of its length.
    [[nodiscard]] std::uint32_t frequency();
    [[nodiscard]] std::uint8_t length_code() { return parts_[order_.front()].length_code(); }

private:
    std::uint32_t find(std::uint32_t target);
    [[nodiscard]] bool can_reach_required();
    [[nodiscard]] bool stands_in_document();
    bool add_places(std::size_t count);

    std::vector<NearPart> parts_;
    NearCounter counter_;
    Weight weight_;
    /// Parts by number, those of the fewest documents first.
    std::vector<std::size_t> order_;
    std::uint64_t cost_ = 0;
    std::uint32_t document_ = kEnd;
    /// None until it is asked for.
    std::optional<std::uint32_t> frequency_;
    Score required_ = 0;
    /// By part, in the current document, as far as it has been looked at.
    std::vector<std::vector<Place>> places_;
};

static_assert(FinalCursor<NearCursor>);

} // namespace searchlib::search
