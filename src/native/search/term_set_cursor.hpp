#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "search/cursor.hpp"
#include "storage/postings.hpp"

namespace searchlib::search {

/// The documents of any of many terms. Each term stands on a step, and a document scores by the lowest step of its terms:
/// as many shares as there are steps from that one on. Goes through the documents a window at a time, so that a query that
/// stops early does not read the lists to their ends.
class TermSetCursor final : public Cursor {
public:
    struct Term {
        storage::PostingList list;
        std::uint32_t step;
    };
    /// The document of a term that stands in one only.
    struct Single {
        std::uint32_t document;
        std::uint32_t step;
    };

    /// Terms and singles come in any order.
    TermSetCursor(const std::vector<Term>& terms, std::vector<Single> singles, std::uint32_t steps, Score share);

    [[nodiscard]] std::uint32_t document() const override { return document_; }
    std::uint32_t advance(std::uint32_t target) override;
    Score score() override;
    Bound bound(std::uint32_t /*target*/) override { return {score_of(first_step_), kEnd}; }
    void mark(std::uint32_t begin, std::uint32_t end, std::uint64_t* bits) override;
    void require(Score score) override;
    [[nodiscard]] std::uint64_t cost() const override { return cost_; }
    [[nodiscard]] bool scores() const override { return share_ > 0; }

private:
    static constexpr std::uint32_t kWindow = 1U << 13U;
    static constexpr std::uint32_t kWords = kWindow / 64;

    /// A list, and how far it has been read.
    struct Source {
        storage::PostingList list;
        std::uint32_t step;
        /// None of its documents from the window on is before this.
        std::uint32_t next = 0;
        std::uint32_t block = 0;
        /// Of the block at hand, if it has been decoded: its documents, and the first that has not been read.
        std::uint32_t* documents = nullptr;
        std::uint32_t at = 0;
        std::uint32_t count = 0;
    };

    [[nodiscard]] Score score_of(std::uint32_t step) const {
        return step < steps_ ? share_ * static_cast<Score>(steps_ - step) : 0;
    }
    bool fill(std::uint32_t from);
    [[nodiscard]] std::uint32_t first_from(std::uint32_t from);
    void read(Source& source, std::uint64_t* bits);
    void read_dense(Source& source, std::uint64_t* bits) const;
    void read_decoded(Source& source, std::uint64_t* bits) const;
    void unite();
    [[nodiscard]] std::uint32_t first_marked(std::uint32_t from) const;

    std::vector<Source> sources_;
    /// Room for a block of each source.
    std::unique_ptr<std::uint32_t[]> room_; // NOLINT(*-avoid-c-arrays): not initialised
    std::vector<Single> singles_;
    std::size_t next_single_ = 0;
    std::uint32_t steps_;
    /// Documents of steps from this on are no longer wanted.
    std::uint32_t wanted_;
    /// The lowest that any term stands on.
    std::uint32_t first_step_;
    Score share_;
    std::uint64_t cost_ = 0;
    std::uint32_t document_ = 0;
    /// The window that is at hand: its documents, and those of each step.
    std::uint32_t begin_ = 0;
    std::vector<std::uint64_t> any_;
    std::vector<std::uint64_t> by_step_;
};

static_assert(FinalCursor<TermSetCursor>);

} // namespace searchlib::search
