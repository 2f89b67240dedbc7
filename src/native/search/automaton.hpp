#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <variant>
#include <vector>

// Which words a pattern stands for.
namespace searchlib::search {

/// Words that start with this, which is UTF-8.
struct StartsWith {
    std::string prefix;
};

/// Words at most `distance` edits, two at most, from `word`, which is UTF-8: a code point put in, left out, exchanged, or
/// swapped with its neighbour. The first `fixed` code points stand as they are.
struct Within {
    std::string word;
    std::uint32_t distance;
    std::uint32_t fixed;
};

/// Bytes of a word that may be looked for with edits: far more than any term has.
inline constexpr std::size_t kLongestNear = 1024;

/// Throws std::invalid_argument for more edits, and for a longer word.
Within near(std::string_view word, std::uint32_t distance, std::uint32_t fixed);

/// Words that a nondeterministic automaton accepts. State 0 is where words start.
class Graph {
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
    /// that are not there, and for too many.
    Graph(std::uint32_t states, const std::vector<Edge>& edges, const std::vector<Jump>& jumps,
          std::uint32_t accepting);

    /// Words of a shape, which is UTF-8: `*` stands for any code points or none, `?` for one.
    static Graph shaped_like(std::string_view shape);

private:
    friend class Machine;

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

/// Which words a pattern stands for.
using Automaton = std::variant<StartsWith, Within, Graph>;

/// How many edits the words may be away.
inline std::uint32_t most_edits(const Automaton& automaton) {
    const auto* const within = std::get_if<Within>(&automaton);
    return within == nullptr ? 0 : within->distance;
}

/// The deterministic automaton of a graph, made state by state as far as the words that are read need it. Not to be shared
/// between threads; the graph must outlive it.
class Machine {
public:
    using State = std::uint32_t;
    static constexpr State kDead = 0;
    /// Beyond this the pattern is refused: it would take more memory than it is worth.
    static constexpr std::size_t kMaxStates = 20000;

    explicit Machine(const Graph& graph);

    [[nodiscard]] State start() const { return start_; }
    [[nodiscard]] static bool dead(State state) { return state == kDead; }
    /// How many edits away the word is that led to the state, none here; nothing if it is not accepted.
    [[nodiscard]] std::optional<std::uint32_t> edits(State state) const {
        return accepts_[state] ? std::optional(0U) : std::nullopt;
    }

    /// The state behind a code point. Throws std::length_error where there would be too many states.
    State step(State state, char32_t code) { return step_class(state, class_of(code)); }

    /// The least code point from `from` on by which the state can be left alive; kNone if there is none.
    static constexpr char32_t kNone = 0x110000;
    char32_t next_alive(State state, char32_t from);

    /// Appends what all words have that the state still accepts, as UTF-8.
    void append_forced(State state, std::string& word);

private:
    using Set = std::vector<std::uint32_t>;

    struct Hash {
        std::size_t operator()(const Set& set) const;
    };

    static constexpr State kUnknown = UINT32_MAX;

    void find_bounds();
    void find_classes();
    [[nodiscard]] std::uint32_t interval_of(char32_t code) const;
    [[nodiscard]] std::uint32_t class_of(char32_t code) const {
        return code < ascii_classes_.size() ? ascii_classes_[code] : classes_[interval_of(code)];
    }
    State step_class(State state, std::uint32_t cls) {
        const State known = table_[state * examples_.size() + cls];
        return known != kUnknown ? known : find_step(state, cls);
    }
    State find_step(State state, std::uint32_t cls);
    /// The only code point by which the state can be left alive; kNone if there is none, or several, or the state
    /// accepts.
    char32_t only_step(State state);
    State intern(Set set);
    void close(Set& set);

    const Graph* graph_;
    /// Where intervals of code points, which no step tells apart, begin; the first begins at 0.
    std::vector<char32_t> bounds_;
    /// By interval the class that it shares with others which no step tells apart from it, and by class one of these.
    std::vector<std::uint32_t> classes_;
    std::vector<std::uint32_t> examples_;
    std::array<std::uint32_t, 0x80> ascii_classes_{};
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
