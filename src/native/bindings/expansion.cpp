#include "search/expansion.hpp"

#include <nanobind/stl/optional.h>
#include <nanobind/stl/shared_ptr.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/string_view.h>
#include <nanobind/stl/tuple.h>
#include <nanobind/stl/vector.h>
#include <optional>
#include <tuple>

#include "bindings/bindings.hpp"
#include "search/deadline.hpp"
#include "search/query.hpp"
#include "search/regex.hpp"

namespace nb = nanobind;

namespace searchlib::bindings {
namespace {

using search::Automaton;
using search::Graph;
using Edges = std::vector<std::tuple<std::uint32_t, std::uint32_t, std::uint32_t, std::uint32_t>>;
using Jumps = std::vector<std::tuple<std::uint32_t, std::uint32_t>>;

void make_automaton(Automaton* self, std::uint32_t states, const Edges& edges, const Jumps& jumps,
                    std::uint32_t accepting) {
    std::vector<Graph::Edge> read;
    read.reserve(edges.size());
    for (const auto& [from, first, last, to] : edges) {
        read.push_back({from, first, last, to});
    }
    std::vector<Graph::Jump> jumped;
    jumped.reserve(jumps.size());
    for (const auto& [from, to] : jumps) {
        jumped.push_back({from, to});
    }
    new (self) Automaton(Graph(states, read, jumped, accepting));
}

Automaton starting_with(std::string prefix) { return search::StartsWith{std::move(prefix)}; }

Automaton shaped_like(std::string_view shape) { return Graph::shaped_like(shape); }

Automaton near(std::string_view word, std::uint32_t distance, std::uint32_t fixed) {
    return search::near(word, distance, fixed);
}

std::optional<Automaton> matching(std::string_view expression) {
    auto graph = search::regex_graph(expression);
    return graph ? std::optional<Automaton>(*std::move(graph)) : std::nullopt;
}

/// What tells automata apart; of those made of states nothing does.
nb::object described(const Automaton& automaton) {
    if (const auto* const start = std::get_if<search::StartsWith>(&automaton)) {
        return nb::make_tuple("starting with", start->prefix);
    }
    if (const auto* const within = std::get_if<search::Within>(&automaton)) {
        return nb::make_tuple("near", within->word, within->distance, within->fixed);
    }
    return nb::none();
}

std::tuple<std::vector<std::tuple<std::string, std::uint64_t>>, bool> expand(const search::Snapshot& snapshot,
                                                                             std::uint32_t field, bool keyword,
                                                                             const Automaton& automaton,
                                                                             std::size_t limit) {
    std::vector<search::ExpandedTerm> found;
    bool cut = false;
    {
        const nb::gil_scoped_release released;
        std::tie(found, cut) = search::expanded_terms(snapshot, {field, keyword}, automaton, limit);
    }
    std::vector<std::tuple<std::string, std::uint64_t>> terms;
    terms.reserve(found.size());
    for (auto& term : found) {
        terms.emplace_back(std::move(term.text), term.document_frequency);
    }
    return {std::move(terms), cut};
}

/// Score, weight, frequency and length.
std::optional<std::tuple<double, double, std::uint32_t, std::uint32_t>> account_of(const search::Query& query,
                                                                                   std::uint32_t doc) {
    const auto found = query.account_of(doc);
    if (!found) {
        return std::nullopt;
    }
    return std::tuple(static_cast<double>(found->score) / search::kGrid, found->weight, found->frequency,
                      found->length);
}

} // namespace

void bind_expansion(nb::module_& module) {
    nb::class_<Automaton>(module, "Automaton", "Which words a pattern stands for.")
        .def("__init__", &make_automaton, nb::arg("states"), nb::arg("edges"), nb::arg("jumps"), nb::arg("accepting"),
             "Edges are (from, first code point, last, to), jumps (from, to); state 0 is the start.")
        .def_static("starting_with", &starting_with, nb::arg("prefix"))
        .def_static("near", &near, nb::arg("word"), nb::arg("distance"), nb::arg("fixed"),
                    "Words so many edits away at most, the first `fixed` letters as they are.")
        .def_static("shaped_like", &shaped_like, nb::arg("shape"),
                    "Stars stand for any letters, question marks for one.")
        .def_static("matching", &matching, nb::arg("expression"),
                    "That of a regular expression; None where Python has to read it.")
        .def_prop_ro("description", &described, nb::sig("def description(self) -> tuple[typing.Any, ...] | None"),
                     "What tells it apart; None of one that is made of states.")
        .def("accepts", &search::accepted, nb::arg("words"), "Which of some words it accepts.");

    nb::class_<search::Deadline>(module, "Deadline", "A point in time after which queries of this thread stop.")
        .def(nb::init<double, bool>(), nb::arg("seconds"), nb::arg("partial"))
        .def("enforce", &search::Deadline::enforce)
        .def("lift", &search::Deadline::lift)
        .def_prop_ro("passed", &search::Deadline::passed);

    module.def("account_of", &account_of, nb::arg("query"), nb::arg("doc"),
               "Score, and of a term, phrase or near its weight, its frequency in the document and the length of the "
               "field; None if the document does not match.");
    module.def(
        "expand", &expand, nb::arg("snapshot"), nb::arg("field"), nb::arg("keyword"), nb::arg("automaton"),
        nb::arg("limit"),
        "The terms of a field that an automaton accepts with the live documents that have them, at most `limit`, those "
        "of the fewest edits, and of these the commonest; and whether there are more.");
}

} // namespace searchlib::bindings
