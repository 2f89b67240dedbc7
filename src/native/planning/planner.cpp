#include "planning/planner.hpp"

#include <algorithm>
#include <memory>
#include <utility>

#include "planning/combining.hpp"
#include "planning/quieting.hpp"

namespace searchlib::planning {
namespace {

using Kind = Question::Kind;

Node text_node(std::uint32_t field, const Terms& terms, double boost) {
    Node node;
    node.kind = terms.size() == 1 ? Node::Kind::term : Node::Kind::phrase;
    node.field = field;
    node.boost = boost;
    node.terms.reserve(terms.size());
    for (const auto& [position, text] : terms) {
        node.terms.push_back({text, position, {}, {}});
    }
    return node;
}

/// The terms in their order, with at most so many others among them; those of one position stand together.
Node near_node(std::uint32_t field, const Terms& terms, std::uint32_t slop) {
    Node node;
    node.kind = Node::Kind::near;
    node.field = field;
    node.extras = std::make_shared<search::NodeExtras>();
    node.extras->ordered = true;
    for (auto term = terms.begin(); term != terms.end();) {
        const auto position = term->position;
        Terms together;
        for (; term != terms.end() && term->position == position; ++term) {
            together.push_back({0, term->text});
        }
        Node& part = node.children.emplace_back();
        part.kind = Node::Kind::disjunction;
        part.children.push_back(text_node(field, together, 1.0));
    }
    // Where the question itself leaves places out, so may the text.
    const auto parts = static_cast<std::uint32_t>(node.children.size());
    node.extras->distance = slop + terms.back().position + 1 - parts;
    return node;
}

/// How many words, phrases and patterns score.
std::size_t scoring_leaves(const Question& question) {
    switch (question.kind) {
    case Kind::text:
    case Kind::sloppy:
    case Kind::pattern:
        return 1;
    case Kind::conjunction:
    case Kind::disjunction: {
        std::size_t count = 0;
        for (const Question& child : question.children) {
            count += scoring_leaves(child);
        }
        return count;
    }
    case Kind::scaled:
        return question.weight > 0 ? 1 : 0;
    default:
        return 0;
    }
}

} // namespace

Node Planner::plan(Question question, Asked asked) const {
    if (quiets_) {
        quieten(question, asked.texts);
    }
    const bool alone = scoring_leaves(question) == 1;
    Node node = plan_part(question, asked);
    return alone ? letters_alone(std::move(node)) : std::move(node);
}

Node Planner::plan_part(const Question& question, Asked& asked) const {
    std::vector<Node> nodes;
    switch (question.kind) {
    case Kind::text:
        return plan_text(asked.texts[question.number], asked.words);
    case Kind::sloppy:
        return plan_sloppy(asked.texts[question.number]);
    case Kind::pattern:
    case Kind::node:
        return std::move(asked.nodes[question.number]);
    case Kind::negation: {
        Node all;
        all.kind = Node::Kind::all;
        nodes.push_back(plan_part(question.children.front(), asked));
        return without(std::move(all), std::move(nodes));
    }
    case Kind::scaled: {
        Node child = plan_part(question.children.front(), asked);
        return question.weight > 0 ? scaled(std::move(child), question.weight) : silent(std::move(child));
    }
    case Kind::disjunction:
        nodes.reserve(question.children.size());
        for (const Question& child : question.children) {
            nodes.push_back(plan_part(child, asked));
        }
        return either(std::move(nodes));
    case Kind::conjunction:
        break;
    }
    std::vector<Node> excluded;
    nodes.reserve(question.children.size());
    for (const Question& child : question.children) {
        const bool negated = child.kind == Kind::negation;
        (negated ? excluded : nodes).push_back(plan_part(negated ? child.children.front() : child, asked));
    }
    return without(both(std::move(nodes)), std::move(excluded));
}

Node Planner::plan_text(const Text& text, std::uint32_t& words) const {
    std::vector<Node> nodes;
    std::vector<Node> boosts;
    nodes.reserve(text.fields.size() * 2); // there is seldom more than one further language
    for (const SearchedField& field : text.fields) {
        for (const Alternative& one : text.readings[field.analyzer].alternatives) {
            nodes.push_back(text_node(field.number, one.terms, one.weight));
            if (const auto& exact = field.exact) {
                const std::size_t first = boosts.size();
                add_exact(*exact, one, boosts);
                nodes.back().word = boosts.size() > first ? ++words : 0;
                std::for_each(boosts.begin() + static_cast<std::ptrdiff_t>(first), boosts.end(),
                              [&](Node& boost) { boost.word = words; });
            }
        }
    }
    return boosted(any_text(std::move(nodes)), std::move(boosts));
}

Node Planner::plan_sloppy(const Text& text) {
    std::vector<Node> nodes;
    for (const SearchedField& field : text.fields) {
        for (const Alternative& one : text.readings[field.analyzer].alternatives) {
            nodes.push_back(one.terms.size() == 1 ? text_node(field.number, one.terms, 1.0)
                                                  : near_node(field.number, one.terms, text.slop));
        }
    }
    return either(std::move(nodes));
}

/// Letters count for what they tell beyond the same word without diacritics: where nobody writes it otherwise, that is
/// next to nothing, and the words of a question keep their weights.
void Planner::add_exact(std::uint32_t field, const Alternative& one, std::vector<Node>& boosts) const {
    if (!one.exact.empty() && exact_boost_ > 0) {
        boosts.push_back(text_node(field, one.exact, exact_boost_));
    }
    if (!one.printed.empty() && letters_boost_ > 0) {
        Node& letters = boosts.emplace_back(text_node(field, one.printed, letters_boost_));
        for (std::size_t at = 0; at < one.exact.size(); ++at) {
            letters.terms[at].beyond = one.exact[at].text;
        }
    }
}

} // namespace searchlib::planning
