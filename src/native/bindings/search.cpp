#include <nanobind/stl/map.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/shared_ptr.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/string_view.h>
#include <nanobind/stl/unique_ptr.h>
#include <nanobind/stl/vector.h>

#include "bindings/bindings.hpp"
#include "bindings/packed_hits.hpp"
#include "bindings/plan_tuples.hpp"
#include "bindings/question_reader.hpp"
#include "search/deadline.hpp"
#include "search/query.hpp"

namespace nb = nanobind;

namespace searchlib::bindings {
namespace {

using search::Hit;
using search::Node;
using search::Query;
using search::Snapshot;
using Part = std::pair<std::shared_ptr<storage::Segment>, std::optional<std::shared_ptr<storage::Deletes>>>;
using Totals = std::vector<std::pair<std::uint64_t, std::uint64_t>>;
using Frequencies = std::map<std::pair<std::uint32_t, std::string>, std::uint64_t>;

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

void make_query(Query* self, const std::shared_ptr<Snapshot>& snapshot, const nb::tuple& root,
                const std::optional<std::pair<Totals, Frequencies>>& outside) {
    Node node = read_node(root, *snapshot);
    if (!outside) {
        new (self) Query(snapshot, std::move(node), nullptr);
        return;
    }
    const search::Statistics statistics{field_statistics(outside->first), outside->second};
    new (self) Query(snapshot, std::move(node), &statistics);
}

using Limits = QuestionReader::Limits;

/// Plans and weighs what was read of a question.
std::unique_ptr<Query> weighed(const std::shared_ptr<Snapshot>& snapshot, const QuestionReader& planner,
                               QuestionReader::Analyzed tree) {
    const double seconds = tree.seconds;
    const search::OwnDeadline deadline(seconds);
    auto query = std::make_unique<Query>(snapshot, planner.plan(std::move(tree)), nullptr);
    query->limit_time(seconds);
    return query;
}

/// The same of a tree; nothing where Python has to plan it.
std::unique_ptr<Query> prepare(const std::shared_ptr<Snapshot>& snapshot, const QuestionReader& planner,
                               nb::handle tree, std::size_t terms, double seconds) {
    std::optional<QuestionReader::Analyzed> analyzed = planner.analyze(tree, {terms, seconds});
    if (!analyzed) {
        return nullptr;
    }
    const nb::gil_scoped_release released;
    return weighed(snapshot, planner, *std::move(analyzed));
}

using Run = std::vector<Hit> (Query::*)(std::size_t, const search::Mark*) const;

/// The number of a document and its score in units of the grid.
using After = std::optional<std::pair<std::uint32_t, search::Score>>;

template <Run run> std::pair<nb::bytes, nb::bytes> answer(const Query& query, std::size_t k, const After& after) {
    const std::optional<search::Mark> mark =
        after ? std::optional(search::Mark{after->first, after->second}) : std::nullopt;
    std::vector<Hit> hits;
    {
        const nb::gil_scoped_release released;
        hits = (query.*run)(k, mark ? &*mark : nullptr);
    }
    return arrays(hits);
}

std::pair<nb::bytes, nb::bytes> best_exhaustively(const Query& query, std::size_t k) {
    std::vector<Hit> hits;
    {
        const nb::gil_scoped_release released;
        hits = query.best_exhaustively(k);
    }
    return arrays(hits);
}

Run run_of(std::string_view sort) {
    if (sort == "relevance") {
        return &Query::best;
    }
    if (sort == "newest") {
        return &Query::newest;
    }
    if (sort == "oldest") {
        return &Query::oldest;
    }
    throw nb::value_error("there is no such order");
}

/// A question, and what is found for it; nothing where Python has to plan it.
struct Answer {
    std::optional<QuestionReader::Analyzed> tree;
    std::unique_ptr<Query> query;
    std::vector<Hit> hits;

    /// Needs no lock of the interpreter.
    void find(const std::shared_ptr<Snapshot>& snapshot, const QuestionReader& planner, Run run, std::size_t k) {
        if (tree) {
            query = weighed(snapshot, planner, *std::move(tree));
            hits = (*query.*run)(k, nullptr);
        }
    }

    [[nodiscard]] nb::object hand_over() {
        if (query == nullptr) {
            return nb::none();
        }
        const auto [docs, scores] = arrays(hits);
        return nb::make_tuple(std::move(query), docs, scores);
    }
};

nb::object answer_one(const std::shared_ptr<Snapshot>& snapshot, const QuestionReader& planner, nb::handle tree,
                      std::size_t k, std::string_view sort, std::size_t terms, double seconds) {
    const Run run = run_of(sort);
    Answer answer{planner.analyze(tree, {terms, seconds}), nullptr, {}};
    {
        const nb::gil_scoped_release released;
        answer.find(snapshot, planner, run, k);
    }
    return answer.hand_over();
}

/// Answers several questions, with the interpreter locked once to read them all and once to hand over what was found.
nb::list answer_many(const std::shared_ptr<Snapshot>& snapshot, const QuestionReader& planner, const nb::list& trees,
                     std::size_t k, std::string_view sort, std::size_t terms, double seconds) {
    const Run run = run_of(sort);
    std::vector<Answer> answers;
    answers.reserve(nb::len(trees));
    for (const nb::handle tree : trees) {
        answers.push_back({planner.analyze(tree, {terms, seconds}), nullptr, {}});
    }
    {
        const nb::gil_scoped_release released;
        for (Answer& answer : answers) {
            answer.find(snapshot, planner, run, k);
        }
    }
    nb::list found;
    for (Answer& answer : answers) {
        found.append(answer.hand_over());
    }
    return found;
}

} // namespace

void bind_search(nb::module_& module) {
    nb::class_<Snapshot>(module, "Snapshot", "The segments of one generation.")
        .def("__init__", &make_snapshot, nb::arg("parts"), nb::arg("totals"), nb::arg("k1"), nb::arg("b"))
        .def_prop_ro("size", &Snapshot::size)
        .def("document_frequency", &document_frequency, nb::arg("field"), nb::arg("term"),
             "Live documents that have the term in that text field.")
        .def(
            "prepare", &prepare, nb::arg("planner"), nb::arg("tree").none(), nb::arg("terms"), nb::arg("seconds"),
            nb::sig("def prepare(self, planner: Planner, tree: object, terms: int, seconds: float) -> Query | None"),
            "Plans and weighs the tree of a question, whose patterns stand for so many terms at most and take so long; "
            "None where Python has to plan it.")
        .def("answer", &answer_one, nb::arg("planner"), nb::arg("tree").none(), nb::arg("k"), nb::arg("sort"),
             nb::arg("terms"), nb::arg("seconds"),
             nb::sig(
                 "def answer(self, planner: Planner, tree: object, k: int, sort: str, terms: int, seconds: float) -> "
                 "tuple[Query, bytes, bytes] | None"),
             "The query of a tree, its first `k` documents and their scores; None where Python has to plan it.")
        .def("answer_many", &answer_many, nb::arg("planner"), nb::arg("trees"), nb::arg("k"), nb::arg("sort"),
             nb::arg("terms"), nb::arg("seconds"),
             nb::sig("def answer_many(self, planner: Planner, trees: list[object], k: int, sort: str, terms: int, "
                     "seconds: float) -> list[tuple[Query, bytes, bytes] | None]"),
             "Of each tree the query, its first `k` documents and their scores; None where Python has to plan it.")
        .def("locate", &Snapshot::locate, nb::arg("doc"), "The segment of a document and its number there.");

    nb::class_<Query>(module, "Query", "A query compiled for one snapshot.")
        .def("__init__", &make_query, nb::arg("snapshot"), nb::arg("root"), nb::arg("statistics").none(),
             nb::sig("def __init__(self, snapshot: Snapshot, root: tuple[object, ...], statistics: "
                     "tuple[collections.abc.Sequence[tuple[int, int]], "
                     "collections.abc.Mapping[tuple[int, str], int]] | None) -> None"))
        .def("best", &answer<&Query::best>, nb::arg("k"), nb::arg("after") = nb::none(),
             "The best `k` documents: packed numbers (uint32) and scores (float64). `after` is the number and the "
             "score, "
             "in units of the grid, of the one that they come behind.")
        .def("best_exhaustively", &best_exhaustively, nb::arg("k"), "The same without pruning.")
        .def("newest", &answer<&Query::newest>, nb::arg("k"), nb::arg("after") = nb::none())
        .def("oldest", &answer<&Query::oldest>, nb::arg("k"), nb::arg("after") = nb::none())
        .def("count", &Query::count, nb::call_guard<nb::gil_scoped_release>(), "How many live documents match.")
        .def("limit_time", &Query::limit_time, nb::arg("seconds"), "How long each run may take.")
        .def_prop_ro("cut", &Query::cut, "Whether a pattern stands for more terms than it may.")
        .def_prop_ro("plan", &Query::plan, "The name of the plan that `best` runs.");
}

} // namespace searchlib::bindings
