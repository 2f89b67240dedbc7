#include <algorithm>

#include "storage/bit_packing.hpp"
#include "storage/postings.hpp"

namespace searchlib::storage {
namespace {

void read_impacts(ByteReader& reader, std::vector<Impact>& out) {
    out.clear();
    const std::uint64_t count = reader.varint();
    if (count > kBlockSize * std::uint64_t{2}) {
        throw Corrupt("a block has too many impacts");
    }
    for (std::uint64_t i = 0; i < count; ++i) {
        const std::uint32_t frequency = reader.varint32();
        if (frequency == 0) {
            throw Corrupt("an impact without a frequency");
        }
        out.push_back({frequency, reader.fixed<std::uint8_t>()});
    }
}

/// Gaps of at most so many bits sum up to less than 2^32 in a block.
constexpr unsigned kShortGap = 24;

void unpack_values(const std::uint8_t* data, unsigned width, std::uint32_t count, std::uint32_t* out) {
    if (count == kBlockSize) {
        kLaneUnpackers[width](data, out);
    } else {
        unpack(data, count, width, out);
    }
}

} // namespace

PostingList::PostingList(Bytes postings, Bytes positions, const TermEntry& entry, std::uint32_t documents)
    : document_frequency_(entry.document_frequency), only_document_(entry.only_document),
      total_frequency_(entry.total_frequency),
      block_count_(entry.document_frequency / kBlockSize + (entry.document_frequency % kBlockSize != 0 ? 1 : 0)),
      documents_(documents) {
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
        // Packed values are read eight bytes at a time, past the list's own end.
        static_cast<void>(part(postings, entry.postings_offset, entry.postings_length));
        static_cast<void>(part(postings, entry.postings_offset + entry.postings_length, kPackedPadding));
        list_ = postings.subspan(static_cast<std::size_t>(entry.postings_offset),
                                 static_cast<std::size_t>(entry.postings_length) + kPackedPadding);
        if (list_.size() < block_count_ * sizeof(BlockEntry) + kPackedPadding) {
            throw Corrupt("a posting list is too short");
        }
    }
}

void PostingList::impacts(std::uint32_t block, std::vector<Impact>& out) const {
    if (document_frequency_ == 1) {
        out.assign(1, {static_cast<std::uint32_t>(std::min<std::uint64_t>(total_frequency_, UINT32_MAX)), 0});
        return;
    }
    const std::uint32_t offset = entry(block).impacts_offset;
    ByteReader reader(part(list_, offset, list_.size() - std::min<std::size_t>(offset, list_.size())));
    read_impacts(reader, out);
}

void PostingList::impacts(std::vector<Impact>& out) const {
    if (document_frequency_ == 1) {
        impacts(0, out);
        return;
    }
    ByteReader reader(list_.subspan(block_count_ * sizeof(BlockEntry)));
    read_impacts(reader, out);
}

PostingList::Packed PostingList::packed(Bytes bytes, std::uint64_t offset, std::uint64_t count, unsigned max_width) {
    const Bytes head = part(bytes, offset, 1);
    const unsigned width = head[0];
    if (width > max_width) {
        throw Corrupt("a block has a wrong bit width");
    }
    static_cast<void>(part(bytes, offset + 1, packed_bytes(count, width) + kPackedPadding));
    return {head.data() + 1, width};
}

PostingList::Packed PostingList::gaps(std::uint32_t block) const {
    return packed(list_, entry(block).data_offset, block_size(block));
}

void PostingList::documents(std::uint32_t block, std::uint32_t* out) const {
    if (document_frequency_ == 1) {
        *out = only_document_;
        return;
    }
    const std::uint32_t count = block_size(block);
    const std::uint32_t last = last_document(block);
    const Packed values = gaps(block);
    bool right = last < documents_;
    if (count == kBlockSize && values.width <= kShortGap) {
        const std::uint32_t before = block == 0 ? UINT32_MAX : last_document(block - 1);
        kLaneSummers[values.width](values.data, before, out);
        // Such gaps sum up to less than 2^32: if the end is right, it was not reached by wrapping around.
        right = right && out[count - 1] == last && (block == 0 || before < last);
    } else {
        unpack_values(values.data, values.width, count, out);
        std::uint64_t document = block == 0 ? UINT64_MAX : last_document(block - 1);
        for (std::uint32_t i = 0; i < count; ++i) {
            document += out[i] + std::uint64_t{1};
            out[i] = static_cast<std::uint32_t>(document);
        }
        // Summed in 64 bits, gaps cannot wrap around: a right end proves all documents before it.
        right = right && document == last;
    }
    if (!right) {
        throw Corrupt("the documents of a block do not end where its entry says");
    }
}

void PostingList::frequencies(std::uint32_t block, std::uint32_t* out) const {
    if (document_frequency_ == 1) {
        *out = static_cast<std::uint32_t>(std::min<std::uint64_t>(total_frequency_, UINT32_MAX));
        return;
    }
    const std::uint32_t count = block_size(block);
    const Packed values = packed_frequencies(block);
    unpack_values(values.data, values.width, count, out);
    for (std::uint32_t i = 0; i < count; ++i) {
        ++out[i];
    }
}

std::uint32_t PostingList::frequency(std::uint32_t block, std::uint32_t at) const {
    if (document_frequency_ == 1) {
        return static_cast<std::uint32_t>(std::min<std::uint64_t>(total_frequency_, UINT32_MAX));
    }
    const Packed values = packed_frequencies(block);
    return 1 + (block_size(block) == kBlockSize ? unpack_one_of_lanes(values.data, at, values.width)
                                                : unpack_one(values.data, at, values.width));
}

PostingList::Packed PostingList::packed_frequencies(std::uint32_t block) const {
    const std::uint32_t count = block_size(block);
    const Packed before = gaps(block);
    const auto offset = static_cast<std::uint64_t>(before.data - list_.data()) + packed_bytes(count, before.width);
    return packed(list_, offset, count, kPositionBits);
}

void PostingList::positions(std::uint32_t block, std::uint64_t first, std::uint32_t count,
                            std::vector<std::uint32_t>& out) const {
    if (count > kMaxPositions) {
        throw Corrupt("a field has too many positions");
    }
    const std::uint64_t offset = document_frequency_ == 1 ? 0 : entry(block).positions_offset;
    const Packed values = packed(positions_, offset, first + count);
    out.resize(count);
    std::uint32_t position = UINT32_MAX;
    for (std::uint32_t i = 0; i < count; ++i) {
        position += unpack_one(values.data, first + i, values.width) + 1;
        out[i] = position;
    }
}

} // namespace searchlib::storage
