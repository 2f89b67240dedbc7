#pragma once

#include <vector>

#include "search/cursor.hpp"

// Cursors made of cursors, and the interval.
namespace searchlib::search {

/// Documents `begin` up to but not including `end`, scoring zero.
class IntervalCursor final : public Cursor {
public:
    IntervalCursor(std::uint32_t begin, std::uint32_t end)
        : document_(begin < end ? begin : kEnd), begin_(begin), end_(end) {}

    [[nodiscard]] std::uint32_t document() const override { return document_; }
    std::uint32_t advance(std::uint32_t target) override {
        if (document_ < target) {
            document_ = target < end_ ? target : kEnd;
        }
        return document_;
    }
    Score score() override { return 0; }
    Bound bound(std::uint32_t /*target*/) override { return {0, kEnd}; }
    [[nodiscard]] std::uint64_t cost() const override { return begin_ < end_ ? end_ - begin_ : 0; }
    [[nodiscard]] bool scores() const override { return false; }

private:
    std::uint32_t document_;
    std::uint32_t begin_;
    std::uint32_t end_;
};

/// Documents of all children; scores add up.
class ConjunctionCursor final : public Cursor {
public:
    explicit ConjunctionCursor(std::vector<CursorPointer> children);

    [[nodiscard]] std::uint32_t document() const override { return document_; }
    std::uint32_t advance(std::uint32_t target) override;
    Score score() override;
    Bound bound(std::uint32_t target) override;
    void mark(std::uint32_t begin, std::uint32_t end, std::uint64_t* bits) override;
    void require(Score score) override;
    [[nodiscard]] std::uint64_t cost() const override { return children_.front()->cost(); }
    [[nodiscard]] bool scores() const override { return !scoring_.empty(); }

private:
    std::uint32_t agree(std::uint32_t doc);

    /// Cheapest first.
    std::vector<CursorPointer> children_;
    std::vector<Cursor*> scoring_;
    std::uint32_t document_ = kEnd;
};

/// Documents of any child; the scores of those that match add up.
class DisjunctionCursor final : public Cursor {
public:
    explicit DisjunctionCursor(std::vector<CursorPointer> children);

    [[nodiscard]] std::uint32_t document() const override { return heap_.front()->document(); }
    std::uint32_t advance(std::uint32_t target) override;
    Score score() override;
    Bound bound(std::uint32_t target) override;
    void mark(std::uint32_t begin, std::uint32_t end, std::uint64_t* bits) override;
    [[nodiscard]] std::uint64_t cost() const override { return cost_; }
    [[nodiscard]] bool scores() const override;

private:
    void sift_down(std::size_t at);
    [[nodiscard]] Score score_from(std::size_t at, std::uint32_t doc);

    std::vector<CursorPointer> children_;
    /// A binary heap by document, the least in front.
    std::vector<Cursor*> heap_;
    std::uint64_t cost_ = 0;
};

/// Documents of one cursor that are not documents of another.
class ExclusionCursor final : public Cursor {
public:
    ExclusionCursor(CursorPointer included, CursorPointer excluded);

    [[nodiscard]] std::uint32_t document() const override { return included_->document(); }
    std::uint32_t advance(std::uint32_t target) override;
    Score score() override { return included_->score(); }
    Bound bound(std::uint32_t target) override { return included_->bound(target); }
    void require(Score score) override { included_->require(score); }
    [[nodiscard]] std::uint64_t cost() const override { return included_->cost(); }
    [[nodiscard]] bool scores() const override { return included_->scores(); }

private:
    CursorPointer included_;
    CursorPointer excluded_;
};

/// Documents of another cursor, scoring zero.
class FilterCursor final : public Cursor {
public:
    explicit FilterCursor(CursorPointer child) : child_(std::move(child)) {}

    [[nodiscard]] std::uint32_t document() const override { return child_->document(); }
    std::uint32_t advance(std::uint32_t target) override { return child_->advance(target); }
    Score score() override { return 0; }
    Bound bound(std::uint32_t /*target*/) override { return {0, kEnd}; }
    [[nodiscard]] std::uint64_t cost() const override { return child_->cost(); }
    [[nodiscard]] bool scores() const override { return false; }

private:
    CursorPointer child_;
};

/// Documents of one cursor; others add their scores where they stand on the same document. They are only moved
/// for documents that are scored.
class BoostedCursor final : public Cursor {
public:
    /// `most` is what all boosts together can bring at most.
    BoostedCursor(CursorPointer required, std::vector<CursorPointer> boosts, Score most)
        : required_(std::move(required)), boosts_(std::move(boosts)), most_(most) {}

    [[nodiscard]] std::uint32_t document() const override { return required_->document(); }
    std::uint32_t advance(std::uint32_t target) override { return required_->advance(target); }
    Score score() override;
    Bound bound(std::uint32_t target) override;
    void mark(std::uint32_t begin, std::uint32_t end, std::uint64_t* bits) override {
        required_->mark(begin, end, bits);
    }
    void require(Score score) override { required_->require(score - most_); }
    [[nodiscard]] std::uint64_t cost() const override { return required_->cost(); }
    [[nodiscard]] bool scores() const override { return true; }

private:
    CursorPointer required_;
    std::vector<CursorPointer> boosts_;
    Score most_;
};

static_assert(FinalCursor<IntervalCursor> && FinalCursor<ConjunctionCursor> && FinalCursor<DisjunctionCursor> &&
              FinalCursor<ExclusionCursor> && FinalCursor<FilterCursor> && FinalCursor<BoostedCursor>);

} // namespace searchlib::search
