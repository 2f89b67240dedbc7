// Plans out of plans. Each gives a flat node, without what changes nothing; boosts of parts become boosts of the whole
// where they stand only where the whole matches. The readable twin is src/searchlib/search/planner.py.
#pragma once

#include <vector>

#include "search/node.hpp"

namespace searchlib::planning {

using search::Node;

/// The node with terms and phrases that add their scores where it matches.
Node boosted(Node node, std::vector<Node> boosts);

Node both(std::vector<Node> nodes);
Node either(std::vector<Node> nodes);
/// The same of terms and phrases, which have no boosts.
Node any_text(std::vector<Node> nodes);

/// The node less what is excluded.
Node without(Node node, std::vector<Node> excluded);

/// A node that matches the same and scores nothing.
Node silent(Node node);

/// A node of words, phrases and patterns with all that it scores times `weight`.
Node scaled(Node node, double weight);

/// The plan of a question of one word or phrase, with its letters counting more: no other word competes with them.
Node letters_alone(Node node);

} // namespace searchlib::planning
