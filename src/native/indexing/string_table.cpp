#include "indexing/string_table.hpp"

#include <algorithm>
#include <stdexcept>

namespace searchlib::indexing {
namespace {

/// Multiplies to 128 bits and folds the halves, the mixing step of wyhash (Wang Yi, 2019).
std::uint64_t mix(std::uint64_t a, std::uint64_t b) {
    __extension__ using Wide = unsigned __int128;
    const Wide product = static_cast<Wide>(a) * b;
    return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

std::uint64_t word(const char* at, std::size_t count) {
    std::uint64_t value = 0;
    std::memcpy(&value, at, count);
    return value;
}

} // namespace

std::uint32_t StringTable::hash(std::string_view text) {
    // Odd constants with even bits, as any will do that keep the products from vanishing.
    constexpr std::uint64_t kFirst = 0xA0761D6478BD642FULL;
    constexpr std::uint64_t kSecond = 0xE7037ED1A0B428DBULL;
    std::uint64_t state = text.size() ^ kFirst;
    const char* at = text.data();
    std::size_t left = text.size();
    for (; left > 8; left -= 8, at += 8) {
        state = mix(state ^ word(at, 8), kSecond);
    }
    state = mix(state ^ word(at, left), kFirst);
    return static_cast<std::uint32_t>(state ^ (state >> 32));
}

std::uint32_t StringTable::intern(std::string_view text) {
    const std::uint32_t code = hash(text);
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t at = code & mask;; at = (at + 1) & mask) {
        Slot& slot = slots_[at];
        if (slot.number == kEmpty) {
            const std::uint32_t number = size();
            if (number == UINT32_MAX - 1) {
                throw std::length_error("too many distinct strings");
            }
            entries_.push_back({keep(text), static_cast<std::uint32_t>(text.size()), code});
            slot = {code, number + 1};
            if (entries_.size() * 2 > slots_.size()) {
                grow();
            }
            return number;
        }
        if (slot.hash == code && this->text(slot.number - 1) == text) {
            return slot.number - 1;
        }
    }
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
    std::vector<Slot> larger(slots_.size() * 2);
    const std::size_t mask = larger.size() - 1;
    for (std::uint32_t number = 0; number < entries_.size(); ++number) {
        const std::uint32_t code = entries_[number].hash;
        std::size_t at = code & mask;
        while (larger[at].number != kEmpty) {
            at = (at + 1) & mask;
        }
        larger[at] = {code, number + 1};
    }
    slots_ = std::move(larger);
}

std::size_t StringTable::memory() const {
    return slots_.capacity() * sizeof(Slot) + entries_.capacity() * sizeof(Entry) + chunk_bytes_;
}

} // namespace searchlib::indexing
