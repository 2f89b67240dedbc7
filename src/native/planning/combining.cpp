#include "planning/combining.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace searchlib::planning {
namespace {

using Kind = Node::Kind;

constexpr double kLettersAlone = 8.0;

Node of(Kind kind) {
    Node node;
    node.kind = kind;
    return node;
}

Node of(Kind kind, std::vector<Node> children) {
    Node node = of(kind);
    node.children = std::move(children);
    return node;
}

bool is_text(const Node& node) { return node.kind == Kind::term || node.kind == Kind::phrase; }

bool is_any_text(const Node& node) {
    return is_text(node) || (node.kind == Kind::disjunction && std::ranges::all_of(node.children, is_text));
}

void move_to(std::vector<Node>& target, std::vector<Node>& source, std::size_t from = 0) {
    target.insert(target.end(), std::make_move_iterator(source.begin() + static_cast<std::ptrdiff_t>(from)),
                  std::make_move_iterator(source.end()));
}

/// What a boosted node matches; its boosts go to `boosts`.
Node required_of(Node node, std::vector<Node>& boosts) {
    move_to(boosts, node.children, 1);
    Node required = std::move(node.children.front());
    return required;
}

/// Empty lists with room for the parts of the nodes, without those that are such a group, and for their boosts with what is
/// boosted: no more, as pieces of memory of more than 1 kB take long to get.
std::pair<std::vector<Node>, std::vector<Node>> room_for(Kind group, const std::vector<Node>& nodes) {
    std::size_t parts = 0;
    std::size_t boosts = 0;
    for (const Node& node : nodes) {
        const bool is_boosted = node.kind == Kind::boosted;
        const Node& required = is_boosted ? node.children.front() : node;
        parts += required.kind == group ? required.children.size() : 1;
        boosts += is_boosted ? node.children.size() - 1 : 0;
    }
    std::pair<std::vector<Node>, std::vector<Node>> room;
    room.first.reserve(parts);
    if (boosts > 0) {
        room.second.reserve(boosts + 1);
    }
    return room;
}

/// The one node there is, or all of them in a group.
Node grouped(Kind kind, std::vector<Node> nodes) {
    return nodes.size() == 1 ? std::move(nodes.front()) : of(kind, std::move(nodes));
}

/// For where nothing scores.
Node unboosted(Node node) {
    while (node.kind == Kind::boosted) {
        Node required = std::move(node.children.front());
        node = std::move(required);
    }
    if (!is_text(node)) {
        for (Node& child : node.children) {
            child = unboosted(std::move(child));
        }
    }
    return node;
}

} // namespace

Node boosted(Node node, std::vector<Node> boosts) {
    if (boosts.empty() || node.kind == Kind::nothing) {
        return node;
    }
    if (node.kind == Kind::boosted) {
        move_to(node.children, boosts);
        return node;
    }
    boosts.insert(boosts.begin(), std::move(node));
    return of(Kind::boosted, std::move(boosts));
}

Node both(std::vector<Node> nodes) {
    auto [flat, boosts] = room_for(Kind::conjunction, nodes);
    for (Node& node : nodes) {
        if (node.kind == Kind::nothing) {
            return of(Kind::nothing);
        }
        Node required = node.kind == Kind::boosted ? required_of(std::move(node), boosts) : std::move(node);
        if (required.kind == Kind::conjunction) {
            move_to(flat, required.children);
        } else if (required.kind != Kind::all) {
            flat.push_back(std::move(required));
        }
    }
    return flat.empty() ? of(Kind::all) : boosted(grouped(Kind::conjunction, std::move(flat)), std::move(boosts));
}

Node any_text(std::vector<Node> nodes) {
    return nodes.empty() ? of(Kind::nothing) : grouped(Kind::disjunction, std::move(nodes));
}

Node either(std::vector<Node> nodes) {
    auto [flat, boosts] = room_for(Kind::disjunction, nodes);
    for (Node& node : nodes) {
        // Boosts of words and phrases boost the whole, for where they match, the words do too; those of other parts,
        // such as conjunctions, stay with them.
        Node required = node.kind == Kind::boosted && is_any_text(node.children.front())
                            ? required_of(std::move(node), boosts)
                            : std::move(node);
        if (required.kind == Kind::disjunction) {
            move_to(flat, required.children);
        } else if (required.kind != Kind::nothing) {
            flat.push_back(std::move(required));
        }
    }
    return flat.empty() ? of(Kind::nothing) : boosted(grouped(Kind::disjunction, std::move(flat)), std::move(boosts));
}

Node without(Node node, std::vector<Node> excluded) {
    std::vector<Node> parts(1);
    for (Node& other : excluded) {
        if (other.kind != Kind::nothing) {
            parts.push_back(unboosted(std::move(other)));
        }
    }
    if (parts.size() == 1 || node.kind == Kind::nothing) {
        return node;
    }
    if (std::ranges::any_of(parts, [](const Node& part) { return part.kind == Kind::all; })) {
        return of(Kind::nothing);
    }
    std::vector<Node> boosts;
    parts.front() = node.kind == Kind::boosted ? required_of(std::move(node), boosts) : std::move(node);
    return boosted(of(Kind::exclusion, std::move(parts)), std::move(boosts));
}

Node silent(Node node) {
    Node child = unboosted(std::move(node));
    switch (child.kind) {
    case Kind::nothing:
    case Kind::all:
    case Kind::keyword:
    case Kind::date_range:
    case Kind::undated:
    case Kind::filter:
        return child;
    default: {
        std::vector<Node> children;
        children.push_back(std::move(child));
        return of(Kind::filter, std::move(children));
    }
    }
}

Node scaled(Node node, double weight) {
    if (is_text(node) || node.kind == Kind::near) {
        node.boost *= weight;
    } else if (node.kind == Kind::pattern) {
        node.extras->value *= weight;
    } else if (node.kind == Kind::disjunction || node.kind == Kind::conjunction || node.kind == Kind::boosted) {
        for (Node& child : node.children) {
            child = scaled(std::move(child), weight);
        }
    }
    return node;
}

Node letters_alone(Node node) {
    if (is_text(node)) {
        // Letters are weighed beyond the same word without diacritics.
        node.boost *= node.terms.front().beyond.empty() ? 1.0 : kLettersAlone;
    } else if (node.kind != Kind::filter) {
        for (Node& child : node.children) {
            child = letters_alone(std::move(child));
        }
    }
    return node;
}

} // namespace searchlib::planning
