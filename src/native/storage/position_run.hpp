#pragma once

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
    PositionRun() = default;

    /// They begin at offset `start` of the section; `lengths` are the length codes of all documents.
    PositionRun(Bytes section, std::uint64_t start, const std::uint8_t* lengths)
        : section_(section), start_(start), lengths_(lengths) {}

    /// Writes the positions of a document of the block, by its place there: as many as its frequency. The arrays are those
    /// of the block, each time the same, up to that place at least. Throws Corrupt unless what is read lies in the section,
    /// ascends and is possible.
    void read(const std::uint32_t* documents, const std::uint32_t* frequencies, std::uint32_t place,
              std::uint32_t* out);

    /// The same. Throws Corrupt, too, if they are more than there can be.
    void read(const std::uint32_t* documents, const std::uint32_t* frequencies, std::uint32_t place,
              std::vector<std::uint32_t>& out);

private:
    void rewind();

    Bytes section_;
    std::uint64_t start_ = 0;
    const std::uint8_t* lengths_ = nullptr;
    kernels::PositionCode code_{};
    /// The place of the document behind the one that was read last, and what stands before it.
    std::uint32_t next_ = UINT32_MAX;
    kernels::PositionSums before_;
    /// The bit behind which ones are read next, and how many of them stand before it.
    std::uint64_t at_ = 0;
    std::uint64_t passed_ = 0;
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
