// A question → the node that ranks it. The readable twins are src/searchlib/search/planner.py and quieting.py.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "planning/alternatives.hpp"
#include "search/node.hpp"

namespace searchlib::planning {

using search::Node;

struct SearchedField {
    std::uint32_t number;
    /// The field of its exact forms.
    std::optional<std::uint32_t> exact;
    /// Number of its analyzer.
    std::uint32_t analyzer;
};

/// What one analyzer makes of a text of a question.
struct Reading {
    std::vector<Alternative> alternatives;
    bool stop_words = false;
};

/// A word or phrase of a question.
struct Text {
    std::span<const SearchedField> fields;
    bool phrase = false;
    /// Of a phrase with gaps how many other words may stand in it; without a meaning otherwise.
    std::uint32_t slop = 0;
    /// One for each analyzer that there is, of `Asked`; those that no field of it uses are empty.
    std::span<Reading> readings;
};

/// The tree of a question.
struct Question {
    enum class Kind : std::uint8_t { text, sloppy, conjunction, disjunction, negation, scaled, pattern, node };

    Kind kind = Kind::node;
    /// Of a text, sloppy or not, a pattern or a node: its place in `Asked`.
    std::uint32_t number = 0;
    /// Of a scaled one; 0 only filters.
    double weight = 0.0;
    std::vector<Question> children;
};

/// What the leaves of a question are: words and phrases, and what needs no analysis as nodes.
struct Asked {
    Asked() = default;
    // The texts look at the readings, which stay where they are only when all is moved.
    Asked(Asked&&) = default;
    Asked& operator=(Asked&&) = default;
    Asked(const Asked&) = delete;
    Asked& operator=(const Asked&) = delete;
    ~Asked() = default;

    std::vector<Text> texts;
    /// Of all texts, one behind the other.
    std::vector<Reading> readings;
    /// Patterns score, the others do not.
    std::vector<Node> nodes;
    /// Words, in one field each, that have been numbered so far.
    std::uint32_t words = 0;
};

class Planner {
public:
    /// `quiets` says whether stop words are left out where other words tell more; of the boosts of the exact forms see
    /// `Schema`.
    Planner(double exact_boost, double letters_boost, bool quiets)
        : exact_boost_(exact_boost), letters_boost_(letters_boost), quiets_(quiets) {}

    [[nodiscard]] Node plan(Question question, Asked asked) const;

private:
    [[nodiscard]] Node plan_part(const Question& question, Asked& asked) const;
    [[nodiscard]] Node plan_text(const Text& text, std::uint32_t& words) const;
    [[nodiscard]] static Node plan_sloppy(const Text& text);
    void add_exact(std::uint32_t field, const Alternative& one, std::vector<Node>& boosts) const;

    double exact_boost_;
    double letters_boost_;
    bool quiets_;
};

} // namespace searchlib::planning
