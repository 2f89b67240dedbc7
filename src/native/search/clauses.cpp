#include "search/clauses.hpp"

#include <algorithm>
#include <span>
#include <utility>

namespace searchlib::search {
namespace {

using Kind = Node::Kind;

/// Sums of so much fit into what kernels add up.
constexpr double kMostScore = 32767.0;

/// Whether the words of near are a term each.
bool is_near_of_terms(const Node& node) {
    return node.kind == Kind::near && std::ranges::all_of(node.children, [](const Node& part) {
               return part.children.size() == 1 && part.children.front().kind == Kind::term;
           });
}

bool is_text(const Node& node) {
    return node.kind == Kind::term || node.kind == Kind::phrase || is_near_of_terms(node);
}

bool can_score(const Node& node) {
    switch (node.kind) {
    case Kind::term:
    case Kind::phrase:
        return true;
    case Kind::conjunction:
    case Kind::disjunction:
    case Kind::boosted:
        return std::ranges::any_of(node.children, can_score);
    case Kind::exclusion:
    case Kind::recent:
        return can_score(node.children.front());
    case Kind::near:
    case Kind::joined:
    case Kind::pattern:
    case Kind::constant:
        return true;
    default:
        return false;
    }
}

/// The terms and phrases of which any will do; none where there are others.
Clauses::Nodes leaves_of(const Node& node) {
    Clauses::Nodes leaves;
    const std::span<const Node> parts = node.kind == Kind::disjunction ? std::span(node.children) : std::span(&node, 1);
    leaves.reserve(parts.size());
    for (const Node& part : parts) {
        if (!is_text(part)) {
            return {};
        }
        leaves.push_back(&part);
    }
    return leaves;
}

/// Takes in what must match; false if it scores in a way that no plan for several terms knows.
bool add_required(Clauses& clauses, const Node& node) {
    const bool scores = can_score(node);
    const bool is_silent = node.kind == Kind::filter;
    Clauses::Nodes leaves = leaves_of(is_silent ? node.children.front() : node);
    if (!leaves.empty()) {
        clauses.groups.push_back({&node, std::move(leaves), scores});
        return true;
    }
    clauses.filters.push_back(&node);
    return !scores;
}

void add_excluded(Clauses& clauses, const Node& node) {
    Clauses::Nodes leaves = leaves_of(node);
    if (leaves.empty()) {
        clauses.excluding.push_back(&node);
    }
    clauses.excluded.insert(clauses.excluded.end(), leaves.begin(), leaves.end());
}

double greatest(const Clauses& clauses) {
    double sum = 0.0;
    const auto add = [&](const Node* node) { sum += node->idf; };
    std::ranges::for_each(clauses.boosts, add);
    for (const Clauses::Group& group : clauses.groups) {
        std::ranges::for_each(group.leaves, add);
    }
    return sum;
}

} // namespace

bool is_term(const Node* node) { return node->kind == Kind::term; }

std::optional<Clauses> clauses_of(const Node& root) {
    Clauses clauses;
    const Node* required = &root;
    if (required->kind == Kind::boosted) {
        for (const Node& boost : std::span(required->children).subspan(1)) {
            if (!is_text(boost)) {
                return std::nullopt;
            }
            clauses.boosts.push_back(&boost);
        }
        required = &required->children.front();
    }
    if (required->kind == Kind::exclusion) {
        for (const Node& node : std::span(required->children).subspan(1)) {
            add_excluded(clauses, node);
        }
        required = &required->children.front();
    }
    const bool several = required->kind == Kind::conjunction;
    clauses.groups.reserve(several ? required->children.size() : 1);
    for (const Node& node : several ? std::span<const Node>(required->children) : std::span(required, 1)) {
        if (!add_required(clauses, node)) {
            return std::nullopt;
        }
    }
    const bool scores = std::ranges::any_of(clauses.groups, &Clauses::Group::scores);
    return scores && greatest(clauses) < kMostScore ? std::optional(std::move(clauses)) : std::nullopt;
}

const Clauses::Group* Clauses::only_scoring() const {
    const auto found = std::ranges::find_if(groups, &Group::scores);
    const bool only = std::ranges::count_if(groups, &Group::scores) == 1;
    return only ? &*found : nullptr;
}

const char* Clauses::plan() const {
    const Group* const only = only_scoring();
    if (only == nullptr) {
        return "conjunction";
    }
    if (std::ranges::none_of(only->leaves, is_term)) {
        return "phrase";
    }
    return only->leaves.size() == 1 ? "term" : "disjunction";
}

} // namespace searchlib::search
