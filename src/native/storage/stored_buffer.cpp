#include "storage/stored_buffer.hpp"

#include <algorithm>
#include <stdexcept>

#include "storage/records_writer.hpp"

namespace searchlib::storage {
namespace {

constexpr std::size_t kChunk = std::size_t{1} << 20;

} // namespace

StoredBuffer::Place StoredBuffer::add_text(std::string_view text) {
    const std::size_t offset = texts_.size();
    texts_ += text;
    return {block_, offset, text.size()};
}

void StoredBuffer::end_document(Bytes record) {
    if (record.size() >= UINT32_MAX - kChunk) {
        throw std::length_error("a stored record is longer than 4 GiB");
    }
    const std::string_view text(reinterpret_cast<const char*>(record.data()), record.size());
    if (chunks_.empty() || chunks_.back().size() + text.size() > kChunk) {
        chunks_.emplace_back().reserve(std::max(kChunk, text.size()));
    }
    chunks_.back().append(text);
    ends_.push_back((chunks_.size() - 1) << 32U | chunks_.back().size());
    close_if_full();
}

void StoredBuffer::close_if_full() {
    if (texts_.size() >= block_size_) {
        full_.push_back(std::move(texts_));
        texts_.clear();
        texts_.reserve(2 * block_size_);
        ++block_;
    }
}

std::deque<std::string> StoredBuffer::take_blocks(bool all) {
    std::deque<std::string> taken;
    taken.swap(full_);
    if (all && !texts_.empty()) {
        taken.push_back(std::move(texts_));
        texts_.clear();
        ++block_;
    }
    return taken;
}

void StoredBuffer::write(const std::vector<std::uint32_t>& order, ContainerWriter& out) const {
    RecordsWriter records(out);
    for (const std::uint32_t document : order) {
        const std::uint64_t end = ends_.at(document + std::size_t{1});
        const std::uint64_t before = ends_[document];
        const std::uint64_t chunk = end >> 32U;
        const std::uint64_t begin = before >> 32U == chunk ? before & UINT32_MAX : 0;
        const std::string& from = chunks_[chunk];
        const auto* bytes = reinterpret_cast<const std::uint8_t*>(from.data());
        records.add(Bytes(bytes + begin, (end & UINT32_MAX) - begin));
    }
    records.finish();
}

std::size_t StoredBuffer::memory() const {
    std::size_t bytes = texts_.capacity() + chunks_.size() * kChunk + ends_.capacity() * sizeof(std::uint64_t);
    for (const std::string& block : full_) {
        bytes += block.capacity();
    }
    return bytes;
}

} // namespace searchlib::storage
