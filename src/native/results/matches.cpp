#include "results/matches.hpp"

#include <algorithm>

#include "kernels/kernels.hpp"
#include "search/deadline.hpp"

namespace searchlib::results {
namespace {

using search::SnapshotSegment;

/// Documents that are marked together: whole words of bits.
constexpr std::uint32_t kWindow = 1U << 14U;
constexpr std::uint32_t kWord = 64;

std::uint64_t bits_below(std::uint32_t count) { return (std::uint64_t{1} << count) - 1; }

} // namespace

Matches::Matches(const search::Query& query) : snapshot_(query.snapshot()), bits_(snapshot_->segments().size()) {
    const search::OwnDeadline deadline(query.seconds());
    query.each_segment([&](const SnapshotSegment& segment) {
        const search::CursorPointer cursor = query.cursor(segment, false);
        if (!cursor) {
            return;
        }
        const std::uint32_t size = segment.segment->size();
        std::vector<std::uint64_t>& bits = bits_[segment.number];
        bits.resize((std::size_t{size} + kWord - 1) / kWord);
        for (std::uint32_t doc = cursor->document(); doc != search::kEnd; doc = cursor->document()) {
            search::Deadline::check_lightly();
            const std::uint32_t begin = doc - doc % kWindow;
            cursor->mark(begin, begin + std::min(kWindow, size - begin), bits.data() + begin / kWord);
        }
    });
    for (const SnapshotSegment& segment : snapshot_->segments()) {
        remove_deleted(segment);
        total_ += count(segment.number, 0, segment.segment->size());
    }
}

void Matches::remove_deleted(const SnapshotSegment& segment) {
    std::vector<std::uint64_t>& bits = bits_[segment.number];
    if (segment.deletes && !bits.empty()) {
        for (const std::uint32_t doc : segment.deletes->documents()) {
            bits[doc / kWord] &= ~(std::uint64_t{1} << doc % kWord);
        }
    }
}

std::uint64_t Matches::count(std::uint32_t segment, std::uint32_t begin, std::uint32_t end) const {
    const std::vector<std::uint64_t>& bits = bits_[segment];
    if (bits.empty() || begin >= end) {
        return 0;
    }
    const std::uint32_t first = begin / kWord;
    const std::uint32_t last = end / kWord;
    std::uint64_t counted = kernels::active().count_bits(bits.data() + first, last - first);
    if (end % kWord != 0) {
        counted += static_cast<std::uint64_t>(std::popcount(bits[last] & bits_below(end % kWord)));
    }
    return counted - static_cast<std::uint64_t>(std::popcount(bits[first] & bits_below(begin % kWord)));
}

} // namespace searchlib::results
