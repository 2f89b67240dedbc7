#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <optional>
#include <vector>

#include "search/automaton.hpp"

namespace searchlib::search {

/// The deterministic automaton of the words near another one. Its states are sets of bits, so that none has to be made
/// before it is needed: when n code points have been read, no more than n + distance and no less than n - distance of the
/// word may be behind us (as in the universal automaton of Mihov and Schulz, with edits that swap neighbours).
class EditMachine {
public:
    struct State {
        /// Code points that were read.
        std::uint32_t read = 0;
        /// A byte for each number of edits: its bit b is set if n - distance + b code points of the word may be behind us.
        std::uint32_t behind = 0;
        /// The same where the second of two neighbours has been read, and the first is to come.
        std::uint32_t swapped = 0;
    };

    explicit EditMachine(const Within& within);

    [[nodiscard]] State start() const;
    [[nodiscard]] static bool dead(const State& state) { return (state.behind | state.swapped) == 0; }
    /// How many edits away the word is that led to the state; nothing if these are too many.
    [[nodiscard]] std::optional<std::uint32_t> edits(const State& state) const;

    /// The state behind a code point.
    [[nodiscard]] State step(const State& state, char32_t code) const;

    /// Whether any code point leaves the state alive, as one may be put in.
    [[nodiscard]] bool takes_any(const State& state) const;
    /// Calls `visit(code)` for each code point that does, of a state that does not take any.
    template <class Visit> void each_alive(const State& state, Visit&& visit) const {
        const std::uint32_t all = state.behind | state.swapped;
        for (std::uint32_t bits = (all | all >> kByte | all >> 2 * kByte) & kAllBits; bits != 0; bits &= bits - 1) {
            const char32_t code = codes_[state.read + static_cast<std::uint32_t>(std::countr_zero(bits))];
            if (code != kNoCode) {
                visit(code);
            }
        }
    }

private:
    /// The bits of places in the word, in each byte, when so many code points have been read.
    struct Places {
        /// Those where it may be edited, and those behind which there is more of it.
        std::uint32_t editable;
        std::uint32_t left;
    };
    static constexpr std::size_t kAscii = 128;
    /// Stands before the word and behind it.
    static constexpr char32_t kNoCode = kLastCodePoint + 1;
    /// Those of a state, and one more, which is read where neighbours are swapped.
    static constexpr std::uint32_t kBits = 6;
    static constexpr std::uint32_t kAllBits = (1U << kBits) - 1;
    static constexpr std::uint32_t kByte = 8;

    /// The bits in each byte.
    static constexpr std::uint32_t in_each(std::uint32_t bits) { return (bits & kAllBits) * 0x010101; }
    /// Bits moved down within their bytes; what would leave them is not set.
    static constexpr std::uint32_t down(std::uint32_t bits) { return bits >> 1U & in_each(kAllBits); }
    /// Bits of one number of edits moved to the next.
    static constexpr std::uint32_t one_more_edit(std::uint32_t bits) { return bits << kByte; }

    [[nodiscard]] std::uint32_t from_bit(std::uint32_t read, std::uint32_t place) const;
    [[nodiscard]] std::uint32_t same(std::uint32_t read, char32_t code) const;
    [[nodiscard]] std::uint32_t with_left_out(std::uint32_t behind, const Places& places) const;

    std::uint32_t distance_;
    std::uint32_t size_ = 0;
    /// With code points that are none around them, so that each bit of a state has one.
    std::vector<char32_t> codes_;
    /// By what has been read.
    std::vector<Places> places_;
    /// The bytes of those numbers of edits that there are, and that leave one over.
    std::uint32_t levels_;
    std::uint32_t lower_levels_;
    /// By letter, the bits of its places in a short word.
    std::array<std::uint64_t, kAscii> places_of_{};
    bool short_;
};

} // namespace searchlib::search
