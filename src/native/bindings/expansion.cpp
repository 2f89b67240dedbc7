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

namespace nb = nanobind;

namespace searchlib::bindings {
namespace {

using search::Automaton;
using Edges = std::vector<std::tuple<std::uint32_t, std::uint32_t, std::uint32_t, std::uint32_t>>;
using Jumps = std::vector<std::tuple<std::uint32_t, std::uint32_t>>;

void make_automaton(Automaton* self, std::uint32_t states, const Edges& edges, const Jumps& jumps,
                    std::uint32_t accepting) {
    std::vector<Automaton::Edge> read;
    read.reserve(edges.size());
    for (const auto& [from, first, last, to] : edges) {
        read.push_back({from, first, last, to});
    }
    std::vector<Automaton::Jump> jumped;
    jumped.reserve(jumps.size());
    for (const auto& [from, to] : jumps) {
        jumped.push_back({from, to});
    }
    new (self) Automaton(states, read, jumped, accepting);
}

std::vector<bool> accepts(const Automaton& automaton, const std::vector<std::string>& words) {
    search::Machine machine(automaton);
    std::vector<bool> accepted;
    for (const std::string& word : words) {
        search::Machine::State state = machine.start();
        for (std::size_t at = 0; at < word.size() && state != search::Machine::kDead;) {
            state = machine.step(state, search::read_utf8(word, at));
        }
        accepted.push_back(machine.accepts(state));
    }
    return accepted;
}

std::tuple<std::vector<std::tuple<std::string, std::uint64_t>>, bool> expand(const search::Snapshot& snapshot,
                                                                             std::uint32_t field, bool keyword,
                                                                             const Automaton& automaton,
                                                                             std::size_t limit) {
    search::Expansion expansion;
    {
        const nb::gil_scoped_release released;
        expansion = search::expand(snapshot, field, keyword, automaton, limit);
    }
    std::vector<std::tuple<std::string, std::uint64_t>> terms;
    terms.reserve(expansion.terms.size());
    for (auto& term : expansion.terms) {
        terms.emplace_back(std::move(term.text), term.document_frequency);
    }
    return {std::move(terms), expansion.cut};
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
        .def_static("starting_with", &Automaton::starting_with, nb::arg("prefix"))
        .def("accepts", &accepts, nb::arg("words"), "Which of some words it accepts.")
        .def_static("near", &Automaton::near, nb::arg("word"), nb::arg("distance"), nb::arg("fixed"));

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
        "The terms of a field that an automaton accepts with the live documents that have them, at most `limit`, "
        "the commonest; and whether there are more.");
}

} // namespace searchlib::bindings
