#include "indexing/string_table.hpp"

#include <algorithm>
#include <stdexcept>

namespace searchlib::indexing {

std::uint64_t StringKey::hash_of_long(std::string_view text) {
    std::uint64_t state = text.size() ^ 0x8EBC6AF09C88C6E3ULL;
    const char* at = text.data();
    const char* const tail = at + text.size() - 8;
    for (; at < tail; at += 8) {
        state = mix(state ^ load<std::uint64_t>(at), 0x589965CC75374CC3ULL);
    }
    return mix(state ^ load<std::uint64_t>(tail), 0x1D8E4E27C47D124FULL);
}

std::uint32_t StringTable::add(std::string_view text, const StringKey& key, std::size_t at) {
    const std::uint32_t number = size();
    if (number == UINT32_MAX - 1) {
        throw std::length_error("too many distinct strings");
    }
    entries_.push_back({keep(text), static_cast<std::uint32_t>(text.size())});
    slots_[at] = {key, number + 1};
    if (entries_.size() * 2 > slots_.size()) {
        grow();
    }
    return number;
}

const char* StringTable::keep(std::string_view text) {
    if (text.size() > free_bytes_) {
        free_bytes_ = std::max(kChunk, text.size());
        chunks_.push_back(std::make_unique_for_overwrite<char[]>(free_bytes_));
        chunk_bytes_ += free_bytes_;
        free_ = chunks_.back().get();
    }
    char* kept = free_;
    if (!text.empty()) {
        std::memcpy(kept, text.data(), text.size());
    }
    free_ += text.size();
    free_bytes_ -= text.size();
    return kept;
}

void StringTable::grow() {
    std::vector<Slot, LargePages<Slot>> larger(slots_.size() * 2);
    const std::size_t mask = larger.size() - 1;
    // Some slots ahead, so that the memory brings their new places while others are moved.
    constexpr std::size_t kAhead = 16;
    for (std::size_t from = 0; from < slots_.size(); ++from) {
        __builtin_prefetch(&larger[slots_[std::min(from + kAhead, slots_.size() - 1)].hash() & mask]);
        const Slot& slot = slots_[from];
        if (slot.number == kEmpty) {
            continue;
        }
        std::size_t at = slot.hash() & mask;
        while (larger[at].number != kEmpty) {
            at = (at + 1) & mask;
        }
        larger[at] = slot;
    }
    slots_ = std::move(larger);
}

std::size_t StringTable::memory() const {
    return slots_.capacity() * sizeof(Slot) + entries_.capacity() * sizeof(Entry) + chunk_bytes_;
}

} // namespace searchlib::indexing
