#pragma once

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "kernels/kernels.hpp"
#include "search/scoring.hpp"
#include "storage/postings.hpp"

namespace searchlib::search {

/// A score as kernels compare it; nothing reaches what does not fit.
inline kernels::Marked marked(Score score) {
    constexpr Score kMost = kernels::kMark - 1;
    return kernels::kMark | static_cast<kernels::Marked>(std::clamp<Score>(score, 0, kMost));
}

/// The documents of a list in a window of kernels::kWindow documents: a bit for each document from `base` on.
struct ListWindow {
    const std::uint8_t* bits;
    std::uint32_t base;
};

/// A term's postings and how they score, read in any order: what plans that look at many documents at once work with.
/// One block is open at a time; its documents and frequencies are decoded when asked for.
class TermList {
public:
    /// Scores with `weight` and the field's length codes; without codes, scores zero. `slack` is what block bounds are
    /// multiplied by (see bound_slack).
    TermList(storage::PostingList list, Weight weight, storage::Bytes lengths, double slack);

    [[nodiscard]] std::uint32_t cost() const { return list_.document_frequency(); }
    [[nodiscard]] std::uint32_t block_count() const { return list_.block_count(); }
    [[nodiscard]] std::uint32_t last_document(std::uint32_t block) const { return list_.last_document(block); }
    /// One behind the last document of the block before.
    [[nodiscard]] std::uint32_t begin_of(std::uint32_t block) const {
        return block == 0 ? 0 : list_.last_document(block - 1) + 1;
    }
    [[nodiscard]] bool scores() const { return lengths_ != nullptr; }

    /// The first block that may have documents from `target` on, block_count() if there is none. Fast where targets
    /// lie near the open block.
    [[nodiscard]] std::uint32_t block_with(std::uint32_t target) const;

    /// No document of the block, of blocks `begin` up to but not including `end`, of any block scores more.
    [[nodiscard]] Score bound(std::uint32_t block) const;
    [[nodiscard]] Score greatest(std::uint32_t begin, std::uint32_t end) const;
    [[nodiscard]] Score greatest() const;
    /// The same of documents `begin` up to but not including `end`; none if no block is among them.
    [[nodiscard]] std::optional<Score> greatest_between(std::uint32_t begin, std::uint32_t end) const;
    /// The same of documents of a list that has so many blocks, or of all documents where this list has many more: the
    /// greatest of many blocks is hardly less, and looking for them costs more than it saves.
    [[nodiscard]] std::optional<Score> greatest_near(std::uint32_t begin, std::uint32_t end,
                                                     std::uint32_t blocks) const;

    /// The stored bound from which on a block may have a document that scores at least so much; above all bounds if
    /// none may.
    [[nodiscard]] std::uint32_t stored_bound(Score score) const;
    /// The first block from `from` on whose stored bound is at least that.
    [[nodiscard]] std::uint32_t find_at_least(std::uint32_t stored, std::uint32_t from) const;
    [[nodiscard]] std::uint16_t stored_bound_of(std::uint32_t block) const;

    /// A bound that at least so many blocks from `begin` to before `end` reach, but not many more do, as it is stored; 0 if
    /// there are no more.
    [[nodiscard]] std::uint32_t stored_bound_of_best(std::uint32_t begin, std::uint32_t end, std::uint32_t count) const;

    /// What the best document of a block with that stored bound scores at least; `share` is that of bound_share.
    [[nodiscard]] Score attained(std::uint32_t stored, double share) const;

    /// Tells that about so many documents will be scored.
    void expect(std::uint64_t count);

    /// Opens a block. What it returns is good until another block is opened.
    const kernels::PostingBlock& open(std::uint32_t block);
    /// Of the open block.
    [[nodiscard]] const std::uint32_t* documents();
    [[nodiscard]] const std::uint32_t* frequencies();
    /// Of one place, without decoding the others.
    [[nodiscard]] std::uint32_t frequency(std::uint32_t at);
    [[nodiscard]] std::uint32_t open_block() const { return open_; }

    /// Writes the documents of a block from `begin` to before `end` and their scores, marked; returns how many.
    std::uint32_t read(std::uint32_t block, std::uint32_t begin, std::uint32_t end, kernels::Candidates to);

    /// The same, but only of documents that score at least so much.
    std::uint32_t read(std::uint32_t block, std::uint32_t begin, std::uint32_t end, Score needed,
                       kernels::Candidates to);

    /// The same of all documents, without their scores.
    std::uint32_t read_documents(std::uint32_t block, std::uint32_t begin, std::uint32_t end, kernels::Candidates to);

    /// Whether most documents of the list score so much, so that it does not pay to work it out.
    [[nodiscard]] bool seldom_below(Score score) const;

    /// Adds the scores of documents from `begin` to before `end` to a window that starts at `base`.
    void accumulate(std::uint32_t begin, std::uint32_t end, std::uint32_t base, kernels::Marked* window);

    /// Adds to each candidate what this term brings, and keeps those that then reach `needed` (marked) and, if it is
    /// required, have the term. Returns how many are kept, at the front.
    std::uint32_t complete(kernels::Candidates candidates, kernels::Marked needed, bool required);

    /// Whether any candidate had the term, when some were last completed.
    [[nodiscard]] bool has_found() const { return has_found_; }

    /// Puts in candidates what this term brings in place of `expected`, which those that have the term hold for it; keeps those
    /// that then reach `needed` (marked). Returns how many are kept, at the front.
    std::uint32_t replace(kernels::Candidates candidates, Score expected, kernels::Marked needed);

    /// Leaves each candidate the lesser of its score and this term's, and keeps those that have the term and then reach
    /// `needed` (marked). Returns how many are kept, at the front.
    std::uint32_t limit(kernels::Candidates candidates, kernels::Marked needed);

    /// The documents in a window. Bits that do not lie in the map as they are asked for are put into `room`, which has
    /// kernels::kWindowWords.
    [[nodiscard]] ListWindow window(std::uint32_t base, std::uint64_t* room);

    /// Puts in candidates of a window what this term brings in place of `expected`, which those that have the term hold
    /// for it; keeps those that then reach `needed` (marked). Returns how many are kept, at the front.
    std::uint32_t replace(kernels::Candidates candidates, const ListWindow& window, Score expected,
                          kernels::Marked needed);

    /// Opens the block that has the document, and returns its place there; none if the list lacks it.
    std::optional<std::uint32_t> find(std::uint32_t document);

    /// The positions in the document at a place of the open block, ascending; good until others are asked for.
    std::span<const std::uint32_t> positions(std::uint32_t at);

    /// Keeps those of ascending starts, at least one, `ahead` of which such a document has a position; returns how many.
    std::uint32_t keep_positions(std::uint32_t at, std::uint32_t ahead, std::span<std::uint32_t> starts);

    /// Sets the bits of documents from `begin` to before `end` in `bits`, which count from `base`.
    void mark(std::uint32_t begin, std::uint32_t end, std::uint32_t base, std::uint64_t* bits);

    /// How many of ascending documents the list has.
    std::uint64_t count_common(const std::uint32_t* documents, std::uint32_t count);

    [[nodiscard]] const storage::PostingList& list() const { return list_; }
    [[nodiscard]] const Weight& weight() const { return weight_; }
    [[nodiscard]] std::uint8_t length_code(std::uint32_t document) const { return lengths_[document]; }
    [[nodiscard]] const std::uint8_t* length_codes() const { return lengths_; }

private:
    static constexpr std::uint32_t kNone = UINT32_MAX;

    [[nodiscard]] Score bound_of(std::uint16_t stored) const;
    std::uint32_t complete(kernels::Candidates candidates, const kernels::Completion& completion);
    [[nodiscard]] std::uint32_t complete_in_bits(kernels::Candidates candidates, const kernels::Completion& completion);
    void add_in_bits(kernels::Candidates candidates, const kernels::Completion& completion);
    [[nodiscard]] std::uint32_t complete_in(std::uint32_t block, kernels::Candidates candidates,
                                            const kernels::Completion& completion, kernels::Candidates to);
    [[nodiscard]] std::uint32_t complete_in_open(kernels::Candidates candidates, const kernels::Completion& completion,
                                                 kernels::Candidates to);
    [[nodiscard]] kernels::DecodedBlock decoded_between(std::uint32_t begin, std::uint32_t end);
    [[nodiscard]] kernels::DecodedBlock documents_between(std::uint32_t begin, std::uint32_t end);
    [[nodiscard]] std::uint32_t count_before(std::uint32_t document);
    void fill_rows();
    storage::PositionRun& run();
    [[nodiscard]] std::uint32_t least_frequency(Score needed) const;
    std::uint32_t read_frequent(std::uint32_t begin, std::uint32_t end, std::uint32_t least, kernels::Candidates to);

    storage::PostingList list_;
    Weight weight_;
    const std::uint8_t* lengths_;
    /// What a stored bound is multiplied by to bound a score in units of the grid.
    double bound_scale_;
    /// No contribution is greater, whatever the bounds say.
    double most_;
    /// Once it is asked for.
    mutable Score greatest_ = -1;
    /// Of a term of one document.
    Score only_bound_ = 0;
    kernels::ScoreTable table_;
    std::unique_ptr<std::uint32_t[]> rows_; // NOLINT(*-avoid-c-arrays): not initialised
    /// The block where documents of a dense list were last looked up, without opening it.
    std::uint32_t near_ = 0;
    /// The block where the last window of a dense list began.
    std::uint32_t before_ = 0;
    std::uint32_t open_ = kNone;
    bool has_found_ = false;
    bool documents_known_ = false;
    bool frequencies_known_ = false;
    bool positions_known_ = false;
    kernels::PostingBlock block_;
    std::array<std::uint32_t, storage::kBlockSize> documents_;   // NOLINT(*-member-init): decoded when asked for
    std::array<std::uint32_t, storage::kBlockSize> frequencies_; // NOLINT(*-member-init): likewise
    /// Of the open block, once positions are asked for.
    storage::PositionRun run_;
    std::vector<std::uint32_t> positions_;
};

} // namespace searchlib::search
