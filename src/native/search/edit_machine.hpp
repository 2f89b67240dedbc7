#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
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
    static constexpr char32_t kNone = Machine::kNone;

    /// `within` must outlive it.
    explicit EditMachine(const Within& within);

    [[nodiscard]] State start() const;
    [[nodiscard]] static bool dead(const State& state) { return (state.behind | state.swapped) == 0; }
    /// How many edits away the word is that led to the state; nothing if these are too many.
    [[nodiscard]] std::optional<std::uint32_t> edits(const State& state) const;

    /// The state behind a code point.
    [[nodiscard]] State step(const State& state, char32_t code) const;

    /// The least code point from `from` on by which the state can be left alive; kNone if there is none.
    [[nodiscard]] char32_t next_alive(const State& state, char32_t from) const;

    /// Appends what all words have that the state still accepts, as UTF-8.
    void append_forced(State state, std::string& word) const;

private:
    /// The bits of places in the word, in each byte, when so many code points have been read.
    struct Places {
        /// Those where it may be edited, and those behind which there is more of it.
        std::uint32_t editable;
        std::uint32_t left;
    };
    static constexpr std::size_t kAscii = 128;

    [[nodiscard]] std::uint32_t from_bit(std::uint32_t read, std::uint32_t place) const;
    [[nodiscard]] std::uint32_t same(std::uint32_t read, char32_t code) const;
    [[nodiscard]] std::uint32_t with_left_out(std::uint32_t behind, const Places& places) const;
    [[nodiscard]] bool takes_any(const State& state) const;

    std::string_view word_;
    std::uint32_t distance_;
    std::uint32_t size_ = 0;
    /// With code points that are none around them, so that each bit of a state has one.
    std::vector<char32_t> codes_;
    /// Where each code point begins, and the end.
    std::vector<std::uint32_t> offsets_;
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
