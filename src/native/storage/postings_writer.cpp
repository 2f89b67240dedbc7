#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "storage/bit_packing.hpp"
#include "storage/length_code.hpp"
#include "storage/packed_run.hpp"
#include "storage/postings.hpp"

namespace searchlib::storage {
namespace {

static_assert(kBlockSize == kRunSize);

/// Bytes of positions that are written at once, as far as terms end.
constexpr std::size_t kPositionsAtOnce = std::size_t{1} << 18;

/// Bytes that patches must save. Frequencies are looked up one by one, too, where patches cost the most.
constexpr std::uint32_t kGapSaving = 4;
constexpr std::uint32_t kFrequencySaving = 8;

void write_bitmap(std::span<const std::uint32_t> gaps, std::uint64_t span, ByteWriter& out) {
    out.fixed(kernels::kBitmapMark);
    const std::size_t start = out.size();
    auto& bytes = out.buffer();
    bytes.resize(start + (span + 7) / 8);
    std::uint64_t bit = 0;
    for (const std::uint32_t gap : gaps) {
        bit += gap;
        bytes[start + bit / 8] |= static_cast<std::uint8_t>(1U << (bit % 8));
        ++bit;
    }
}

/// Gaps less one, as a bitmap where that is small.
void write_documents(std::span<const std::uint32_t> gaps, ByteWriter& out) {
    std::uint64_t span = gaps.size();
    for (const std::uint32_t gap : gaps) {
        span += gap;
    }
    if (span <= gaps.size() * kernels::kBitmapBits) {
        write_bitmap(gaps, span, out);
    } else {
        write_run(gaps, kGapSaving, out);
    }
}

template <class T> void write_array(const std::vector<T>& values, ByteWriter& out) {
    for (const T value : values) {
        out.fixed(value);
    }
}

std::uint32_t offset32(std::uint64_t offset) {
    if (offset > UINT32_MAX) {
        throw std::length_error("a posting list is longer than 4 GiB: use smaller segments");
    }
    return static_cast<std::uint32_t>(offset);
}

double average_of(std::span<const std::uint8_t> length_codes) {
    std::uint64_t documents = 0;
    std::uint64_t total = 0;
    for (const std::uint8_t code : length_codes) {
        documents += code == 0 ? 0 : 1;
        total += kLengths[code];
    }
    return documents == 0 ? 1.0 : static_cast<double>(total) / static_cast<double>(documents);
}

} // namespace

double BoundBasis::norm(std::uint8_t length_code) const {
    return kK1 * (1.0 - kB + kB * static_cast<double>(kLengths[length_code]) / average_length);
}

PostingsWriter::PostingsWriter(ContainerWriter& out, std::string name, ListKind kind,
                               std::span<const std::uint8_t> length_codes, ListSections stems)
    : out_(out), name_(std::move(name)), kind_(kind), length_codes_(length_codes), stems_(stems),
      basis_{average_of(length_codes)}, postings_(out) {
    if (kind_ == ListKind::positions) {
        out_.begin(name_ + ".positions");
    }
    for (std::size_t code = 0; code < norms_.size(); ++code) {
        norms_[code] = basis_.norm(static_cast<std::uint8_t>(code));
    }
}

void PostingsWriter::add(std::uint32_t document, std::span<const std::uint32_t> positions) {
    if (kind_ == ListKind::documents) {
        ++total_frequency_;
    } else {
        add_frequency(document, static_cast<std::uint32_t>(positions.size()));
        std::int64_t last = -1;
        for (const std::uint32_t position : positions) {
            position_gaps_.push_back(static_cast<std::uint32_t>(position - last - 1));
            last = position;
        }
    }
    add_document(document);
}

void PostingsWriter::add_run(std::span<const std::uint32_t> documents, std::span<const std::uint32_t> frequencies,
                             std::span<const std::uint32_t> position_gaps) {
    while (!documents.empty()) {
        const std::size_t before = gaps_.size();
        const std::size_t count = std::min(documents.size(), kBlockSize - before);
        gaps_.resize(before + count);
        frequencies_.resize(before + count);
        std::uint64_t positions = 0;
        double bound = block_bound_;
        std::int64_t last = last_document_;
        for (std::size_t at = 0; at < count; ++at) {
            const std::uint32_t document = documents[at];
            gaps_[before + at] = static_cast<std::uint32_t>(document - last - 1);
            last = document;
            const std::uint32_t frequency = frequencies[at];
            frequencies_[before + at] = frequency - 1;
            positions += frequency;
            const double f = frequency;
            bound = std::max(bound, f / (f + norms_[length_codes_[document]]));
        }
        documents_.insert(documents_.end(), documents.begin(), documents.begin() + static_cast<std::ptrdiff_t>(count));
        const auto gaps = position_gaps.first(positions);
        position_gaps_.insert(position_gaps_.end(), gaps.begin(), gaps.end());
        block_bound_ = bound;
        last_document_ = last;
        document_frequency_ += static_cast<std::uint32_t>(count);
        total_frequency_ += positions;
        if (gaps_.size() == kBlockSize) {
            finish_block();
        }
        documents = documents.subspan(count);
        frequencies = frequencies.subspan(count);
        position_gaps = position_gaps.subspan(positions);
    }
}

void PostingsWriter::add_counted(std::uint32_t document, std::uint32_t frequency) {
    add_frequency(document, frequency);
    add_document(document);
}

void PostingsWriter::add_frequency(std::uint32_t document, std::uint32_t frequency) {
    total_frequency_ += frequency;
    frequencies_.push_back(frequency - 1);
    const double f = frequency;
    block_bound_ = std::max(block_bound_, f / (f + norms_[length_codes_[document]]));
}

void PostingsWriter::add_document(std::uint32_t document) {
    gaps_.push_back(static_cast<std::uint32_t>(document - last_document_ - 1));
    if (kind_ != ListKind::documents) {
        documents_.push_back(document);
    }
    last_document_ = document;
    ++document_frequency_;
    if (gaps_.size() == kBlockSize) {
        finish_block();
    }
}

void PostingsWriter::finish_block() {
    last_documents_.push_back(static_cast<std::uint32_t>(last_document_));
    data_offsets_.push_back(offset32(data_.size()));
    write_documents(gaps_, data_);
    if (kind_ != ListKind::documents) {
        frequencies_at_.push_back(data_.size());
        bounds_.push_back(static_cast<std::uint16_t>(std::min(std::ceil(block_bound_ * kBoundUnit), kBoundUnit)));
        write_run(frequencies_, kFrequencySaving, data_);
        if (kind_ == ListKind::positions) {
            positions_offsets_.push_back(offset32(positions_end() - positions_start_));
            write_block_positions();
        }
    }
    gaps_.clear();
    frequencies_.clear();
    position_gaps_.clear();
    block_bound_ = 0.0;
}

void PostingsWriter::write_block_positions() {
    if (kind_ == ListKind::positions) {
        const auto documents = std::span(documents_).last(gaps_.size());
        write_positions({documents, frequencies_, length_codes_}, position_gaps_, positions_);
    }
}

TermEntry PostingsWriter::finish_term(std::string_view term, std::uint64_t aside) {
    TermEntry entry;
    entry.document_frequency = document_frequency_;
    entry.total_frequency = total_frequency_;
    entry.positions_offset = kind_ == ListKind::positions ? stems_.positions + positions_start_ : aside;
    if (document_frequency_ == 1) {
        entry.only_document = static_cast<std::uint32_t>(last_document_);
        write_block_positions();
        gaps_.clear();
        frequencies_.clear();
        position_gaps_.clear();
        block_bound_ = 0.0;
    } else {
        finish_list(entry);
    }
    terms_.add(term, entry);
    if (positions_.size() >= kPositionsAtOnce) {
        drain_positions();
    }
    positions_start_ = positions_end();
    documents_.clear();
    frequencies_at_.clear();
    document_frequency_ = 0;
    total_frequency_ = 0;
    last_document_ = -1;
    return entry;
}

/// Puts one bitmap in front of the data of the blocks, which keep their frequencies only.
void PostingsWriter::make_bitmap() {
    ByteWriter blocks;
    auto& bytes = blocks.buffer();
    bytes.resize(static_cast<std::size_t>(bitmap_bytes(length_codes_.size())));
    for (const std::uint32_t document : documents_) {
        bytes[document / 8] |= static_cast<std::uint8_t>(1U << (document % 8));
    }
    for (std::size_t block = 0; block < data_offsets_.size(); ++block) {
        const bool last = block + 1 == data_offsets_.size();
        const std::size_t end = last ? data_.size() : data_offsets_[block + 1];
        data_offsets_[block] = offset32(blocks.size());
        blocks.raw(data_.view().subspan(frequencies_at_[block], end - frequencies_at_[block]));
    }
    std::swap(data_, blocks);
}

/// Array after array, so that what is searched lies side by side: last documents, offsets of data, offsets of
/// positions, bounds; then the data of the blocks, behind the bitmap of a dense list.
void PostingsWriter::finish_list(TermEntry& entry) {
    if (!gaps_.empty()) {
        finish_block();
    }
    if (kind_ != ListKind::documents && is_dense(document_frequency_, length_codes_.size())) {
        make_bitmap();
    }
    const std::uint64_t data_start =
        (last_documents_.size() + data_offsets_.size() + positions_offsets_.size()) * sizeof(std::uint32_t) +
        bounds_.size() * sizeof(std::uint16_t);
    for (std::uint32_t& offset : data_offsets_) {
        offset = offset32(data_start + offset);
    }
    const std::uint64_t start = postings_.size();
    entry.postings_offset = stems_.postings + start;
    head_.clear();
    write_array(last_documents_, head_);
    write_array(data_offsets_, head_);
    write_array(positions_offsets_, head_);
    write_array(bounds_, head_);
    postings_.raw(head_.view());
    postings_.raw(data_.view());
    entry.postings_length = postings_.size() - start;
    last_documents_.clear();
    data_offsets_.clear();
    positions_offsets_.clear();
    bounds_.clear();
    data_.clear();
}

void PostingsWriter::drain_positions() {
    out_.write(positions_.view());
    positions_written_ += positions_.size();
    positions_.clear();
}

ListSections PostingsWriter::write() {
    static constexpr std::array<std::uint8_t, kPackedPadding> kPadding{};
    if (kind_ == ListKind::positions) {
        positions_.raw(Bytes(kPadding));
        drain_positions();
        out_.end();
        ByteWriter basis;
        basis.fixed(basis_.average_length);
        out_.section(name_ + ".basis", basis.view());
    }
    out_.section(name_ + ".terms", terms_.finish());
    postings_.raw(Bytes(kPadding));
    out_.begin(name_ + ".postings");
    const ListSections sections{postings_.size(), positions_written_};
    postings_.write(out_);
    out_.end();
    return sections;
}

} // namespace searchlib::storage
