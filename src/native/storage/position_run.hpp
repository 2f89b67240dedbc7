#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "storage/packed_run.hpp"

namespace searchlib::storage {

/// Positions that one field of one document can have: what bounds the memory that damaged data can
/// ask for.
inline constexpr unsigned kPositionBits = 26;
inline constexpr std::uint32_t kMaxPositions = std::uint32_t{1} << kPositionBits;

/// The positions of one block of a posting list: the gaps of all its documents, in groups of kRunSize, each of them a run.
/// The heads of all groups stand in front, so that a group is found without a look at those before it. Documents may be
/// asked for in any order; in ascending order each group is looked for once.
class PositionRun {
public:
    PositionRun() = default; // NOLINT(*-member-init)

    /// `count` positions, whose first group begins at offset `start` of the section.
    PositionRun(Bytes section, std::uint64_t start, std::uint64_t count) // NOLINT(*-member-init)
        : section_(section), start_(start), count_(count) {}

    /// Writes the `count` positions of the document whose first gap has that number. Throws Corrupt unless what is read
    /// lies in the section.
    void read(std::uint64_t first, std::uint32_t count, std::uint32_t* out);

    /// The same. Throws Corrupt, too, if they are more than there can be.
    void read(std::uint64_t first, std::uint32_t count, std::vector<std::uint32_t>& out);

private:
    [[nodiscard]] std::uint64_t groups() const { return (count_ + kRunSize - 1) / kRunSize; }
    void enter(std::uint64_t group);
    void rewind();
    void gaps(std::uint32_t from, std::uint32_t count, std::uint32_t* out);
    void gaps_one_by_one(std::uint32_t from, std::uint32_t count, std::uint32_t* out) const;

    Bytes section_;
    std::uint64_t start_ = 0;
    std::uint64_t count_ = 0;
    bool open_ = false;
    /// Of the group behind the open one: its number, the offsets of its body and of its patch byte, if it has one.
    std::uint64_t following_ = 0;
    std::uint64_t next_ = 0;
    std::uint64_t next_patch_byte_ = 0;
    std::uint32_t size_ = 0;
    PackedRun group_;
    /// Values of the open group that were asked for, and all of them, once it pays to unpack them together.
    std::uint32_t asked_ = 0;
    bool unpacked_ = false;
    std::array<std::uint32_t, kRunSize> values_; // NOLINT(*-member-init): unpacked when it pays
};

/// Appends the gaps of the positions of a block.
void write_positions(std::span<const std::uint32_t> gaps, ByteWriter& out);

} // namespace searchlib::storage
