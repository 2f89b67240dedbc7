#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "storage/container.hpp"
#include "storage/terms.hpp"

// The posting lists of one field, in blocks of 128 documents, with positions in a section of their
// own. The grammar stands in docs/format.md.
namespace searchlib::storage {

inline constexpr std::uint32_t kBlockSize = 128;

/// Positions that one field of one document can have: what bounds the memory that damaged data can
/// ask for.
inline constexpr unsigned kPositionBits = 26;
inline constexpr std::uint32_t kMaxPositions = std::uint32_t{1} << kPositionBits;

/// A frequency and a length code: what a contribution to the score depends on, beside the term.
struct Impact {
    std::uint32_t frequency;
    std::uint8_t length_code;
};

/// Keeps the pairs that no other pair beats in both respects (the Pareto set), frequency ascending.
void keep_best(std::vector<Impact>& impacts);

/// The fixed part of a block, by which cursors skip.
struct BlockEntry {
    std::uint32_t last_document;
    std::uint32_t data_offset;
    std::uint32_t impacts_offset;
    /// From the term's first position byte.
    std::uint32_t positions_offset;
};

/// Writes terms, postings and positions of one field.
class PostingsWriter {
public:
    /// With no length codes, the field has neither frequencies nor positions: a keyword field.
    explicit PostingsWriter(std::span<const std::uint8_t> length_codes) : length_codes_(length_codes) {}

    /// Adds a document to the current term, in ascending order. A keyword field has no positions;
    /// elsewhere their number is the frequency, and they ascend.
    void add(std::uint32_t document, std::span<const std::uint32_t> positions);

    /// Ends the current term; terms come in ascending byte order.
    void finish_term(std::string_view term);

    /// Writes the sections `field`.terms, `field`.postings and `field`.positions.
    void write(ContainerWriter& out, const std::string& field);

private:
    void finish_block();

    std::span<const std::uint8_t> length_codes_;
    TermsWriter terms_;
    ByteWriter postings_;
    ByteWriter positions_;

    // The term being written.
    std::vector<BlockEntry> entries_;
    ByteWriter data_;
    ByteWriter impacts_;
    std::vector<Impact> best_;
    std::uint64_t positions_start_ = 0;
    std::uint32_t document_frequency_ = 0;
    std::uint64_t total_frequency_ = 0;
    std::int64_t last_document_ = -1;

    // The block being filled: gaps and frequencies less one, gaps of positions.
    std::vector<std::uint32_t> gaps_;
    std::vector<std::uint32_t> frequencies_;
    std::vector<std::uint32_t> position_gaps_;
    std::vector<Impact> block_impacts_;
};

/// One term's postings as they lie in the map: the skip entries and where the blocks are.
class PostingList {
public:
    PostingList(Bytes postings, Bytes positions, const TermEntry& entry, std::uint32_t documents);

    [[nodiscard]] std::uint32_t document_frequency() const { return document_frequency_; }
    [[nodiscard]] std::uint32_t block_count() const { return block_count_; }
    [[nodiscard]] std::uint32_t block_size(std::uint32_t block) const {
        return std::min(kBlockSize, document_frequency_ - block * kBlockSize);
    }
    [[nodiscard]] std::uint32_t last_document(std::uint32_t block) const {
        return document_frequency_ == 1 ? only_document_ : entry(block).last_document;
    }

    /// The Pareto sets of a block and of the whole list.
    void impacts(std::uint32_t block, std::vector<Impact>& out) const;
    void impacts(std::vector<Impact>& out) const;

    /// Decodes a block's documents; at most kBlockSize of them. Throws Corrupt if they do not ascend
    /// up to the entry's last document.
    void documents(std::uint32_t block, std::uint32_t* out) const;
    void frequencies(std::uint32_t block, std::uint32_t* out) const;

    /// The frequency in one document of a block, by its place there, without decoding the others.
    [[nodiscard]] std::uint32_t frequency(std::uint32_t block, std::uint32_t at) const;

    /// The positions of one document: those numbered `first` to `first + count` within its block.
    void positions(std::uint32_t block, std::uint64_t first, std::uint32_t count,
                   std::vector<std::uint32_t>& out) const;

private:
    struct Packed {
        const std::uint8_t* data;
        unsigned width;
    };

    [[nodiscard]] BlockEntry entry(std::uint32_t block) const {
        return load<BlockEntry>(list_.data() + block * sizeof(BlockEntry));
    }
    [[nodiscard]] Packed gaps(std::uint32_t block) const;
    [[nodiscard]] Packed packed_frequencies(std::uint32_t block) const;
    [[nodiscard]] static Packed packed(Bytes bytes, std::uint64_t offset, std::uint64_t count, unsigned max_width = 32);

    Bytes list_;
    Bytes positions_;
    std::uint32_t document_frequency_;
    std::uint32_t only_document_;
    std::uint64_t total_frequency_;
    std::uint32_t block_count_;
    std::uint32_t documents_;
};

} // namespace searchlib::storage
