#include <nanobind/stl/map.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/shared_ptr.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>
#include <span>

#include "bindings/bindings.hpp"
#include "search/query.hpp"

namespace nb = nanobind;

namespace searchlib::bindings {
namespace {

using search::Hit;
using search::Node;
using search::Query;
using search::Snapshot;
using Kind = Node::Kind;
using Part = std::pair<std::shared_ptr<storage::Segment>, std::optional<std::shared_ptr<storage::Deletes>>>;
using Totals = std::vector<std::pair<std::uint64_t, std::uint64_t>>;
using Frequencies = std::map<std::pair<std::uint32_t, std::string>, std::uint64_t>;

/// Deep enough for any query that the language allows, and safe for the stack.
constexpr int kMaxDepth = 500;

std::vector<search::FieldStatistics> field_statistics(const Totals& totals) {
    std::vector<search::FieldStatistics> fields;
    fields.reserve(totals.size());
    for (const auto& [documents, length] : totals) {
        fields.push_back({documents, length});
    }
    return fields;
}

void make_snapshot(Snapshot* self, const std::vector<Part>& parts, const Totals& totals, double k1, double b) {
    std::vector<Snapshot::Part> segments;
    segments.reserve(parts.size());
    for (const auto& [segment, deletes] : parts) {
        segments.push_back({segment, deletes.value_or(nullptr)});
    }
    new (self) Snapshot(segments, field_statistics(totals), {k1, b});
}

std::uint64_t document_frequency(const Snapshot& snapshot, std::uint32_t field, const std::string& term) {
    return snapshot.document_frequency(field, snapshot.find(field, term));
}

/// Reads the terms of a term, phrase or keyword, and what they weigh.
void read_terms(Node& node, const nb::tuple& tuple, const Snapshot& snapshot) {
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
Node read_node(const nb::tuple& tuple, const Snapshot& snapshot, int depth) {
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
            node.children.push_back(read_node(nb::cast<nb::tuple>(child), snapshot, depth + 1));
        }
        if (node.children.empty()) {
            throw nb::value_error("the node needs children");
        }
    };
    switch (node.kind) {
    case Kind::term:
    case Kind::phrase:
    case Kind::keyword:
        read_terms(node, tuple, snapshot);
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

void make_query(Query* self, const std::shared_ptr<Snapshot>& snapshot, const nb::tuple& root,
                const std::optional<std::pair<Totals, Frequencies>>& outside) {
    Node node = read_node(root, *snapshot, 0);
    if (!outside) {
        new (self) Query(snapshot, std::move(node), nullptr);
        return;
    }
    const search::Statistics statistics{field_statistics(outside->first), outside->second};
    new (self) Query(snapshot, std::move(node), &statistics);
}

/// Hits as two packed arrays: document numbers (uint32) and scores (float64).
std::pair<nb::bytes, nb::bytes> arrays(const std::vector<Hit>& hits) {
    std::vector<std::uint32_t> documents;
    std::vector<double> scores;
    for (const Hit& hit : hits) {
        documents.push_back(hit.document);
        scores.push_back(static_cast<double>(hit.score) / search::kGrid);
    }
    return {nb::bytes(documents.data(), documents.size() * sizeof documents[0]),
            nb::bytes(scores.data(), scores.size() * sizeof scores[0])};
}

template <std::vector<Hit> (Query::*run)(std::size_t) const>
std::pair<nb::bytes, nb::bytes> answer(const Query& query, std::size_t k) {
    std::vector<Hit> hits;
    {
        const nb::gil_scoped_release released;
        hits = (query.*run)(k);
    }
    return arrays(hits);
}

} // namespace

void bind_search(nb::module_& module) {
    nb::class_<Snapshot>(module, "Snapshot", "The segments of one generation.")
        .def("__init__", &make_snapshot, nb::arg("parts"), nb::arg("totals"), nb::arg("k1"), nb::arg("b"))
        .def_prop_ro("size", &Snapshot::size)
        .def("document_frequency", &document_frequency, nb::arg("field"), nb::arg("term"),
             "Live documents that have the term in that text field.")
        .def("locate", &Snapshot::locate, nb::arg("doc"), "The segment of a document and its number there.");

    nb::class_<Query>(module, "Query", "A query compiled for one snapshot.")
        .def("__init__", &make_query, nb::arg("snapshot"), nb::arg("root"), nb::arg("statistics").none(),
             nb::sig("def __init__(self, snapshot: Snapshot, root: tuple[object, ...], statistics: "
                     "tuple[collections.abc.Sequence[tuple[int, int]], "
                     "collections.abc.Mapping[tuple[int, str], int]] | None) -> None"))
        .def("best", &answer<&Query::best>, nb::arg("k"),
             "The best `k` documents: packed numbers (uint32) and scores (float64).")
        .def("best_exhaustively", &answer<&Query::best_exhaustively>, nb::arg("k"), "The same without pruning.")
        .def("newest", &answer<&Query::newest>, nb::arg("k"))
        .def("oldest", &answer<&Query::oldest>, nb::arg("k"))
        .def("count", &Query::count, nb::call_guard<nb::gil_scoped_release>(), "How many live documents match.")
        .def_prop_ro("plan", &Query::plan, "The name of the plan that `best` runs.");
}

} // namespace searchlib::bindings
