#include "storage/packed_run.hpp"

#include <algorithm>

#include "kernels/kernels.hpp"
#include "storage/bit_packing.hpp"

namespace searchlib::storage {
namespace {

static_assert(kRunSize == kLaneBlock);

constexpr unsigned kWidest = 32;

std::uint32_t count_wider(std::span<const std::uint32_t> values, unsigned width) {
    std::uint32_t count = 0;
    for (const std::uint32_t value : values) {
        count += value >> width != 0 ? 1 : 0;
    }
    return count;
}

void write_patches(const RunHead& head, std::span<const std::uint32_t> values, ByteWriter& out) {
    std::array<std::uint32_t, kMostPatches> bits{};
    std::uint32_t found = 0;
    for (std::uint32_t place = 0; place < values.size(); ++place) {
        if (values[place] >> head.width != 0) {
            bits[found++] = values[place] >> head.width;
            out.fixed(static_cast<std::uint8_t>(place));
        }
    }
    pack(std::span(bits).first(found), head.patch_width, out);
}

std::uint8_t byte_at(Bytes bytes, std::uint64_t& at) {
    if (at + kPackedPadding >= bytes.size()) {
        throw Corrupt("an offset points outside its section");
    }
    return bytes[static_cast<std::size_t>(at++)];
}

} // namespace

RunHead RunHead::of(std::uint8_t first, std::uint8_t patch_byte) {
    RunHead head;
    head.width = first & static_cast<std::uint8_t>(~kPatchedMark);
    if ((first & kPatchedMark) != 0) {
        head.patches = static_cast<std::uint8_t>((patch_byte & 0x0FU) + 1);
        head.patch_width = static_cast<std::uint8_t>((patch_byte >> 4U) + 1);
    }
    if (head.width + head.patch_width > static_cast<int>(kWidest)) {
        throw Corrupt("a run has a wrong bit width");
    }
    return head;
}

std::uint64_t RunHead::body_bytes(std::uint32_t count) const {
    return patches + packed_bytes(patches, patch_width) + packed_bytes(count, width);
}

PackedRun run_at(Bytes bytes, std::uint64_t& at, const RunHead& head, std::uint32_t count) {
    const std::uint64_t end = at + head.body_bytes(count);
    if (end + kPackedPadding > bytes.size()) {
        throw Corrupt("an offset points outside its section");
    }
    PackedRun run;
    run.width = head.width;
    run.patches = {bytes.data() + at, head.patches, head.patch_width};
    run.values = bytes.data() + (end - packed_bytes(count, head.width));
    at = end;
    return run;
}

PackedRun read_run(Bytes bytes, std::uint64_t& at, std::uint32_t count) {
    const std::uint8_t first = byte_at(bytes, at);
    const RunHead head = RunHead::of(first, (first & kPatchedMark) != 0 ? byte_at(bytes, at) : std::uint8_t{0});
    return run_at(bytes, at, head, count);
}

RunHead best_head(std::span<const std::uint32_t> values, std::uint32_t least_saving) {
    const unsigned widest = bit_width_of(values);
    RunHead best{static_cast<std::uint8_t>(widest), 0, 0};
    const std::uint64_t plain = packed_bytes(values.size(), widest);
    std::uint64_t most = plain < least_saving ? 0 : plain - least_saving + 1;
    for (unsigned further = 1; further <= std::min(widest, kWidestPatch); ++further) {
        const unsigned width = widest - further;
        const std::uint32_t patches = count_wider(values, width);
        if (patches > kMostPatches) {
            break;
        }
        const RunHead head{static_cast<std::uint8_t>(width), static_cast<std::uint8_t>(patches),
                           static_cast<std::uint8_t>(further)};
        const std::uint64_t bytes = 1 + head.body_bytes(static_cast<std::uint32_t>(values.size()));
        if (bytes < most) {
            most = bytes;
            best = head;
        }
    }
    return best;
}

void write_first(const RunHead& head, ByteWriter& out) {
    out.fixed(static_cast<std::uint8_t>(head.patches == 0 ? head.width : head.width | kPatchedMark));
}

void write_patch_byte(const RunHead& head, ByteWriter& out) {
    if (head.patches != 0) {
        out.fixed(static_cast<std::uint8_t>((head.patches - 1U) | (head.patch_width - 1U) << 4U));
    }
}

void write_body(const RunHead& head, std::span<const std::uint32_t> values, ByteWriter& out) {
    if (head.patches != 0) {
        write_patches(head, values, out);
    }
    if (values.size() == kRunSize) {
        pack_lanes(values, head.width, out);
    } else {
        pack(values, head.width, out);
    }
}

void write_run(std::span<const std::uint32_t> values, std::uint32_t least_saving, ByteWriter& out) {
    const RunHead head = best_head(values, least_saving);
    write_first(head, out);
    write_patch_byte(head, out);
    write_body(head, values, out);
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
