#include "storage/position_run.hpp"

#include <algorithm>

namespace searchlib::storage {
namespace {

/// Bytes that patches must save: a patched group takes longer to read.
constexpr std::uint32_t kLeastSaving = 4;

/// When so many values of a group have been asked for, all of it is unpacked at once.
constexpr std::uint32_t kMany = 16;

} // namespace

void PositionRun::read(std::uint64_t first, std::uint32_t count, std::uint32_t* out) {
    if (first > count_ || count > count_ - first) {
        throw Corrupt("a block has fewer positions than its documents");
    }
    for (std::uint32_t done = 0; done < count;) {
        enter((first + done) / kRunSize);
        const auto from = static_cast<std::uint32_t>((first + done) % kRunSize);
        const std::uint32_t here = std::min(size_ - from, count - done);
        gaps(from, here, out + done);
        done += here;
    }
    std::uint32_t position = UINT32_MAX;
    for (std::uint32_t i = 0; i < count; ++i) {
        position += out[i] + 1;
        out[i] = position;
    }
}

void PositionRun::read(std::uint64_t first, std::uint32_t count, std::vector<std::uint32_t>& out) {
    if (count > kMaxPositions) {
        throw Corrupt("a field has too many positions");
    }
    out.resize(count);
    read(first, count, out.data());
}

/// Sees where the bodies begin: behind the first bytes of all groups and the patch bytes of those that have them.
void PositionRun::rewind() {
    const std::uint64_t count = groups();
    const Bytes firsts = part(section_, start_, count);
    const auto patched = std::ranges::count_if(firsts, [](std::uint8_t first) { return (first & kPatchedMark) != 0; });
    next_patch_byte_ = start_ + count;
    next_ = next_patch_byte_ + static_cast<std::uint64_t>(patched);
    static_cast<void>(part(section_, start_, next_ - start_));
    following_ = 0;
}

void PositionRun::enter(std::uint64_t group) {
    if (open_ && group + 1 == following_) {
        return;
    }
    if (!open_ || group < following_) {
        rewind();
    }
    open_ = false; // and stays so if what follows is damaged
    for (; following_ <= group; ++following_) {
        size_ = static_cast<std::uint32_t>(std::min<std::uint64_t>(kRunSize, count_ - following_ * kRunSize));
        const std::uint8_t first = section_[static_cast<std::size_t>(start_ + following_)];
        const bool patched = (first & kPatchedMark) != 0;
        const RunHead head =
            RunHead::of(first, patched ? section_[static_cast<std::size_t>(next_patch_byte_++)] : std::uint8_t{0});
        if (following_ == group) {
            group_ = run_at(section_, next_, head, size_);
        } else {
            next_ += head.body_bytes(size_);
        }
    }
    open_ = true;
    asked_ = 0;
    unpacked_ = false;
}

/// The gaps `from` up to but not including `from + count` of the open group.
void PositionRun::gaps(std::uint32_t from, std::uint32_t count, std::uint32_t* out) {
    asked_ += count;
    if (!unpacked_ && asked_ < kMany) {
        gaps_one_by_one(from, count, out);
        return;
    }
    if (!unpacked_) {
        unpack_run(group_, size_, values_.data());
        unpacked_ = true;
    }
    std::copy_n(values_.begin() + from, count, out);
}

void PositionRun::gaps_one_by_one(std::uint32_t from, std::uint32_t count, std::uint32_t* out) const {
    for (std::uint32_t i = 0; i < count; ++i) {
        out[i] = size_ == kRunSize ? kernels::unpack_one_of_lanes(group_.values, from + i, group_.width)
                                   : kernels::unpack_one(group_.values, from + i, group_.width);
    }
    for (std::uint32_t number = 0; number < group_.patches.count; ++number) {
        const std::uint32_t place = group_.patches.places[number] - from;
        if (place < count) {
            out[place] += group_.patches.bits(number) << group_.width;
        }
    }
}

void write_positions(std::span<const std::uint32_t> gaps, ByteWriter& out) {
    std::vector<RunHead> heads;
    const auto group = [&](std::size_t number) {
        const std::size_t at = number * kRunSize;
        return gaps.subspan(at, std::min<std::size_t>(kRunSize, gaps.size() - at));
    };
    for (std::size_t number = 0; number * kRunSize < gaps.size(); ++number) {
        write_first(heads.emplace_back(best_head(group(number), kLeastSaving)), out);
    }
    for (const RunHead& head : heads) {
        write_patch_byte(head, out);
    }
    for (std::size_t number = 0; number < heads.size(); ++number) {
        write_body(heads[number], group(number), out);
    }
}

} // namespace searchlib::storage
