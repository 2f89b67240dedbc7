#pragma once

#include <cstdint>
#include <utility>

#include "search/cursor.hpp"
#include "storage/bytes.hpp"
#include "storage/columns.hpp"

// Cursors that change what another one scores, and the one of fields that hold anything.
namespace searchlib::search {

/// Documents of another cursor, all scoring the same.
class ConstantCursor final : public Cursor {
public:
    ConstantCursor(CursorPointer child, Score score) : child_(std::move(child)), score_(score) {}

    [[nodiscard]] std::uint32_t document() const override { return child_->document(); }
    std::uint32_t advance(std::uint32_t target) override { return child_->advance(target); }
    Score score() override { return score_; }
    Bound bound(std::uint32_t /*target*/) override { return {score_, kEnd}; }
    void mark(std::uint32_t begin, std::uint32_t end, std::uint64_t* bits) override { child_->mark(begin, end, bits); }
    [[nodiscard]] std::uint64_t cost() const override { return child_->cost(); }
    [[nodiscard]] bool scores() const override { return score_ > 0; }

private:
    CursorPointer child_;
    Score score_;
};

/// Documents of another cursor, that score the less the older they are: half as much after each half-life. What is
/// not dated scores nothing; what is newer than `now` loses nothing.
class RecentCursor final : public Cursor {
public:
    RecentCursor(CursorPointer child, const storage::Columns& columns, std::int64_t now, double half_life)
        : child_(std::move(child)), columns_(&columns), now_(now), half_life_(half_life) {}

    [[nodiscard]] std::uint32_t document() const override { return child_->document(); }
    std::uint32_t advance(std::uint32_t target) override { return child_->advance(target); }
    Score score() override { return scaled(child_->score(), document()); }
    Bound bound(std::uint32_t target) override;
    void mark(std::uint32_t begin, std::uint32_t end, std::uint64_t* bits) override { child_->mark(begin, end, bits); }
    [[nodiscard]] std::uint64_t cost() const override { return child_->cost(); }
    [[nodiscard]] bool scores() const override { return child_->scores(); }

    /// Multiples of 1/65536 that a score keeps at an age in seconds.
    static std::int64_t kept(std::int64_t age, double half_life);

private:
    [[nodiscard]] Score scaled(Score score, std::uint32_t document) const;

    CursorPointer child_;
    const storage::Columns* columns_;
    std::int64_t now_;
    double half_life_;
};

/// Documents that have a text in a field: those with a length.
class ExistsCursor final : public Cursor {
public:
    ExistsCursor(storage::Bytes lengths, std::uint32_t size) : lengths_(lengths), size_(size) { find(0); }

    [[nodiscard]] std::uint32_t document() const override { return document_; }
    std::uint32_t advance(std::uint32_t target) override { return document_ >= target ? document_ : find(target); }
    Score score() override { return 0; }
    Bound bound(std::uint32_t /*target*/) override { return {0, kEnd}; }
    [[nodiscard]] std::uint64_t cost() const override { return size_; }
    [[nodiscard]] bool scores() const override { return false; }

private:
    std::uint32_t find(std::uint32_t target);

    storage::Bytes lengths_;
    std::uint32_t size_;
    std::uint32_t document_ = kEnd;
};

static_assert(FinalCursor<ConstantCursor> && FinalCursor<RecentCursor> && FinalCursor<ExistsCursor>);

} // namespace searchlib::search
