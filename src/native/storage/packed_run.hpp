#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "kernels/packed.hpp"
#include "storage/bytes.hpp"

// Runs of up to 128 numbers that are mostly small: all in as many bits as most of them need, and beside them the further
// bits of the few that need more (the patched frame of reference of Zukowski, Héman, Nes and Boncz). The grammar stands
// in docs/format.md.
namespace searchlib::storage {

/// Values of a whole run, which are packed in lanes.
inline constexpr std::uint32_t kRunSize = 128;

using kernels::kPatchedMark;

/// Patches a run can have, and bits of each: as many as half a byte can say.
inline constexpr std::uint32_t kMostPatches = 16;
inline constexpr unsigned kWidestPatch = 16;

/// A run where it lies in the map.
struct PackedRun {
    const std::uint8_t* values = nullptr;
    std::uint8_t width = 0;
    kernels::Patches patches;

    /// Bits that the greatest value takes, at most.
    [[nodiscard]] unsigned bits() const { return width + patches.width; }
};

/// What the first bytes of a run say of it.
struct RunHead {
    std::uint8_t width = 0;
    std::uint8_t patches = 0;
    std::uint8_t patch_width = 0;

    /// `patch_byte` counts only where the first byte says that there are patches. Throws Corrupt unless no value can take
    /// more than 32 bits.
    static RunHead of(std::uint8_t first, std::uint8_t patch_byte);

    /// Bytes that follow for a run of `count` values.
    [[nodiscard]] std::uint64_t body_bytes(std::uint32_t count) const;
};

/// The run of `count` values, at most kRunSize, whose body begins at offset `at`, which is moved behind it. Throws Corrupt
/// unless it lies in `bytes`, with kPackedPadding behind it.
PackedRun run_at(Bytes bytes, std::uint64_t& at, const RunHead& head, std::uint32_t count);

/// The same of a run that has its head in front.
PackedRun read_run(Bytes bytes, std::uint64_t& at, std::uint32_t count);

/// Chooses how a run of at most kRunSize values is packed. Patches are made where they save at least so many bytes.
RunHead best_head(std::span<const std::uint32_t> values, std::uint32_t least_saving);

/// Appends the parts of a run.
void write_first(const RunHead& head, ByteWriter& out);
void write_patch_byte(const RunHead& head, ByteWriter& out);
void write_body(const RunHead& head, std::span<const std::uint32_t> values, ByteWriter& out);

/// Appends a run with its head in front.
void write_run(std::span<const std::uint32_t> values, std::uint32_t least_saving, ByteWriter& out);

/// Writes all values of a run. Throws Corrupt if a patch is for a value that is not there.
void unpack_run(const PackedRun& run, std::uint32_t count, std::uint32_t* out);

/// Adds the patches to unpacked values. Throws Corrupt likewise.
void patch(const kernels::Patches& patches, unsigned width, std::uint32_t count, std::uint32_t* values);

} // namespace searchlib::storage
