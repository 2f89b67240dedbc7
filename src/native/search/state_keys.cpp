#include "search/state_keys.hpp"

#include <algorithm>

namespace searchlib::search {

std::pair<std::uint32_t, bool> StateKeys::number(const std::uint64_t* key) {
    const std::size_t slot = slot_of(key);
    if (slots_[slot] != kFree) {
        return {slots_[slot], false};
    }
    const auto found = static_cast<std::uint32_t>(size());
    slots_[slot] = found;
    keys_.insert(keys_.end(), key, key + words_);
    if (2 * size() > slots_.size()) {
        grow();
    }
    return {found, true};
}

/// Where the number of a state is, or goes.
std::size_t StateKeys::slot_of(const std::uint64_t* key) const {
    std::uint64_t hash = 0;
    for (std::size_t word = 0; word < words_; ++word) {
        hash = (hash ^ key[word]) * 0x9E3779B97F4A7C15U;
        hash ^= hash >> 29U;
    }
    std::size_t slot = hash & (slots_.size() - 1);
    while (slots_[slot] != kFree && !std::equal(key, key + words_, this->key(slots_[slot]))) {
        slot = (slot + 1) & (slots_.size() - 1);
    }
    return slot;
}

void StateKeys::grow() {
    const std::size_t wanted = 2 * slots_.size();
    slots_.assign(wanted, kFree);
    for (std::uint32_t number = 0; number < size(); ++number) {
        slots_[slot_of(key(number))] = number;
    }
}

} // namespace searchlib::search
