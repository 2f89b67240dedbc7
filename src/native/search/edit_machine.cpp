#include "search/edit_machine.hpp"

#include <algorithm>
#include <bit>

namespace searchlib::search {
namespace {

/// Those of a state, and one more, which is read where neighbours are swapped.
constexpr std::uint32_t kBits = 6;
constexpr std::uint32_t kAllBits = (1U << kBits) - 1;
constexpr std::uint32_t kEachByte = 0x010101;
constexpr std::uint32_t kByte = 8;

/// Words so short have their places in 64 bits, those that a state asks for behind them included.
constexpr std::uint32_t kShort = 56;

/// The bits in each byte.
constexpr std::uint32_t in_each(std::uint32_t bits) { return (bits & kAllBits) * kEachByte; }

/// Bits moved down within their bytes; what would leave them is not set.
constexpr std::uint32_t down(std::uint32_t bits) { return bits >> 1U & in_each(kAllBits); }

/// Bits of one number of edits moved to the next.
constexpr std::uint32_t one_more_edit(std::uint32_t bits) { return bits << kByte; }

} // namespace

EditMachine::EditMachine(const Within& within)
    : word_(within.word), distance_(within.distance), codes_(within.distance, kNone),
      levels_((1U << kByte * (within.distance + 1)) - 1), lower_levels_(levels_ >> kByte) {
    codes_.reserve(word_.size() + 3 * std::size_t{kBits});
    offsets_.reserve(word_.size() + 1);
    for (std::size_t at = 0; at < word_.size();) {
        offsets_.push_back(static_cast<std::uint32_t>(at));
        codes_.push_back(read_utf8(word_, at));
    }
    offsets_.push_back(static_cast<std::uint32_t>(word_.size()));
    size_ = static_cast<std::uint32_t>(codes_.size()) - distance_;
    short_ = size_ <= kShort;
    for (std::uint32_t i = 0; i < size_ && short_; ++i) {
        if (codes_[distance_ + i] < kAscii) {
            places_of_[codes_[distance_ + i]] |= std::uint64_t{1} << (distance_ + i);
        }
    }
    codes_.resize(codes_.size() + 2 * std::size_t{kBits}, kNone);
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

/// Whether any code point leaves the state alive, as one may be put in.
bool EditMachine::takes_any(const State& state) const {
    return (state.behind & places_[state.read].editable & lower_levels_) != 0;
}

char32_t EditMachine::next_alive(const State& state, char32_t from) const {
    if (dead(state)) {
        return kNone;
    }
    if (takes_any(state)) {
        return std::min(from, kNone);
    }
    const std::uint32_t all = state.behind | state.swapped;
    char32_t least = kNone;
    for (std::uint32_t bits = (all | all >> kByte | all >> 2 * kByte) & kAllBits; bits != 0; bits &= bits - 1) {
        const char32_t code = codes_[state.read + static_cast<std::uint32_t>(std::countr_zero(bits))];
        least = code >= from ? std::min(least, code) : least;
    }
    return least;
}

void EditMachine::append_forced(State state, std::string& word) const {
    while (!dead(state) && !edits(state) && !takes_any(state)) {
        if (state.swapped == 0 && std::has_single_bit(state.behind) && (state.behind & lower_levels_) == 0) {
            // There is one way only, and no edit left.
            const auto bit = static_cast<std::uint32_t>(std::countr_zero(state.behind)) % kByte;
            word.append(word_.substr(offsets_[state.read + bit - distance_]));
            return;
        }
        const char32_t code = next_alive(state, 0);
        if (next_alive(state, code + 1) != kNone) {
            return;
        }
        append_utf8(word, code);
        state = step(state, code);
    }
}

} // namespace searchlib::search
