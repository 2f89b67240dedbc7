#include "bindings/plan_tuples.hpp"

#include <cstdint>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace nb = nanobind;

namespace searchlib::bindings {
namespace {

using search::Node;
using Kind = Node::Kind;

/// Deep enough for any query that the language allows, and safe for the stack.
constexpr int kMaxDepth = 500;

/// Reads a node from the tuple that the planner makes: its kind, then what the kind needs.
Node read_at(const nb::tuple& tuple, const search::Snapshot& snapshot, int depth) {
    if (depth > kMaxDepth) {
        throw nb::value_error("the query is nested too deeply");
    }
    Node node;
    const auto kind = nb::cast<std::uint8_t>(tuple[0]);
    if (kind > static_cast<std::uint8_t>(Kind::boosted)) {
        throw nb::value_error("there is no such kind of node");
    }
    node.kind = static_cast<Kind>(kind);
    const auto read_children = [&] {
        for (const nb::handle child : nb::cast<nb::tuple>(tuple[1])) {
            node.children.push_back(read_at(nb::cast<nb::tuple>(child), snapshot, depth + 1));
        }
        if (node.children.empty()) {
            throw nb::value_error("the node needs children");
        }
    };
    switch (node.kind) {
    case Kind::term:
    case Kind::phrase:
    case Kind::keyword:
        node.field = nb::cast<std::uint32_t>(tuple[1]);
        for (const nb::handle term : nb::cast<nb::tuple>(tuple[2])) {
            const auto [position, text] = nb::cast<std::pair<std::uint32_t, std::string>>(term);
            node.terms.push_back({text, position, {}, {}});
        }
        if (node.terms.empty() || (node.kind != Kind::keyword && node.field >= snapshot.fields().size())) {
            throw nb::value_error("the node needs terms of a field");
        }
        if (tuple.size() > 3) {
            node.boost = nb::cast<double>(tuple[3]);
        }
        if (tuple.size() > 4) {
            const auto beyond = nb::cast<std::vector<std::string>>(tuple[4]);
            if (beyond.size() != node.terms.size()) {
                throw nb::value_error("each term is weighed beyond one other, or none is");
            }
            for (std::size_t i = 0; i < beyond.size(); ++i) {
                node.terms[i].beyond = beyond[i];
            }
        }
        break;
    case Kind::date_range:
        node.begin = nb::cast<std::int64_t>(tuple[1]);
        node.end = nb::cast<std::int64_t>(tuple[2]);
        break;
    case Kind::conjunction:
    case Kind::disjunction:
    case Kind::exclusion:
    case Kind::filter:
        read_children();
        break;
    case Kind::boosted:
        read_children();
        for (const Node& boost : std::span(node.children).subspan(1)) {
            if (boost.kind != Kind::term && boost.kind != Kind::phrase) {
                throw nb::value_error("only terms and phrases boost");
            }
        }
        break;
    default:
        break;
    }
    return node;
}

nb::tuple text_tuple(const Node& node, const nb::int_& kind) {
    nb::list terms;
    nb::list beyond;
    for (const Node::PhraseTerm& term : node.terms) {
        terms.append(nb::make_tuple(term.position, term.text));
        if (!term.beyond.empty()) {
            beyond.append(term.beyond);
        }
    }
    if (node.kind == Kind::keyword) {
        return nb::make_tuple(kind, node.field, nb::tuple(terms));
    }
    return nb::len(beyond) == 0 ? nb::make_tuple(kind, node.field, nb::tuple(terms), node.boost)
                                : nb::make_tuple(kind, node.field, nb::tuple(terms), node.boost, nb::tuple(beyond));
}

} // namespace

Node read_node(const nb::tuple& tuple, const search::Snapshot& snapshot) { return read_at(tuple, snapshot, 0); }

nb::tuple tuple_of(const Node& node) {
    const nb::int_ kind(static_cast<int>(node.kind));
    switch (node.kind) {
    case Kind::term:
    case Kind::phrase:
    case Kind::keyword:
        return text_tuple(node, kind);
    case Kind::date_range:
        return nb::make_tuple(kind, node.begin, node.end);
    case Kind::nothing:
    case Kind::all:
    case Kind::undated:
        return nb::make_tuple(kind);
    default: {
        nb::list children;
        for (const Node& child : node.children) {
            children.append(tuple_of(child));
        }
        return nb::make_tuple(kind, nb::tuple(children));
    }
    }
}

} // namespace searchlib::bindings
