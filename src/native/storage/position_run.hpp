#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "kernels/kernels.hpp"
#include "storage/bytes.hpp"

namespace searchlib::storage {

/// Positions that one field of one document can have: what bounds the memory that damaged data can
/// ask for.
inline constexpr unsigned kPositionBits = 26;
inline constexpr std::uint32_t kMaxPositions = kernels::kMostPositions;
static_assert(kMaxPositions == std::uint32_t{1} << kPositionBits);

/// The positions of one block of a posting list. Documents may be asked for in any order; in ascending order none is
/// passed over twice.
class PositionRun {
public:
    PositionRun() = default; // NOLINT(*-member-init)

    /// They begin at offset `start` of the section, and are those of `count` documents; `lengths` are the length codes of all
    /// there are.
    PositionRun(Bytes section, std::uint64_t start, std::uint32_t count, const std::uint8_t* lengths)
        : section_(section), start_(start), count_(count), lengths_(lengths) {}

    /// Writes the positions of a document of the block, by its place there: as many as its frequency. The arrays are those
    /// of the block, each time the same. Throws Corrupt unless what is read lies in the section, ascends and is possible.
    void read(const std::uint32_t* documents, const std::uint32_t* frequencies, std::uint32_t place,
              std::uint32_t* out);

    /// The same. Throws Corrupt, too, if they are more than there can be.
    void read(const std::uint32_t* documents, const std::uint32_t* frequencies, std::uint32_t place,
              std::vector<std::uint32_t>& out);

    /// Keeps those of ascending `starts`, at least one, `ahead` of which such a document has a position; returns how many.
    /// Throws Corrupt as `read` does.
    std::uint32_t keep(const std::uint32_t* documents, const std::uint32_t* frequencies, std::uint32_t place,
                       std::uint32_t ahead, std::span<std::uint32_t> starts);

private:
    void rewind();
    void find(const std::uint32_t* documents, const std::uint32_t* frequencies, std::uint32_t place);
    kernels::PositionPlace seek(const std::uint32_t* documents, const std::uint32_t* frequencies, std::uint32_t place);
    [[nodiscard]] std::uint32_t only(const kernels::PositionPlace& place) const;
    void pass(const kernels::PositionPlace& place, const kernels::PositionsRead& read, std::uint32_t next);
    void pass_only(const kernels::PositionPlace& place, std::uint32_t next);

    Bytes section_;
    std::uint64_t start_ = 0;
    std::uint32_t count_ = 0;
    const std::uint8_t* lengths_ = nullptr;
    kernels::PositionCode code_{};
    /// The place of the document behind the one that was read last, and what stands before it.
    std::uint32_t next_ = UINT32_MAX;
    kernels::PositionSums before_;
    /// The bit behind which ones are read next, and how many of them stand before it.
    std::uint64_t at_ = 0;
    std::uint64_t passed_ = 0;
    /// How many documents were asked for, up to two, and what stands before each of all, once it is listed.
    std::uint32_t asked_ = 0;
    bool listed_ = false;
    std::array<std::uint32_t, kernels::kBlockSize> ones_before_; // NOLINT(*-member-init): listed when it pays
    std::array<std::uint32_t, kernels::kBlockSize> bits_before_; // NOLINT(*-member-init): likewise
};

/// Documents of a block, their frequencies, and the length codes of all documents.
struct BlockDocuments {
    std::span<const std::uint32_t> documents;
    /// Less one.
    std::span<const std::uint32_t> frequencies;
    std::span<const std::uint8_t> lengths;
};

/// Appends the gaps of the positions of a block: of each document its first position, and how many there are between one
/// and the next.
void write_positions(const BlockDocuments& block, std::span<const std::uint32_t> gaps, ByteWriter& out);

} // namespace searchlib::storage
