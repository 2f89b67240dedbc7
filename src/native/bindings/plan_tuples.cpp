#include "bindings/plan_tuples.hpp"

#include <cstdint>
#include <memory>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/shared_ptr.h>
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

Node read_at(const nb::tuple& tuple, const search::Snapshot& snapshot, int depth);

std::uint32_t read_field(const nb::handle number, std::size_t fields) {
    const auto field = nb::cast<std::uint32_t>(number);
    if (field >= fields) {
        throw nb::value_error("the node needs a field");
    }
    return field;
}

std::size_t keyword_fields(const search::Snapshot& snapshot) {
    return snapshot.segments().empty() ? SIZE_MAX : snapshot.segments().front().segment->keyword_fields().size();
}

/// Reads a part of near: what may stand in its place.
Node read_part(const nb::tuple& leaves, const search::Snapshot& snapshot, int depth) {
    Node part;
    part.kind = Kind::disjunction;
    for (const nb::handle leaf : leaves) {
        part.children.push_back(read_at(nb::cast<nb::tuple>(leaf), snapshot, depth + 1));
        const Kind kind = part.children.back().kind;
        if (kind != Kind::term && kind != Kind::phrase && kind != Kind::letters && kind != Kind::pattern) {
            throw nb::value_error("near joins terms, phrases, letters and patterns");
        }
    }
    return part;
}

void read_near(Node& node, const nb::tuple& tuple, const search::Snapshot& snapshot, int depth) {
    constexpr std::size_t kMostUnordered = 12;
    node.field = read_field(tuple[1], snapshot.fields().size());
    node.extras->distance = nb::cast<std::uint32_t>(tuple[2]);
    node.extras->ordered = nb::cast<bool>(tuple[3]);
    for (const nb::handle part : nb::cast<nb::tuple>(tuple[4])) {
        node.children.push_back(read_part(nb::cast<nb::tuple>(part), snapshot, depth));
    }
    if (node.children.empty() || (!node.extras->ordered && node.children.size() > kMostUnordered)) {
        throw nb::value_error("near joins some parts, and not too many");
    }
    node.boost = nb::cast<double>(tuple[5]);
}

/// Reads what only the rarer kinds of nodes have.
void read_extras(Node& node, const nb::tuple& tuple, const search::Snapshot& snapshot, int depth) {
    using Automaton = std::shared_ptr<search::Automaton>;
    node.extras = std::make_shared<search::NodeExtras>();
    switch (node.kind) {
    case Kind::pattern:
        node.extras->keyword = nb::cast<bool>(tuple[2]);
        node.field = read_field(tuple[1], node.extras->keyword ? keyword_fields(snapshot) : snapshot.fields().size());
        node.extras->automaton = nb::cast<Automaton>(tuple[3]);
        node.extras->limit = nb::cast<std::size_t>(tuple[4]);
        node.extras->value = nb::cast<double>(tuple[5]);
        break;
    case Kind::keyword_range:
        node.extras->keyword = true;
        node.field = read_field(tuple[1], keyword_fields(snapshot));
        node.extras->low = nb::cast<std::string>(tuple[2]);
        node.extras->high = nb::cast<std::string>(tuple[3]);
        break;
    case Kind::exists:
        node.field = read_field(tuple[1], snapshot.fields().size());
        break;
    case Kind::near:
        read_near(node, tuple, snapshot, depth);
        break;
    case Kind::joined:
        for (const nb::handle handle : nb::cast<nb::tuple>(tuple[1])) {
            const auto [number, weight] = nb::cast<std::pair<std::uint32_t, double>>(handle);
            Node& child = node.children.emplace_back();
            child.kind = Kind::term;
            child.field = read_field(nb::int_(number), snapshot.fields().size());
            child.terms.push_back({nb::cast<std::string>(tuple[2]), 0, {}, {}});
            child.boost = weight;
        }
        node.boost = nb::cast<double>(tuple[3]);
        break;
    case Kind::letters:
        node.field = read_field(tuple[1], snapshot.fields().size());
        node.terms.push_back({nb::cast<std::string>(tuple[2]), 0, {}, {}});
        if (!tuple[3].is_none()) {
            node.extras->automaton = nb::cast<Automaton>(tuple[3]);
        }
        break;
    default:
        node.children.push_back(read_at(nb::cast<nb::tuple>(tuple[1]), snapshot, depth + 1));
        node.extras->value = nb::cast<double>(tuple[2]);
        if (node.kind == Kind::recent) {
            node.begin = nb::cast<std::int64_t>(tuple[3]);
            if (!(node.extras->value > 0)) {
                throw nb::value_error("a half-life is above 0");
            }
        }
        break;
    }
}

/// Reads a term, phrase or keyword.
void read_text(Node& node, const nb::tuple& tuple, const search::Snapshot& snapshot) {
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
}

/// Reads a node from the tuple that the planner makes: its kind, then what the kind needs.
Node read_at(const nb::tuple& tuple, const search::Snapshot& snapshot, int depth) {
    if (depth > kMaxDepth) {
        throw nb::value_error("the query is nested too deeply");
    }
    Node node;
    const auto kind = nb::cast<std::uint8_t>(tuple[0]);
    if (kind > static_cast<std::uint8_t>(Kind::joined)) {
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
        read_text(node, tuple, snapshot);
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
    case Kind::nothing:
    case Kind::all:
    case Kind::undated:
        break;
    default:
        read_extras(node, tuple, snapshot, depth);
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

nb::tuple children_tuple(const Node& node) {
    nb::list children;
    for (const Node& child : node.children) {
        children.append(tuple_of(child));
    }
    return nb::tuple(children);
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
    case Kind::pattern:
        return nb::make_tuple(kind, node.field, node.extras->keyword,
                              std::const_pointer_cast<search::Automaton>(node.extras->automaton), node.extras->limit,
                              node.extras->value);
    case Kind::near: {
        nb::list parts;
        for (const Node& part : node.children) {
            parts.append(children_tuple(part));
        }
        return nb::make_tuple(kind, node.field, node.extras->distance, node.extras->ordered, nb::tuple(parts),
                              node.boost);
    }
    default:
        return nb::make_tuple(kind, children_tuple(node));
    }
}

} // namespace searchlib::bindings
