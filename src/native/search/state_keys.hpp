#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace searchlib::search {

/// Numbers states, from 0 on, in the order in which they are first asked for. What tells them apart are some words each, as
/// many of all.
class StateKeys {
public:
    explicit StateKeys(std::size_t words) : words_(words), slots_(kSlots, kFree) {}

    /// Returns the number of a state, and whether it is new.
    std::pair<std::uint32_t, bool> number(const std::uint64_t* key);

    /// What tells a state apart; good until the next is numbered.
    [[nodiscard]] const std::uint64_t* key(std::uint32_t number) const { return keys_.data() + number * words_; }
    [[nodiscard]] std::size_t size() const { return keys_.size() / words_; }

private:
    static constexpr std::size_t kSlots = 256; // a power of two, as all numbers of slots
    static constexpr std::uint32_t kFree = UINT32_MAX;

    [[nodiscard]] std::size_t slot_of(const std::uint64_t* key) const;
    void grow();

    std::size_t words_;
    std::vector<std::uint64_t> keys_;
    std::vector<std::uint32_t> slots_;
};

} // namespace searchlib::search
