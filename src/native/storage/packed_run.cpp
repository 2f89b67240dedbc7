#include "storage/packed_run.hpp"

#include "kernels/kernels.hpp"
#include "storage/bit_packing.hpp"

namespace searchlib::storage {
namespace {

static_assert(kRunSize == kLaneBlock);

constexpr unsigned kWidest = 32;

/// How a run is packed.
struct Packing {
    unsigned width;
    std::uint32_t patches;
    unsigned patch_width;
};

std::uint32_t count_wider(std::span<const std::uint32_t> values, unsigned width) {
    std::uint32_t count = 0;
    for (const std::uint32_t value : values) {
        count += value >> width != 0 ? 1 : 0;
    }
    return count;
}

/// The width that takes the fewest bytes, patches included.
Packing best_packing(std::span<const std::uint32_t> values, std::uint32_t least_saving) {
    const unsigned widest = bit_width_of(values);
    Packing best{widest, 0, 0};
    const std::uint64_t plain = packed_bytes(values.size(), widest);
    std::uint64_t most = plain < least_saving ? 0 : plain - least_saving + 1;
    for (unsigned width = widest; width-- > 0 && widest - width <= kWidestPatch;) {
        const std::uint32_t patches = count_wider(values, width);
        if (patches > kMostPatches) {
            break;
        }
        const std::uint64_t bytes =
            1 + patches + packed_bytes(patches, widest - width) + packed_bytes(values.size(), width);
        if (bytes < most) {
            most = bytes;
            best = {width, patches, widest - width};
        }
    }
    return best;
}

void write_patches(std::span<const std::uint32_t> values, const Packing& packing, ByteWriter& out) {
    out.fixed(static_cast<std::uint8_t>((packing.patches - 1) | (packing.patch_width - 1) << 4U));
    std::array<std::uint32_t, kMostPatches> bits{};
    std::uint32_t found = 0;
    for (std::uint32_t place = 0; place < values.size(); ++place) {
        if (values[place] >> packing.width != 0) {
            bits[found++] = values[place] >> packing.width;
            out.fixed(static_cast<std::uint8_t>(place));
        }
    }
    pack(std::span(bits).first(found), packing.patch_width, out);
}

} // namespace

void write_run(std::span<const std::uint32_t> values, std::uint32_t least_saving, ByteWriter& out) {
    const Packing packing = best_packing(values, least_saving);
    if (packing.patches == 0) {
        out.fixed(static_cast<std::uint8_t>(packing.width));
    } else {
        out.fixed(static_cast<std::uint8_t>(packing.width | kPatchedMark));
        write_patches(values, packing, out);
    }
    if (values.size() == kRunSize) {
        pack_lanes(values, packing.width, out);
    } else {
        pack(values, packing.width, out);
    }
}

PackedRun read_run(Bytes bytes, std::uint64_t& at, std::uint32_t count) {
    const std::uint64_t size = bytes.size() - std::min(bytes.size(), kPackedPadding);
    if (at >= size) {
        throw Corrupt("an offset points outside its section");
    }
    const std::uint8_t head = bytes[static_cast<std::size_t>(at++)];
    PackedRun run;
    run.width = head & static_cast<std::uint8_t>(~kPatchedMark);
    if ((head & kPatchedMark) != 0) {
        if (at >= size) {
            throw Corrupt("an offset points outside its section");
        }
        const std::uint8_t patches = bytes[static_cast<std::size_t>(at++)];
        run.patches.places = bytes.data() + at;
        run.patches.count = (patches & 0x0FU) + 1;
        run.patches.width = (patches >> 4U) + 1;
        at += run.patches.count + packed_bytes(run.patches.count, run.patches.width);
    }
    if (run.bits() > kWidest) {
        throw Corrupt("a run has a wrong bit width");
    }
    if (at + packed_bytes(count, run.width) > size) {
        throw Corrupt("an offset points outside its section");
    }
    run.values = bytes.data() + at;
    at += packed_bytes(count, run.width);
    return run;
}

void unpack_run(const PackedRun& run, std::uint32_t count, std::uint32_t* out) {
    if (count == kRunSize) {
        kernels::active().unpack(run.values, run.width, out);
    } else {
        unpack(run.values, count, run.width, out);
    }
    patch(run.patches, run.width, count, out);
}

void patch(const kernels::Patches& patches, unsigned width, std::uint32_t count, std::uint32_t* values) {
    for (std::uint32_t number = 0; number < patches.count; ++number) {
        const std::uint8_t place = patches.places[number];
        if (place >= count) {
            throw Corrupt("a run has a patch for a value that it has not");
        }
        values[place] += patches.bits(number) << width;
    }
}

} // namespace searchlib::storage
