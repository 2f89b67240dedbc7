#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

// Which words a pattern stands for: a nondeterministic automaton over code points, and the deterministic one that is
// made of it state by state, as far as the words that are read need it.
namespace searchlib::search {

/// A nondeterministic automaton. State 0 is where words start.
class Automaton {
public:
    struct Edge {
        std::uint32_t from;
        char32_t first;
        char32_t last;
        std::uint32_t to;
    };
    struct Jump {
        std::uint32_t from;
        std::uint32_t to;
    };
    static constexpr std::size_t kMaxStates = 1U << 14U;

    /// States that edges read a code point to get between, jumps read nothing. Throws std::invalid_argument for states
    /// that are not there.
    Automaton(std::uint32_t states, const std::vector<Edge>& edges, const std::vector<Jump>& jumps,
              std::uint32_t accepting);

    /// Words that start with `prefix`, which is UTF-8.
    static Automaton starting_with(std::string_view prefix);

    /// Words at most `distance` edits from `word`, which is UTF-8: a code point put in, left out, exchanged, or swapped
    /// with its neighbour. The first `fixed` code points stand as they are.
    static Automaton near(std::string_view word, std::uint32_t distance, std::uint32_t fixed);

private:
    friend class Machine;

    Automaton() = default;
    std::uint32_t add_state();
    void read(std::uint32_t from, char32_t first, char32_t last, std::uint32_t to);

    struct Step {
        char32_t first;
        char32_t last;
        std::uint32_t to;
    };
    /// By state.
    std::vector<std::vector<Step>> steps_;
    std::vector<std::vector<std::uint32_t>> jumps_;
    std::uint32_t accepting_ = 0;
};

/// The deterministic automaton of another one. Not to be shared between threads; the other one must outlive it.
class Machine {
public:
    using State = std::uint32_t;
    static constexpr State kDead = 0;
    /// Beyond this the pattern is refused: it would take more memory than it is worth.
    static constexpr std::size_t kMaxStates = 20000;

    explicit Machine(const Automaton& automaton);

    [[nodiscard]] State start() const { return start_; }
    [[nodiscard]] bool accepts(State state) const { return accepts_[state]; }

    /// The state behind a code point. Throws std::length_error where there would be too many states.
    State step(State state, char32_t code) { return step_class(state, class_of(code)); }

    /// The least code point from `from` on by which the state can be left alive; kNone if there is none.
    static constexpr char32_t kNone = 0x110000;
    char32_t next_alive(State state, char32_t from);

    /// The only code point by which the state can be left alive; kNone if there is none, or several, or the state
    /// accepts.
    char32_t only_step(State state);

    /// Appends what all words have that the state still accepts, as UTF-8.
    void append_forced(State state, std::string& word);

    /// What all words start with, as UTF-8.
    [[nodiscard]] std::string common_prefix();

private:
    using Set = std::vector<std::uint32_t>;

    struct Hash {
        std::size_t operator()(const Set& set) const;
    };

    static constexpr State kUnknown = UINT32_MAX;

    void find_bounds();
    void find_classes();
    [[nodiscard]] std::uint32_t interval_of(char32_t code) const;
    [[nodiscard]] std::uint32_t class_of(char32_t code) const { return classes_[interval_of(code)]; }
    State step_class(State state, std::uint32_t cls) {
        const State known = table_[state * examples_.size() + cls];
        return known != kUnknown ? known : find_step(state, cls);
    }
    State find_step(State state, std::uint32_t cls);
    State intern(Set set);
    void close(Set& set);

    const Automaton* automaton_;
    /// Where intervals of code points, which no step tells apart, begin; the first begins at 0.
    std::vector<char32_t> bounds_;
    /// By interval the class that it shares with others which no step tells apart from it, and by class one of these.
    std::vector<std::uint32_t> classes_;
    std::vector<std::uint32_t> examples_;
    std::vector<std::uint32_t> ascii_;
    std::unordered_map<Set, State, Hash> known_;
    std::vector<const Set*> sets_;
    std::vector<bool> accepts_;
    /// By state and class; kUnknown where nobody has asked.
    std::vector<State> table_;
    std::vector<std::uint8_t> seen_;
    /// By state, what only_step has found; kNotAsked where nobody has asked.
    std::vector<char32_t> only_;
    static constexpr char32_t kNotAsked = 0x110001;
    State start_ = kDead;
};

/// Appends a code point as UTF-8.
void append_utf8(std::string& text, char32_t code);

/// Reads a code point and moves behind it; a byte that is no UTF-8 is U+FFFD.
char32_t read_utf8(std::string_view text, std::size_t& at);

} // namespace searchlib::search
