#include <algorithm>

#include "storage/bit_packing.hpp"
#include "storage/postings.hpp"

namespace searchlib::storage {
namespace {

static_assert(kBlockSize == kLaneBlock);

void write_packed(std::span<const std::uint32_t> values, ByteWriter& out) {
    const unsigned width = bit_width_of(values);
    out.fixed(static_cast<std::uint8_t>(width));
    pack(values, width, out);
}

/// What a document has one of, whole blocks of them in lanes.
void write_block(std::span<const std::uint32_t> values, ByteWriter& out) {
    if (values.size() < kBlockSize) {
        write_packed(values, out);
        return;
    }
    const unsigned width = bit_width_of(values);
    out.fixed(static_cast<std::uint8_t>(width));
    pack_lanes(values, width, out);
}

void write_impacts(const std::vector<Impact>& impacts, ByteWriter& out) {
    out.varint(impacts.size());
    for (const Impact& impact : impacts) {
        out.varint(impact.frequency);
        out.fixed(impact.length_code);
    }
}

std::uint32_t offset32(std::uint64_t offset) {
    if (offset > UINT32_MAX) {
        throw std::length_error("a posting list is longer than 4 GiB: use smaller segments");
    }
    return static_cast<std::uint32_t>(offset);
}

} // namespace

void keep_best(std::vector<Impact>& impacts) {
    // From the highest frequency down, a pair is kept if it is shorter than all those before it.
    std::ranges::sort(impacts, [](const Impact& a, const Impact& b) {
        return a.frequency != b.frequency ? a.frequency > b.frequency : a.length_code < b.length_code;
    });
    std::size_t kept = 0;
    for (const Impact impact : impacts) {
        if (kept == 0 || impact.length_code < impacts[kept - 1].length_code) {
            impacts[kept++] = impact;
        }
    }
    impacts.resize(kept);
    std::ranges::reverse(impacts);
}

void PostingsWriter::add(std::uint32_t document, std::span<const std::uint32_t> positions) {
    gaps_.push_back(static_cast<std::uint32_t>(document - last_document_ - 1));
    last_document_ = document;
    ++document_frequency_;
    if (length_codes_.empty()) {
        ++total_frequency_;
    } else {
        const auto frequency = static_cast<std::uint32_t>(positions.size());
        total_frequency_ += frequency;
        frequencies_.push_back(frequency - 1);
        block_impacts_.push_back({frequency, length_codes_[document]});
        std::int64_t last = -1;
        for (const std::uint32_t position : positions) {
            position_gaps_.push_back(static_cast<std::uint32_t>(position - last - 1));
            last = position;
        }
    }
    if (gaps_.size() == kBlockSize) {
        finish_block();
    }
}

void PostingsWriter::finish_block() {
    BlockEntry entry{};
    entry.last_document = static_cast<std::uint32_t>(last_document_);
    entry.data_offset = offset32(data_.size());
    entry.impacts_offset = offset32(impacts_.size());
    entry.positions_offset = offset32(positions_.size() - positions_start_);
    entries_.push_back(entry);
    write_block(gaps_, data_);
    if (!length_codes_.empty()) {
        write_block(frequencies_, data_);
        write_packed(position_gaps_, positions_);
        keep_best(block_impacts_);
        write_impacts(block_impacts_, impacts_);
        best_.insert(best_.end(), block_impacts_.begin(), block_impacts_.end());
    }
    gaps_.clear();
    frequencies_.clear();
    position_gaps_.clear();
    block_impacts_.clear();
}

void PostingsWriter::finish_term(std::string_view term) {
    TermEntry entry;
    entry.document_frequency = document_frequency_;
    entry.total_frequency = total_frequency_;
    entry.positions_offset = positions_start_;
    if (document_frequency_ == 1) {
        entry.only_document = static_cast<std::uint32_t>(last_document_);
        if (!length_codes_.empty()) {
            write_packed(position_gaps_, positions_);
        }
        gaps_.clear();
        frequencies_.clear();
        position_gaps_.clear();
        block_impacts_.clear();
    } else {
        if (!gaps_.empty()) {
            finish_block();
        }
        keep_best(best_);
        ByteWriter list_impacts;
        write_impacts(best_, list_impacts);
        // All offsets count from the start of the list: entries, impacts of the list, impacts of the
        // blocks, data of the blocks.
        const std::uint64_t impacts_start = entries_.size() * sizeof(BlockEntry) + list_impacts.size();
        const std::uint64_t data_start = impacts_start + impacts_.size();
        entry.postings_offset = postings_.size();
        for (const BlockEntry& block : entries_) {
            postings_.fixed(block.last_document);
            postings_.fixed(offset32(data_start + block.data_offset));
            postings_.fixed(offset32(impacts_start + block.impacts_offset));
            postings_.fixed(block.positions_offset);
        }
        postings_.raw(list_impacts.view());
        postings_.raw(impacts_.view());
        postings_.raw(data_.view());
        entry.postings_length = postings_.size() - entry.postings_offset;
    }
    terms_.add(term, entry);
    entries_.clear();
    data_.clear();
    impacts_.clear();
    best_.clear();
    positions_start_ = positions_.size();
    document_frequency_ = 0;
    total_frequency_ = 0;
    last_document_ = -1;
}

void PostingsWriter::write(ContainerWriter& out, const std::string& field) {
    const std::vector<std::uint8_t> padding(kPackedPadding);
    postings_.raw(Bytes(padding));
    positions_.raw(Bytes(padding));
    out.section(field + ".terms", terms_.finish());
    out.section(field + ".postings", postings_.view());
    if (!length_codes_.empty()) {
        out.section(field + ".positions", positions_.view());
    }
}

} // namespace searchlib::storage
