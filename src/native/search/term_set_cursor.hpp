#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "search/cursor.hpp"
#include "search/term_cursor.hpp"

namespace searchlib::search {

/// The documents of any of many terms, all scoring the same. Goes through them a window of documents at a time, so
/// that a query that stops early does not read the lists to their ends.
class TermSetCursor final : public Cursor {
public:
    /// `singles` are the documents of terms that stand in one only, in any order.
    TermSetCursor(std::vector<std::unique_ptr<TermCursor>> terms, std::vector<std::uint32_t> singles, Score score);

    [[nodiscard]] std::uint32_t document() const override { return document_; }
    std::uint32_t advance(std::uint32_t target) override;
    Score score() override { return score_; }
    Bound bound(std::uint32_t /*target*/) override { return {score_, kEnd}; }
    void mark(std::uint32_t begin, std::uint32_t end, std::uint64_t* bits) override;
    [[nodiscard]] std::uint64_t cost() const override { return cost_; }
    [[nodiscard]] bool scores() const override { return score_ > 0; }

private:
    static constexpr std::uint32_t kWindow = 1U << 13U;

    bool fill(std::uint32_t from);
    [[nodiscard]] std::uint32_t first_marked(std::uint32_t from) const;

    std::vector<std::unique_ptr<TermCursor>> terms_;
    std::vector<std::uint32_t> singles_;
    std::size_t next_single_ = 0;
    Score score_;
    std::uint64_t cost_ = 0;
    std::uint32_t document_ = 0;
    /// The window that is at hand.
    std::uint32_t begin_ = 0;
    std::vector<std::uint64_t> bits_;
};

static_assert(FinalCursor<TermSetCursor>);

} // namespace searchlib::search
