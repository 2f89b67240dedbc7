#pragma once

#include <cstdint>

#include "kernels/position_code.hpp"
#include "kernels/posting_block.hpp"
#include "kernels/score_table.hpp"

// The loops in which queries spend their time. One source, compiled once for each level of instructions that
// processors have, and chosen when the library is loaded; all levels give the same results.
namespace searchlib::kernels {

/// A score in units of the grid, with the highest bit set where the document matches: so a match that scores
/// nothing differs from no match, and one comparison finds the matches that score enough.
using Marked = std::uint32_t;

inline constexpr Marked kMark = Marked{1} << 31U;

/// Block bounds are compared in so many stripes.
inline constexpr std::uint32_t kStripes = 64;

/// In place of a count: what was read contradicts itself.
inline constexpr std::uint32_t kDamaged = UINT32_MAX;

/// Documents in ascending order with their scores so far.
struct Candidates {
    std::uint32_t* documents;
    Marked* scores;
    std::uint32_t count;
};

/// One decoded block: documents and frequencies. Where a table has rows, those of its frequencies are filled.
struct DecodedBlock {
    const std::uint32_t* documents;
    const std::uint32_t* frequencies;
    std::uint32_t count;
};

/// What becomes of a candidate's score: a term adds its own, or leaves the lesser of both.
enum class Combine : std::uint8_t { sum, least };

/// What a term does to candidates: how it scores, and whether those that lack it are dropped. One that does not score
/// has no lengths.
struct Completion {
    const ScoreTable* table;
    const std::uint8_t* lengths;
    /// Those whose score does not reach this are dropped; with the mark, so that 0 drops nothing.
    Marked needed;
    bool required;
    Combine combine = Combine::sum;
    /// What the scores of candidates that have the term hold in place of what it brings.
    Marked expected = 0;
};

/// Which of at most kBlockSize candidates a block has: of each its number among them, and its place in the block. There is
/// room for one more, as what is listed without branches is written before it is known whether it counts.
struct Found {
    std::uint8_t numbers[kBlockSize + 1]; // NOLINT(*-avoid-c-arrays): no std:: here, see level.inc
    std::uint8_t places[kBlockSize + 1];  // NOLINT(*-avoid-c-arrays): likewise
};

/// Documents are looked for a window at a time, of which a term has a bit each.
inline constexpr std::uint32_t kWindow = 4096;
inline constexpr std::uint32_t kWindowWords = kWindow / 64;

/// The bits of a term in a window, and a weight from 1 to kMostWeight.
struct WeighedBits {
    const std::uint8_t* bits;
    std::uint32_t weight;
};
inline constexpr std::uint32_t kWeightBits = 6;
inline constexpr std::uint32_t kMostWeight = (1U << kWeightBits) - 1;

/// A list that is one bitmap, as it lies in the map: the frequencies of its blocks are found by the number of documents that
/// stand before.
struct DenseList {
    const std::uint8_t* data;
    /// Bytes of data, behind which some more are readable.
    std::uint64_t size;
    /// Of each block four bytes: where in the data its frequencies begin.
    const std::uint8_t* offsets;
    std::uint32_t documents;
};

/// Where a candidate stands in a dense list: its number among the candidates, and the number and the first document of its
/// block.
struct SetPlace {
    std::uint32_t number;
    std::uint32_t block;
    std::uint32_t begin;
};

struct Kernels {
    const char* level;

    /// Decodes the documents of a whole block of packed gaps; returns the last.
    std::uint32_t (*sum_gaps)(const std::uint8_t* data, unsigned width, std::uint32_t before, std::uint32_t* out);

    /// The same of gaps that are unpacked already, which give way to the documents.
    std::uint32_t (*sum_unpacked)(std::uint32_t before, std::uint32_t* values);

    /// Decodes 128 packed values.
    void (*unpack)(const std::uint8_t* data, unsigned width, std::uint32_t* out);

    /// Lists the documents of a bitmap.
    void (*list_bits)(const PostingBlock& block, std::uint32_t* out);

    /// Whether a bitmap holds as many documents as its block, and its last one.
    bool (*bitmap_fits)(const PostingBlock& block);

    /// The greatest of `count` block bounds; and the first that is not below `least`, `count` if there is none.
    std::uint16_t (*greatest)(const std::uint8_t* bounds, std::uint32_t count);
    std::uint32_t (*find_at_least)(const std::uint8_t* bounds, std::uint32_t count, std::uint16_t least);

    /// A bound that at least `wanted` of `count` block bounds reach, but not many more do; 0 if there are no more than
    /// that. `wanted` is at most kStripes.
    std::uint16_t (*reached_by)(const std::uint8_t* bounds, std::uint32_t count, std::uint32_t wanted);

    /// The documents of a block whose frequencies are at least `least`, and these, from its bitmap or, if there is one,
    /// from its decoded documents; returns how many, kDamaged if the bitmap does not fit. There is room for a whole block.
    std::uint32_t (*pick)(const PostingBlock& block, const std::uint32_t* documents, const std::uint32_t* frequencies,
                          std::uint32_t least, std::uint32_t* picked, std::uint32_t* picked_frequencies);

    /// Fills the row of a table for one frequency.
    void (*fill_row)(ScoreTable& table, std::uint32_t frequency);

    /// Scores documents of a decoded block, marked.
    void (*score)(DecodedBlock block, const ScoreTable& table, const std::uint8_t* lengths, Marked* out);

    /// Keeps the candidates that reach `needed`; returns how many.
    std::uint32_t (*keep)(Candidates candidates, Marked needed);

    /// Keeps the candidates whose bit in `bits`, which count from document `base`, is set; returns how many.
    std::uint32_t (*keep_marked)(Candidates candidates, const std::uint64_t* bits, std::uint32_t base);

    /// Adds the scores of a block to those of a window that starts at document `begin`, and marks them.
    void (*accumulate)(DecodedBlock block, const ScoreTable& table, const std::uint8_t* lengths, std::uint32_t begin,
                       Marked* window);

    /// Moves what reaches `needed` in a window of `count` (a multiple of 64) documents from `begin` on to candidates,
    /// and clears the window; returns how many.
    std::uint32_t (*sweep)(Marked* window, std::uint32_t count, Marked needed, std::uint32_t begin,
                           std::uint32_t* documents, Marked* scores);

    /// Finds which of at most kBlockSize ascending documents, none of them behind the block, it has, from its bitmap or from
    /// its decoded documents, of which there are always 128, the greatest of all numbers behind the last of a shorter
    /// block. Returns how many it has, kDamaged if the bitmap does not fit.
    std::uint32_t (*find_in_bitmap)(const PostingBlock& block, const std::uint32_t* documents, std::uint32_t count,
                                    Found& found);
    std::uint32_t (*find_in_decoded)(const PostingBlock& block, const std::uint32_t* decoded,
                                     const std::uint32_t* documents, std::uint32_t count, Found& found);

    /// Completes candidates of which a block has `count` that are found; returns how many are kept. What is kept is moved
    /// to `to`, which may be where they lie or before.
    std::uint32_t (*complete)(const PostingBlock& block, const Found& found, std::uint32_t count, Candidates candidates,
                              const Completion& completion, Candidates to);

    /// The place of a document in a block, from its bitmap or, as above, from its decoded documents; kBlockSize if it is
    /// not there, kDamaged if the bitmap does not fit.
    std::uint32_t (*place)(const PostingBlock& block, const std::uint32_t* documents, std::uint32_t document);

    /// How many of the decoded documents of a block, as above, stand before a document.
    std::uint32_t (*documents_before)(const std::uint32_t* documents, std::uint32_t document);

    /// Sets the bits of the documents of a bitmap from `begin` to before `end` in `bits`, which count from `base`.
    void (*mark_bitmap)(const PostingBlock& block, std::uint32_t begin, std::uint32_t end, std::uint32_t base,
                        std::uint64_t* bits);

    /// How many bits are set in `count` words; in those of both.
    std::uint64_t (*count_bits)(const std::uint64_t* words, std::uint32_t count);
    std::uint64_t (*count_common_bits)(const std::uint8_t* words, const std::uint8_t* others, std::uint32_t count);

    /// How many of documents have their bit set in `bits`, which count from document 0.
    std::uint32_t (*count_set)(const std::uint32_t* documents, std::uint32_t count, const std::uint8_t* bits);

    /// How many of ascending documents, none of them behind the block, a bitmap or a decoded block has.
    std::uint32_t (*count_in_bitmap)(const PostingBlock& block, const std::uint32_t* documents, std::uint32_t count);
    std::uint32_t (*count_in_decoded)(const std::uint32_t* block, const std::uint32_t* documents, std::uint32_t count);

    /// Lists the documents of a window from `base` on that are `allowed`, and whose terms weigh kMostWeight or more
    /// together; returns how many.
    std::uint32_t (*reach)(const WeighedBits* terms, std::uint32_t count, const std::uint64_t* allowed,
                           std::uint32_t base, std::uint32_t* documents);

    /// Adds `weight` to the scores of the candidates that a term has by its bits in a window from `base` on.
    void (*weigh)(Candidates candidates, const std::uint8_t* bits, std::uint32_t base, std::uint32_t weight);

    /// Sets the bits of documents in a window from `base` on.
    void (*mark_documents)(const std::uint32_t* documents, std::uint32_t count, std::uint32_t base,
                           std::uint64_t* bits);

    /// How many of bits `from` to before `to` are set.
    std::uint32_t (*count_between)(const std::uint8_t* bits, std::uint32_t from, std::uint32_t to);

    /// Completes candidates of a window from `base` on, by the bits of the list in the window and by how many of its
    /// documents stand before.
    std::uint32_t (*complete_dense)(const DenseList& list, const std::uint8_t* bits, std::uint32_t base,
                                    std::uint32_t before, Candidates candidates, const Completion& completion);

    /// Keeps the candidates whose bit in `bits`, which count from document 0, is set; returns how many.
    std::uint32_t (*keep_set)(Candidates candidates, const std::uint8_t* bits);

    /// Adds to candidates, at most kBlockSize, what a dense list brings to `count` that it has. Returns whether the list is
    /// sound.
    bool (*add_set)(const DenseList& list, const std::uint8_t* bits, const SetPlace* places, std::uint32_t count,
                    Candidates candidates, const Completion& completion);

    /// Which of up to 64 length codes are not above `most`: a bit for each.
    std::uint64_t (*codes_up_to)(const std::uint8_t* codes, std::uint32_t count, std::uint8_t most);

    /// How many ones `count` documents have, and how many bits that are written as they are.
    PositionSums (*sum_positions)(const std::uint32_t* documents, const std::uint32_t* frequencies, std::uint32_t count,
                                  const std::uint8_t* lengths);

    /// The same of the documents before each; false if that takes more than 32 bits.
    bool (*list_position_sums)(const std::uint32_t* documents, const std::uint32_t* frequencies, std::uint32_t count,
                               const std::uint8_t* lengths, std::uint32_t* ones, std::uint32_t* bits);

    /// Reads the positions of a document.
    PositionsRead (*read_positions)(const PositionCode& code, const PositionPlace& place, std::uint32_t* out);

    /// Keeps those of ascending `starts` `ahead` of which the document has a position, and moves their end; reads no
    /// further than it must.
    PositionsRead (*keep_positions)(const PositionCode& code, const PositionPlace& place, std::uint32_t ahead,
                                    std::uint32_t* starts, std::uint32_t*& end);
};

/// The kernels in use: the best that the processor has, or those that SEARCHLIB_INSTRUCTIONS names. Throws UnknownLevel
/// as long as it names none that this processor can run.
const Kernels& active();

} // namespace searchlib::kernels
