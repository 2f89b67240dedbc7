#pragma once

#include <optional>
#include <vector>

#include "search/node.hpp"

namespace searchlib::search {

/// The root of a query as the plans for several terms see it: what must match, what boosts that, and what filters it.
struct Clauses {
    using Nodes = std::vector<const Node*>;

    /// Terms and phrases of which any will do.
    struct Group {
        const Node* node;
        Nodes leaves;
        /// Otherwise it only filters.
        bool scores;
    };

    /// One of them scores at least.
    std::vector<Group> groups;
    /// Terms and phrases that need not match.
    Nodes boosts;
    /// Terms and phrases that must not match.
    Nodes excluded;
    /// What else must match, and what else must not. Nothing of it scores.
    Nodes filters;
    Nodes excluding;

    /// The group that scores, if only one does.
    [[nodiscard]] const Group* only_scoring() const;
    /// The name of the plan for them.
    [[nodiscard]] const char* plan() const;
};

/// Takes a weighed root apart; none if the plans do not know a part of it that scores.
std::optional<Clauses> clauses_of(const Node& root);

bool is_term(const Node* node);

} // namespace searchlib::search
