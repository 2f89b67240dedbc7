#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "search/code_points.hpp"

namespace searchlib::search {

/// A deterministic automaton that is made state by state, as far as the words that are read need it. Not to be shared
/// between threads.
class LazyDfa {
public:
    /// Where the row of a state begins in the table.
    using State = std::uint32_t;
    static constexpr State kDead = 0;
    /// Beyond this the pattern is refused: it would take more memory than it is worth.
    static constexpr std::size_t kMaxStates = 20000;

    virtual ~LazyDfa() = default;
    LazyDfa(const LazyDfa&) = delete;
    LazyDfa& operator=(const LazyDfa&) = delete;
    LazyDfa(LazyDfa&&) = delete;
    LazyDfa& operator=(LazyDfa&&) = delete;

    [[nodiscard]] State start() const { return start_; }
    [[nodiscard]] static bool dead(State state) { return state == kDead; }
    /// How many edits away the word is that led to the state; nothing if it is not accepted.
    [[nodiscard]] std::optional<std::uint32_t> edits(State state) const {
        const std::uint8_t edits = edits_[table_[state]];
        return edits == kNotAccepted ? std::nullopt : std::optional<std::uint32_t>(edits);
    }

    /// The state behind a code point. Throws std::length_error where there would be too many states.
    State step(State state, char32_t code) { return step_class(state, codes_.class_of(code)); }

    /// The least code point from `from` on by which the state can be left alive; kNone if there is none.
    static constexpr char32_t kNone = kLastCodePoint + 1;
    char32_t next_alive(State state, char32_t from);

    /// What all words have that the state still accepts, as UTF-8; good until it is asked for again.
    std::string_view forced(State state);

protected:
    static constexpr std::uint8_t kNotAccepted = UINT8_MAX;

    explicit LazyDfa(CodePoints codes);

    /// Adds a row, for the state with the next number; the first one is the dead state.
    State add_row(std::uint8_t edits);
    [[nodiscard]] State row(std::uint32_t number) const { return number * width_; }
    void set_start(State state) { start_ = state; }
    [[nodiscard]] const CodePoints& codes() const { return codes_; }

private:
    static constexpr State kUnknown = UINT32_MAX;
    static constexpr std::uint32_t kNotAsked = UINT32_MAX;

    /// Returns the state behind any code point of a class.
    virtual State find_step(std::uint32_t number, std::size_t cls) = 0;
    /// Sets the bits of the intervals by which a state can be left alive.
    virtual void find_alive(std::uint32_t number, std::uint64_t* intervals) = 0;

    State step_class(State state, std::size_t cls) {
        const State known = table_[state + 1 + cls];
        return known != kUnknown ? known : learn_step(state, cls);
    }
    State learn_step(State state, std::size_t cls);
    const std::uint64_t* alive(State state);
    [[nodiscard]] std::size_t next_interval(const std::uint64_t* alive, std::size_t from) const;
    char32_t only_step(State state);

    CodePoints codes_;
    /// Of a row in the table: the number of its state, and the state behind each class.
    std::uint32_t width_;
    std::vector<State> table_;
    State start_ = kDead;
    /// By number.
    std::vector<std::uint8_t> edits_;
    /// By number, where its intervals begin in `intervals_`, and its letters in `letters_`; kNotAsked where nobody has asked.
    std::vector<std::uint32_t> alive_;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> forced_;
    std::size_t interval_words_;
    std::vector<std::uint64_t> intervals_;
    std::string letters_;
};

} // namespace searchlib::search
