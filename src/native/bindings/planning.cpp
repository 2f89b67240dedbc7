#include <limits>
#include <memory>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/tuple.h>
#include <nanobind/stl/vector.h>
#include <tuple>

#include "bindings/bindings.hpp"
#include "bindings/collecting.hpp"
#include "bindings/plan_tuples.hpp"
#include "bindings/question_reader.hpp"

namespace nb = nanobind;

namespace searchlib::bindings {
namespace {

/// Number of a text field, that of its exact forms, and that of its analyzer.
using Field = std::tuple<std::uint32_t, std::optional<std::uint32_t>, std::uint32_t>;
/// How it is asked, the same for each further language with what stands before its terms, what tells dates, and the
/// stop words.
using Analyzer =
    std::tuple<nb::tuple, std::vector<std::pair<std::string, nb::tuple>>, nb::object, std::vector<std::string>>;

void make_planner(QuestionReader* self, const nb::tuple& classes, const nb::dict& texts,
                  const std::vector<std::vector<Field>>& searched, const nb::dict& keywords, const nb::dict& dates,
                  const std::vector<Analyzer>& analyzers, const nb::object& fold_keyword,
                  const std::tuple<nb::object, nb::object, nb::object>& patterns, double exact_boost,
                  double letters_boost) {
    QuestionReader::Schema schema{texts, {}, keywords, dates, fold_keyword};
    for (const std::vector<Field>& fields : searched) {
        auto& some = schema.searched.emplace_back();
        for (const auto& [number, exact, analyzer] : fields) {
            if (analyzer >= analyzers.size()) {
                throw nb::value_error("there is no such analyzer");
            }
            some.push_back({number, exact, analyzer});
        }
    }
    std::vector<QuestionReader::Analyzer> sources;
    bool quiets = false;
    for (const auto& [main, further, date_terms, stop_words] : analyzers) {
        QuestionReader::Analyzer& one = sources.emplace_back();
        one.main = make_form_source(main);
        for (const auto& [prefix, language] : further) {
            one.further.emplace_back(prefix, make_form_source(language));
        }
        one.date_terms = date_terms;
        one.stop_words.insert(stop_words.begin(), stop_words.end());
        quiets = quiets || !stop_words.empty();
    }
    const auto& [pattern_fields, word_of_pattern, regex] = patterns;
    new (self) QuestionReader(classes, std::move(schema), std::move(sources), {pattern_fields, word_of_pattern, regex},
                              planning::Planner(exact_boost, letters_boost, quiets));
}

std::optional<nb::tuple> plan(const QuestionReader& planner, nb::handle tree, std::size_t terms) {
    constexpr double kEndless = std::numeric_limits<double>::infinity();
    std::optional<QuestionReader::Analyzed> analyzed = planner.analyze(tree, {terms, kEndless});
    return analyzed ? std::optional(tuple_of(planner.plan(*std::move(analyzed)))) : std::nullopt;
}

} // namespace

void bind_planning(nb::module_& module) {
    nb::class_<QuestionReader>(module, "Planner", "Plans the trees of questions to one schema.",
                               nb::type_slots(kCollected<QuestionReader>.data()))
        .def("__init__", &make_planner, nb::arg("classes"), nb::arg("texts"), nb::arg("searched"), nb::arg("keywords"),
             nb::arg("dates"), nb::arg("analyzers"), nb::arg("fold_keyword"), nb::arg("patterns"),
             nb::arg("exact_boost"), nb::arg("letters_boost"),
             nb::sig("def __init__(self, classes: tuple[type, ...], texts: dict[str | None, int], searched: "
                     "collections.abc.Sequence[collections.abc.Sequence[tuple[int, int | None, int]]], "
                     "keywords: dict[str, int], dates: dict[str, int], analyzers: collections.abc.Sequence[tuple["
                     "tuple[typing.Any, ...], list[tuple[str, tuple[typing.Any, ...]]], "
                     "collections.abc.Callable[[str], tuple[str, ...]] | None, list[str]]], "
                     "fold_keyword: collections.abc.Callable[[str], str], patterns: tuple["
                     "collections.abc.Callable[[int], list[int]], collections.abc.Callable[[str], str], "
                     "collections.abc.Callable[[str], Automaton]], exact_boost: float, letters_boost: float) -> None"))
        .def("plan", &plan, nb::arg("tree").none(), nb::arg("terms"),
             nb::sig("def plan(self, tree: object, terms: int) -> tuple[typing.Any, ...] | None"),
             "The plan of a tree, whose patterns stand for so many terms at most; None where Python has to plan it.");
}

} // namespace searchlib::bindings
