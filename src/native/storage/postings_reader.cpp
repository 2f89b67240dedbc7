#include <algorithm>
#include <array>

#include "kernels/kernels.hpp"
#include "storage/bit_packing.hpp"
#include "storage/postings.hpp"

namespace searchlib::storage {
namespace {

/// Gaps of at most so many bits sum up to less than 2^32 in a block.
constexpr unsigned kShortGap = 24;

void unpack_values(const std::uint8_t* data, unsigned width, std::uint32_t count, std::uint32_t* out) {
    if (count == kBlockSize) {
        kernels::active().unpack(data, width, out);
    } else {
        unpack(data, count, width, out);
    }
}

} // namespace

PostingList::PostingList(Bytes postings, Bytes positions, const TermEntry& entry, std::uint32_t documents, bool text)
    : document_frequency_(entry.document_frequency), only_document_(entry.only_document),
      total_frequency_(entry.total_frequency),
      block_count_(entry.document_frequency / kBlockSize + (entry.document_frequency % kBlockSize != 0 ? 1 : 0)),
      documents_(documents), text_(text) {
    if (!positions.empty()) {
        if (entry.positions_offset > positions.size()) {
            throw Corrupt("positions lie outside their section");
        }
        positions_ = positions.subspan(static_cast<std::size_t>(entry.positions_offset));
    }
    if (document_frequency_ > documents_ || (document_frequency_ == 1 && only_document_ >= documents_)) {
        throw Corrupt("a term stands in more documents than there are");
    }
    if (document_frequency_ > 1) {
        // Packed values and bitmaps are read eight bytes at a time, past the list's own end.
        static_cast<void>(part(postings, entry.postings_offset, entry.postings_length));
        static_cast<void>(part(postings, entry.postings_offset + entry.postings_length, kPackedPadding));
        list_ = postings.subspan(static_cast<std::size_t>(entry.postings_offset),
                                 static_cast<std::size_t>(entry.postings_length) + kPackedPadding);
        const std::size_t blocks = block_count_;
        const std::size_t arrays = blocks * (text ? 14 : 8);
        if (list_.size() < arrays + kPackedPadding) {
            throw Corrupt("a posting list is too short");
        }
        last_documents_ = list_.data();
        data_offsets_ = last_documents_ + 4 * blocks;
        positions_offsets_ = data_offsets_ + 4 * blocks;
        bounds_ = positions_offsets_ + 4 * blocks;
        if (text && is_dense(document_frequency_, documents_)) {
            bits_ = list_.data() + arrays;
            if (list_.size() < arrays + bitmap_bytes(documents_) + kPackedPadding) {
                throw Corrupt("a posting list is too short");
            }
        }
    }
}

/// Sees how the documents of a block are written at `at`; returns how many bytes they take.
std::uint64_t PostingList::place_documents(PostingBlock& block, std::uint64_t at) const {
    const std::uint8_t head = at < list_.size() - kPackedPadding ? list_[at] : UINT8_MAX;
    std::uint64_t bits = std::uint64_t{block.count} * head;
    block.documents = list_.data() + at + 1;
    block.width = head;
    if (head == kernels::kBitmapMark) {
        block.bitmap = true;
        bits = block.end - block.base;
    }
    if (head > kernels::kBitmapMark || (head > 32 && !block.bitmap) ||
        bits > std::uint64_t{block.count} * (block.bitmap ? kernels::kBitmapBits : 32)) {
        throw Corrupt("a block has a wrong bit width");
    }
    return 1 + (bits + 7) / 8;
}

PostingBlock PostingList::block(std::uint32_t number) const {
    PostingBlock block;
    if (single()) {
        // A bitmap of one bit, with the bytes behind it that reading whole words asks for.
        static constexpr std::array<std::uint8_t, 1 + kPackedPadding> kOne{1};
        block.count = 1;
        block.base = only_document_;
        block.origin = only_document_;
        block.end = only_document_ + 1;
        block.bitmap = true;
        block.documents = kOne.data();
        block.only_frequency = static_cast<std::uint32_t>(std::min<std::uint64_t>(total_frequency_, UINT32_MAX));
        return block;
    }
    block.count = block_size(number);
    block.base = number == 0 ? 0 : last_document(number - 1) + 1;
    block.origin = block.base;
    block.end = last_document(number) + 1;
    if (block.end > documents_ || block.end < block.base + block.count || block.base > documents_) {
        throw Corrupt("the blocks of a posting list do not ascend");
    }
    const std::uint64_t size = list_.size() - kPackedPadding;
    std::uint64_t at = load<std::uint32_t>(data_offsets_ + std::size_t{number} * 4);
    if (bits_ != nullptr) {
        block.bitmap = true;
        block.origin = block.base / 64 * 64;
        block.documents = bits_ + block.origin / 8;
    } else {
        at += place_documents(block, at);
    }
    if (text_) {
        block.frequency_width = at < size ? list_[at] : UINT8_MAX;
        if (block.frequency_width > kPositionBits) {
            throw Corrupt("a block has a wrong bit width");
        }
        block.frequencies = list_.data() + at + 1;
        at += 1 + packed_bytes(block.count, block.frequency_width);
    }
    if (at > size) {
        throw Corrupt("an offset points outside its section");
    }
    return block;
}

std::uint32_t PostingList::far_block_with(std::uint32_t target, std::uint32_t from) const {
    // Doubling steps, then bisection.
    std::uint32_t low = from;
    std::uint32_t high = from;
    for (std::uint32_t step = 1; high < block_count_ && last_document(high) < target; step *= 2) {
        low = high + 1;
        high = std::min(block_count_, high + step);
    }
    while (low < high) {
        const std::uint32_t middle = low + (high - low) / 2;
        if (last_document(middle) < target) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

void PostingList::documents(const PostingBlock& block, std::uint32_t* out) {
    if (block.bitmap) {
        if (!kernels::active().bitmap_fits(block)) {
            throw Corrupt("a bitmap has not the documents that its block should have");
        }
        kernels::active().list_bits(block, out);
        return;
    }
    const std::uint32_t last = block.end - 1;
    bool right = true;
    if (block.count == kBlockSize && block.width <= kShortGap) {
        // Such gaps sum up to less than 2^32: if the end is right, it was not reached by wrapping around.
        right = kernels::active().sum_gaps(block.documents, block.width, block.base - 1, out) == last;
    } else {
        unpack_values(block.documents, block.width, block.count, out);
        std::uint64_t document = std::uint64_t{block.base} - 1;
        for (std::uint32_t i = 0; i < block.count; ++i) {
            document += out[i] + std::uint64_t{1};
            out[i] = static_cast<std::uint32_t>(document);
        }
        // Summed in 64 bits, gaps cannot wrap around: a right end proves all documents before it.
        right = document == last;
    }
    if (!right) {
        throw Corrupt("the documents of a block do not end where its entry says");
    }
}

void PostingList::frequencies(const PostingBlock& block, std::uint32_t* out) {
    if (block.frequencies == nullptr) {
        *out = block.only_frequency;
        return;
    }
    unpack_values(block.frequencies, block.frequency_width, block.count, out);
    for (std::uint32_t i = 0; i < block.count; ++i) {
        ++out[i];
    }
}

PositionRun PostingList::position_run(std::uint32_t block, std::uint64_t count) const {
    const std::uint64_t offset = single() ? 0 : load<std::uint32_t>(positions_offsets_ + std::size_t{block} * 4);
    const Bytes head = part(positions_, offset, 1);
    const unsigned width = head[0];
    if (width > 32) {
        throw Corrupt("positions have a wrong bit width");
    }
    static_cast<void>(part(positions_, offset + 1, packed_bytes(count, width) + kPackedPadding));
    return {head.data() + 1, width};
}

void PostingList::positions(std::uint32_t block, std::uint64_t first, std::uint32_t count,
                            std::vector<std::uint32_t>& out) const {
    if (count > kMaxPositions) {
        throw Corrupt("a field has too many positions");
    }
    const PositionRun run = position_run(block, first + count);
    out.resize(count);
    run.read(first, count, out.data());
}

} // namespace searchlib::storage
