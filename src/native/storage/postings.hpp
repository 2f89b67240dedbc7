#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kernels/kernels.hpp"
#include "kernels/posting_block.hpp"
#include "storage/bit_packing.hpp"
#include "storage/container.hpp"
#include "storage/packed_run.hpp"
#include "storage/position_run.hpp"
#include "storage/spool.hpp"
#include "storage/terms.hpp"

// The posting lists of one field, in blocks of 128 documents, with positions in a section of their
// own. The grammar stands in docs/format.md.
namespace searchlib::storage {

using kernels::kBlockSize;
using kernels::PostingBlock;

/// What a list says of each document besides its number.
enum class ListKind : std::uint8_t { documents, frequencies, positions };

/// What a bound of 1 is stored as.
inline constexpr double kBoundUnit = 65535.0;

/// What block bounds are made with: they bound f / (f + k1 (1 - b + b length / average)) of the block's documents.
/// Readers with other parameters or another average scale them (search/scoring.hpp).
struct BoundBasis {
    static constexpr double kK1 = 1.2;
    static constexpr double kB = 0.75;

    double average_length = 1.0;

    [[nodiscard]] double norm(std::uint8_t length_code) const;
};

/// Whether a list of so many of the documents of a segment is one bitmap.
inline bool is_dense(std::uint64_t document_frequency, std::uint64_t documents) {
    return document_frequency >= kernels::kDenseList && document_frequency * kernels::kDenseBits >= documents;
}

/// What such a bitmap takes: whole words.
inline std::uint64_t bitmap_bytes(std::uint64_t documents) { return (documents + 63) / 64 * 8; }

/// The sizes of the sections that the lists of a field lie in.
struct ListSections {
    std::uint64_t postings = 0;
    std::uint64_t positions = 0;
};

/// Writes terms, postings and positions of one field. Positions are written as terms are finished, postings in the end.
class PostingsWriter {
public:
    /// `name` is that of the field. Where lists have positions, no other section may be open until `write`. Those of
    /// documents alone have no length codes. `stems` are the sections of the field of which these are the exact forms:
    /// offsets count on from the end of those.
    PostingsWriter(ContainerWriter& out, std::string name, ListKind kind, std::span<const std::uint8_t> length_codes,
                   ListSections stems = {});

    /// Adds a document to the current term, in ascending order. A keyword field has no positions;
    /// elsewhere their number is the frequency, and they ascend.
    void add(std::uint32_t document, std::span<const std::uint32_t> positions);

    /// Adds many documents, in ascending order, with their frequencies, and the gaps of all their positions: of each
    /// document its first position, and then how many there are between one and the next.
    void add_run(std::span<const std::uint32_t> documents, std::span<const std::uint32_t> frequencies,
                 std::span<const std::uint32_t> position_gaps);

    /// The same of a list with frequencies and no positions. The lists of a writer are all with positions, or all without.
    void add_counted(std::uint32_t document, std::uint32_t frequency);

    /// Ends the current term; terms come in ascending byte order. `aside` stands in the dictionary where terms with
    /// positions have the offset of these. Returns what stands in the dictionary.
    TermEntry finish_term(std::string_view term, std::uint64_t aside = 0);

    /// Adds a term that stands where the one of the stems does that has this entry, and has its list.
    void share(std::string_view term, const TermEntry& entry) { terms_.add(term, entry); }

    /// Writes the sections `name`.terms and `name`.postings, and with positions `name`.basis; `name`.positions is whole
    /// then. Returns how large those of the lists are.
    ListSections write();

private:
    void add_document(std::uint32_t document);
    void add_frequency(std::uint32_t document, std::uint32_t frequency);
    void finish_block();
    void write_block_positions();
    void make_bitmap();
    void finish_list(TermEntry& entry);
    void drain_positions();
    [[nodiscard]] std::uint64_t positions_end() const { return positions_written_ + positions_.size(); }

    ContainerWriter& out_;
    std::string name_;
    ListKind kind_;
    std::span<const std::uint8_t> length_codes_;
    ListSections stems_;
    BoundBasis basis_;
    /// Of each length code.
    std::array<double, 256> norms_{};
    TermsWriter terms_;
    Spool postings_;
    /// Those that are not in the file yet, behind as many bytes as are.
    ByteWriter positions_;
    std::uint64_t positions_written_ = 0;

    // The term being written: of each block its last document, the offsets of its data and positions, its bound.
    std::vector<std::uint32_t> last_documents_;
    std::vector<std::uint32_t> data_offsets_;
    std::vector<std::uint32_t> positions_offsets_;
    std::vector<std::uint16_t> bounds_;
    ByteWriter data_;
    ByteWriter head_;
    /// For the case that the list becomes one bitmap: its documents, and where in the data of each block the
    /// frequencies begin. Only of text fields.
    std::vector<std::uint32_t> documents_;
    std::vector<std::size_t> frequencies_at_;
    std::uint64_t positions_start_ = 0;
    std::uint32_t document_frequency_ = 0;
    std::uint64_t total_frequency_ = 0;
    std::int64_t last_document_ = -1;

    // The block being filled: gaps and frequencies less one, gaps of positions.
    std::vector<std::uint32_t> gaps_;
    std::vector<std::uint32_t> frequencies_;
    std::vector<std::uint32_t> position_gaps_;
    double block_bound_ = 0.0;
};

/// One term's postings as they lie in the map.
class PostingList {
public:
    /// `lengths` are the length codes of all documents, where the list has positions.
    PostingList(Bytes postings, Bytes positions, Bytes lengths, const TermEntry& entry, std::uint32_t documents,
                ListKind kind);

    /// Where in a list the bounds of its blocks begin; without bounds, where its data do.
    static std::uint64_t bounds_offset(std::uint32_t document_frequency, ListKind kind) {
        const std::uint64_t blocks = document_frequency / kBlockSize + (document_frequency % kBlockSize != 0 ? 1 : 0);
        return blocks * sizeof(std::uint32_t) * (kind == ListKind::positions ? 3 : 2);
    }

    [[nodiscard]] std::uint32_t document_frequency() const { return document_frequency_; }
    [[nodiscard]] std::uint32_t block_count() const { return block_count_; }
    /// Of the segment.
    [[nodiscard]] std::uint32_t documents() const { return documents_; }
    [[nodiscard]] std::uint32_t block_size(std::uint32_t block) const {
        return std::min(kBlockSize, document_frequency_ - block * kBlockSize);
    }
    [[nodiscard]] std::uint32_t last_document(std::uint32_t block) const {
        return document_frequency_ == 1 ? only_document_
                                        : load<std::uint32_t>(last_documents_ + std::size_t{block} * 4);
    }

    /// Whether the one document of the term stands in the dictionary, and there is no list.
    [[nodiscard]] bool single() const { return document_frequency_ == 1; }

    /// The bounds of all blocks of a list with frequencies, two bytes each; not for a single document.
    [[nodiscard]] const std::uint8_t* bounds() const { return bounds_; }

    /// A block. Throws Corrupt unless all that its fields say lies in the list.
    [[nodiscard]] PostingBlock block(std::uint32_t number) const;

    /// The same in two steps: most blocks that documents are looked up in have none of them, and what lies behind the
    /// documents would be waited for in vain.
    [[nodiscard]] PostingBlock documents_of(std::uint32_t number) const;
    void open_frequencies(PostingBlock& block) const;

    /// Of a list that is one bitmap, the bits of all documents of the segment, in whole words; else null.
    [[nodiscard]] const std::uint8_t* bits() const { return bits_; }

    [[nodiscard]] kernels::DenseList dense() const {
        return {list_.data(), list_.size() - kPackedPadding, data_offsets_, document_frequency_};
    }

    /// Tells the processor that the list will soon be read, from its beginning.
    void prefetch_head() const { __builtin_prefetch(list_.data()); }

    /// Tells the processor that a block will soon be read.
    void prefetch(std::uint32_t block) const {
        if (!single()) {
            __builtin_prefetch(list_.data() + load<std::uint32_t>(data_offsets_ + std::size_t{block} * 4));
        }
    }

    /// The first block from `from` on whose last document is not before `target`; block_count() if there is none.
    [[nodiscard]] std::uint32_t block_with(std::uint32_t target, std::uint32_t from) const {
        // Mostly it is this one or the next.
        for (int near = 0; near < 2; ++near, ++from) {
            if (from >= block_count_ || last_document(from) >= target) {
                return from;
            }
        }
        return far_block_with(target, from);
    }

    /// Decodes a block's documents; at most kBlockSize of them. Throws Corrupt if they do not ascend
    /// up to the block's last document.
    static void documents(const PostingBlock& block, std::uint32_t* out);
    static void frequencies(const PostingBlock& block, std::uint32_t* out);

    /// The positions of a block.
    [[nodiscard]] PositionRun positions(std::uint32_t block) const;

private:
    void place_documents(PostingBlock& block, std::uint64_t& at) const;
    [[nodiscard]] std::uint32_t far_block_with(std::uint32_t target, std::uint32_t from) const;

    Bytes list_;
    Bytes positions_;
    const std::uint8_t* lengths_;
    const std::uint8_t* last_documents_ = nullptr;
    const std::uint8_t* data_offsets_ = nullptr;
    const std::uint8_t* positions_offsets_ = nullptr;
    const std::uint8_t* bounds_ = nullptr;
    const std::uint8_t* bits_ = nullptr;
    std::uint32_t document_frequency_;
    std::uint32_t only_document_;
    std::uint64_t total_frequency_;
    std::uint32_t block_count_;
    std::uint32_t documents_;
    ListKind kind_;
};

} // namespace searchlib::storage
