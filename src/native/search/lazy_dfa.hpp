#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
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
    char32_t next_alive(State state, char32_t from) {
        if (from > kLastCodePoint) {
            return kNone;
        }
        const std::size_t found = next_interval(alive(state), codes_.interval_of(from));
        return found == codes_.intervals() ? kNone : std::max(from, codes_.first_of(found));
    }

    /// What all words have that a state still accepts, as UTF-8, and whether there is nothing more to them, so that there is
    /// but one; good until it is asked for again.
    struct Forced {
        std::string_view letters;
        bool whole;
    };
    Forced forced(State state) {
        const Letters& known = forced_[table_[state]];
        const auto [begin, size, whole] = known.begin == kNotAsked ? find_forced(state) : known;
        return {std::string_view(letters_.data() + begin, size), whole};
    }

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

    /// What is forced, in `letters_`.
    struct Letters {
        std::uint32_t begin;
        std::uint32_t size;
        bool whole;
    };

    /// Returns the state behind any code point of a class.
    virtual State find_step(std::uint32_t number, std::size_t cls) = 0;
    /// Sets the bits of the intervals by which a state can be left alive.
    virtual void find_alive(std::uint32_t number, std::uint64_t* intervals) = 0;

    State step_class(State state, std::size_t cls) {
        const State known = table_[state + 1 + cls];
        return known != kUnknown ? known : learn_step(state, cls);
    }
    State learn_step(State state, std::size_t cls);
    /// The intervals by which a state can be left alive, a bit each; good until they are asked for of another state.
    const std::uint64_t* alive(State state) {
        const std::uint32_t number = table_[state];
        if (alive_[number] == kNotAsked) {
            learn_alive(number);
        }
        return intervals_.data() + alive_[number];
    }
    /// The first interval from `from` on that has a bit; as many as there are if none has.
    [[nodiscard]] std::size_t next_interval(const std::uint64_t* alive, std::size_t from) const {
        constexpr std::size_t kBits = 64;
        if (from >= codes_.intervals()) {
            return codes_.intervals();
        }
        std::size_t word = from / kBits;
        std::uint64_t left = alive[word] & ~std::uint64_t{0} << from % kBits;
        while (left == 0 && ++word < interval_words_) {
            left = alive[word];
        }
        return left == 0 ? codes_.intervals() : word * kBits + static_cast<std::size_t>(std::countr_zero(left));
    }
    void learn_alive(std::uint32_t number);
    Letters find_forced(State state);
    char32_t only_step(State state);

    CodePoints codes_;
    /// Of a row in the table: the number of its state, and the state behind each class.
    std::uint32_t width_;
    std::vector<State> table_;
    State start_ = kDead;
    /// By number.
    std::vector<std::uint8_t> edits_;
    /// By number, where its intervals begin in `intervals_`, and what is forced; kNotAsked where nobody has asked.
    std::vector<std::uint32_t> alive_;
    std::vector<Letters> forced_;
    std::size_t interval_words_;
    std::vector<std::uint64_t> intervals_;
    std::string letters_;
};

} // namespace searchlib::search
