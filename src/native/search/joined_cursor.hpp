#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "search/cursor.hpp"
#include "search/term_cursor.hpp"

namespace searchlib::search {

/// The documents of a term in several fields, scored as if these were one in which the term's frequency in each counts
/// by the weight of the field and by how long it is (BM25F).
class JoinedCursor final : public Cursor {
public:
    struct Field {
        /// Weighs with the term's weight in all fields, so that its bounds are bounds of what the field adds.
        std::unique_ptr<TermCursor> cursor;
        const LengthNorms* norms;
        double weight;
    };

    JoinedCursor(std::vector<Field> fields, double idf);

    [[nodiscard]] std::uint32_t document() const override { return document_; }
    std::uint32_t advance(std::uint32_t target) override;
    Score score() override;
    Bound bound(std::uint32_t target) override;
    [[nodiscard]] std::uint64_t cost() const override { return cost_; }
    [[nodiscard]] bool scores() const override { return true; }

private:
    std::vector<Field> fields_;
    double idf_;
    std::uint64_t cost_ = 0;
    std::uint32_t document_ = kEnd;
};

static_assert(FinalCursor<JoinedCursor>);

} // namespace searchlib::search
