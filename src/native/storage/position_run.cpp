#include "storage/position_run.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#include "storage/bit_packing.hpp"

namespace searchlib::storage {

/// Sees where the ones and the lowest bits stand.
void PositionRun::rewind() {
    next_ = UINT32_MAX; // and stays so if what follows is damaged
    const Bytes all = part(section_, start_, section_.size() - std::min<std::uint64_t>(start_, section_.size()));
    ByteReader reader(all);
    const std::uint64_t bytes = reader.varint();
    const std::uint64_t begin = all.size() - reader.left();
    static_cast<void>(part(all, begin, bytes));
    code_ = {all.data() + begin, bytes * 8, all.data() + begin + bytes};
    before_ = {};
    at_ = 0;
    passed_ = 0;
    next_ = 0;
    listed_ = false;
    asked_ = 0;
}

/// Sees what stands before a document. Documents are counted one after the other, but for those of blocks of which a second
/// one is asked for.
void PositionRun::find(const std::uint32_t* documents, const std::uint32_t* frequencies, std::uint32_t place) {
    if (asked_ == 1 && !listed_) {
        listed_ = kernels::active().list_position_sums(documents, frequencies, count_, lengths_, ones_before_.data(),
                                                       bits_before_.data());
    }
    asked_ = std::min(asked_ + 1, 2U);
    if (listed_) {
        before_ = {ones_before_[place], bits_before_[place]};
        if (before_.ones < passed_) {
            at_ = 0;
            passed_ = 0;
        }
        return;
    }
    const kernels::PositionSums passed =
        kernels::active().sum_positions(documents + next_, frequencies + next_, place - next_, lengths_);
    before_ = {before_.ones + passed.ones, before_.bits + passed.bits};
}

/// Goes to a document, and says where its gaps stand. Until it is passed, what is known is not to be used again.
kernels::PositionPlace PositionRun::seek(const std::uint32_t* documents, const std::uint32_t* frequencies,
                                         std::uint32_t place) {
    if (place < next_ && (!listed_ || next_ == UINT32_MAX)) {
        rewind();
    }
    find(documents, frequencies, place);
    next_ = UINT32_MAX;
    const std::uint32_t count = frequencies[place];
    const unsigned width = kernels::position_width(lengths_[documents[place]], count);
    const std::uint64_t end = before_.bits + std::uint64_t{count} * width;
    const auto left = static_cast<std::uint64_t>(section_.data() + section_.size() - code_.lowest);
    if ((end + 7) / 8 + kPackedPadding > left) {
        throw Corrupt("an offset points outside its section");
    }
    return {at_, before_.ones - passed_, before_.bits, count, width};
}

/// The position of a document that has only one.
std::uint32_t PositionRun::only(const kernels::PositionPlace& place) const {
    return static_cast<std::uint32_t>(load<std::uint64_t>(code_.lowest + place.lowest / 8) >> (place.lowest % 8) &
                                      kernels::mask_of(place.width));
}

/// Goes behind a document, of which so much was read.
void PositionRun::pass(const kernels::PositionPlace& place, const kernels::PositionsRead& read, std::uint32_t next) {
    if (read.at == 0) {
        throw Corrupt("a block has not the positions of its documents");
    }
    at_ = read.at;
    passed_ = before_.ones + read.count;
    before_.ones += place.count;
    before_.bits += std::uint64_t{place.count} * place.width;
    next_ = next;
}

/// The same of a document with one position.
void PositionRun::pass_only(const kernels::PositionPlace& place, std::uint32_t next) {
    before_.bits += place.width;
    next_ = next;
}

void PositionRun::read(const std::uint32_t* documents, const std::uint32_t* frequencies, std::uint32_t place,
                       std::uint32_t* out) {
    const kernels::PositionPlace gaps = seek(documents, frequencies, place);
    if (gaps.count == 1) {
        *out = only(gaps);
        pass_only(gaps, place + 1);
    } else {
        pass(gaps, kernels::active().read_positions(code_, gaps, out), place + 1);
    }
}

std::uint32_t PositionRun::keep(const std::uint32_t* documents, const std::uint32_t* frequencies, std::uint32_t place,
                                std::uint32_t ahead, std::span<std::uint32_t> starts) {
    const kernels::PositionPlace gaps = seek(documents, frequencies, place);
    std::uint32_t* end = starts.data() + starts.size();
    if (gaps.count == 1) {
        const std::uint64_t position = only(gaps);
        pass_only(gaps, place + 1);
        const auto found =
            std::ranges::find(starts, position, [&](std::uint32_t start) { return std::uint64_t{start} + ahead; });
        if (found == starts.end()) {
            return 0;
        }
        starts.front() = *found;
        return 1;
    }
    pass(gaps, kernels::active().keep_positions(code_, gaps, ahead, starts.data(), end), place + 1);
    return static_cast<std::uint32_t>(end - starts.data());
}

void PositionRun::read(const std::uint32_t* documents, const std::uint32_t* frequencies, std::uint32_t place,
                       std::vector<std::uint32_t>& out) {
    if (frequencies[place] > kMaxPositions) {
        throw Corrupt("a field has too many positions");
    }
    out.resize(frequencies[place]);
    read(documents, frequencies, place, out.data());
}

void write_positions(const BlockDocuments& block, std::span<const std::uint32_t> gaps, ByteWriter& out) {
    std::array<std::uint8_t, kernels::kBlockSize> widths{};
    std::uint64_t ones = 0;
    std::uint64_t lowest = 0;
    std::size_t first = 0;
    for (std::size_t i = 0; i < block.documents.size(); ++i) {
        const std::uint32_t frequency = block.frequencies[i] + 1;
        const unsigned width = kernels::position_width(block.lengths[block.documents[i]], frequency);
        widths[i] = static_cast<std::uint8_t>(width);
        lowest += std::uint64_t{frequency} * width;
        std::uint64_t further = 0;
        for (const std::uint32_t gap : gaps.subspan(first, frequency)) {
            further += gap >> width;
        }
        first += frequency;
        if (frequency > 1) {
            ones += further + frequency;
        } else if (further > 0) {
            throw Corrupt("a position lies behind the end of its document");
        }
    }
    const std::uint64_t ones_bytes = (ones + 7) / 8;
    out.varint(ones_bytes);
    auto& bytes = out.buffer();
    const std::size_t start = bytes.size();
    const std::size_t end = start + ones_bytes + (lowest + 7) / 8;
    bytes.resize(end + sizeof(std::uint64_t)); // the lowest bits are written eight bytes at a time
    std::uint8_t* const high = bytes.data() + start;
    std::uint8_t* const low = high + ones_bytes;
    std::uint64_t one = 0;
    std::uint64_t bit = 0;
    const std::uint32_t* gap = gaps.data();
    for (std::size_t i = 0; i < block.documents.size(); ++i) {
        const unsigned width = widths[i];
        const std::uint64_t mask = kernels::mask_of(width);
        for (const std::uint32_t* const last = gap + block.frequencies[i]; gap <= last; ++gap) {
            if (block.frequencies[i] > 0) {
                one += *gap >> width;
                high[one / 8] |= static_cast<std::uint8_t>(1U << (one % 8));
                ++one;
            }
            const std::uint64_t word = load<std::uint64_t>(low + bit / 8) | (*gap & mask) << (bit % 8);
            std::memcpy(low + bit / 8, &word, sizeof word);
            bit += width;
        }
    }
    bytes.resize(end);
}

} // namespace searchlib::storage
