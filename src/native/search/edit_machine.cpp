#include "search/edit_machine.hpp"

#include <algorithm>
#include <bit>

namespace searchlib::search {
namespace {

/// Words so short have their places in 64 bits, those that a state asks for behind them included.
constexpr std::uint32_t kShort = 56;

} // namespace

EditMachine::EditMachine(const Within& within)
    : distance_(within.distance), codes_(within.distance, kNoCode), levels_((1U << kByte * (within.distance + 1)) - 1),
      lower_levels_(levels_ >> kByte) {
    codes_.reserve(within.word.size() + 3 * std::size_t{kBits});
    for (std::size_t at = 0; at < within.word.size();) {
        codes_.push_back(read_utf8(within.word, at));
    }
    size_ = static_cast<std::uint32_t>(codes_.size()) - distance_;
    short_ = size_ <= kShort;
    for (std::uint32_t i = 0; i < size_ && short_; ++i) {
        if (codes_[distance_ + i] < kAscii) {
            places_of_[codes_[distance_ + i]] |= std::uint64_t{1} << (distance_ + i);
        }
    }
    codes_.resize(codes_.size() + 2 * std::size_t{kBits}, kNoCode);
    const std::uint32_t fixed = std::min(within.fixed, size_);
    places_.reserve(size_ + distance_ + 2);
    for (std::uint32_t read = 0; read <= size_ + distance_ + 1; ++read) {
        places_.push_back({in_each(from_bit(read, fixed)), in_each(~from_bit(read, size_))});
    }
}

/// The bits of places from `place` on.
std::uint32_t EditMachine::from_bit(std::uint32_t read, std::uint32_t place) const {
    const std::uint32_t first = read > place + distance_ ? 0 : place + distance_ - read;
    return first >= kBits ? 0 : ~std::uint32_t{0} << first;
}

/// The bits of places where the code point stands in the word.
std::uint32_t EditMachine::same(std::uint32_t read, char32_t code) const {
    if (short_ && code < kAscii) {
        return static_cast<std::uint32_t>(places_of_[code] >> read) & kAllBits;
    }
    std::uint32_t bits = 0;
    for (std::uint32_t bit = 0; bit < kBits; ++bit) {
        bits |= (codes_[read + bit] == code ? 1U : 0U) << bit;
    }
    return bits;
}

/// Adds where we are if code points of the word are left out.
std::uint32_t EditMachine::with_left_out(std::uint32_t behind, const Places& places) const {
    const std::uint32_t may = places.editable & places.left;
    for (std::uint32_t edits = 0; edits < distance_; ++edits) {
        behind |= one_more_edit(behind & may) << 1U & levels_;
    }
    return behind;
}

EditMachine::State EditMachine::start() const { return {0, with_left_out(1U << distance_, places_[0]), 0}; }

std::optional<std::uint32_t> EditMachine::edits(const State& state) const {
    const std::uint32_t bit = size_ + distance_ - state.read;
    if (bit > 2 * distance_) {
        return std::nullopt;
    }
    const std::uint32_t found = state.behind & in_each(1U << bit);
    return found == 0 ? std::nullopt : std::optional(static_cast<std::uint32_t>(std::countr_zero(found)) / kByte);
}

EditMachine::State EditMachine::step(const State& state, char32_t code) const {
    if (state.read > size_ + distance_) {
        return {};
    }
    const std::uint32_t here = same(state.read, code);
    const Places& places = places_[state.read];
    const std::uint32_t edited = one_more_edit(state.behind & places.editable);
    // The same, put in, exchanged, and the first of two that are swapped.
    const std::uint32_t behind = (state.behind & in_each(here)) | down(edited) | (edited & places.left) |
                                 one_more_edit(state.swapped & in_each(here)) << 1U;
    const std::uint32_t swapped = down(state.behind & places.editable & in_each(here >> 1U)) & lower_levels_;
    return {state.read + 1, with_left_out(behind & levels_, places_[state.read + 1]), swapped};
}

bool EditMachine::takes_any(const State& state) const {
    return (state.behind & places_[state.read].editable & lower_levels_) != 0;
}

} // namespace searchlib::search
