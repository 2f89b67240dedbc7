#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "search/code_points.hpp"

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
    /// An edge of a state that is known.
    struct Step {
        CodePointRange range;
        std::uint32_t to;
    };
    static constexpr std::size_t kMaxStates = 1U << 14U;

    /// States that edges read a code point to get between, jumps read nothing. Throws std::invalid_argument for states
    /// that are not there, and for too many.
    Graph(std::uint32_t states, const std::vector<Edge>& edges, const std::vector<Jump>& jumps,
          std::uint32_t accepting);

    /// Words of a shape, which is UTF-8: `*` stands for any code points or none, `?` for one.
    static Graph shaped_like(std::string_view shape);

    [[nodiscard]] std::uint32_t states() const { return static_cast<std::uint32_t>(begins_.size()) - 1; }
    [[nodiscard]] std::uint32_t accepting() const { return accepting_; }
    [[nodiscard]] std::span<const Step> steps_from(std::uint32_t state) const {
        return std::span(steps_).subspan(begins_[state].steps, begins_[state + 1].steps - begins_[state].steps);
    }
    [[nodiscard]] std::span<const std::uint32_t> jumps_from(std::uint32_t state) const {
        return std::span(jumps_).subspan(begins_[state].jumps, begins_[state + 1].jumps - begins_[state].jumps);
    }
    /// What its steps read.
    [[nodiscard]] std::vector<CodePointRange> ranges() const;

private:
    /// Where what leads from a state begins.
    struct Begins {
        std::uint32_t steps = 0;
        std::uint32_t jumps = 0;
    };

    /// By state, and the end.
    std::vector<Begins> begins_;
    std::vector<Step> steps_;
    std::vector<std::uint32_t> jumps_;
    std::uint32_t accepting_ = 0;
};

/// Which words a pattern stands for.
using Automaton = std::variant<StartsWith, Within, Graph>;

/// How many edits the words may be away.
inline std::uint32_t most_edits(const Automaton& automaton) {
    const auto* const within = std::get_if<Within>(&automaton);
    return within == nullptr ? 0 : within->distance;
}

/// A code point as UTF-8.
class Utf8 {
public:
    explicit Utf8(char32_t code);

    [[nodiscard]] std::string_view view() const { return {bytes_.data(), size_}; }

private:
    std::array<char, 4> bytes_{};
    std::size_t size_ = 0;
};

/// Reads a code point and moves behind it; a byte that is no UTF-8 is U+FFFD.
char32_t read_utf8(std::string_view text, std::size_t& at);

} // namespace searchlib::search
