#include <nanobind/stl/function.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/shared_ptr.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/string_view.h>
#include <nanobind/stl/tuple.h>
#include <nanobind/stl/vector.h>

#include "bindings/bindings.hpp"
#include "bindings/packed_hits.hpp"
#include "results/counting.hpp"
#include "results/grouping.hpp"
#include "results/ordering.hpp"

namespace nb = nanobind;

namespace searchlib::bindings {
namespace {

using results::DateBuckets;
using results::KeywordColumn;
using results::Matches;
using search::Snapshot;
using Released = nb::call_guard<nb::gil_scoped_release>;
using Values = std::vector<std::tuple<std::string, std::uint32_t, std::uint32_t>>;

void make_buckets(DateBuckets* self, const Snapshot& snapshot, const DateBuckets::Start& start) {
    new (self) DateBuckets(snapshot, start);
}

/// Values with their counts and a document of each, how many there are, and documents without any.
std::tuple<Values, std::uint32_t, std::uint64_t> values(const Matches& matches, const KeywordColumn& column,
                                                        std::size_t limit) {
    const results::Facet facet = results::count_values(matches, column, limit);
    Values told;
    told.reserve(facet.values.size());
    for (const auto& [value, count, document] : facet.values) {
        told.emplace_back(column.text(value), count, document);
    }
    return {std::move(told), facet.distinct, facet.missing};
}

std::pair<std::vector<std::uint64_t>, std::uint64_t> dates(const Matches& matches, const DateBuckets& buckets) {
    results::Histogram histogram = results::count_dates(matches, buckets);
    return {std::move(histogram.counts), histogram.undated};
}

/// The number of a document and its score in units of the grid.
using After = std::optional<std::pair<std::uint32_t, search::Score>>;

std::optional<search::Mark> mark_of(const After& after) {
    return after ? std::optional(search::Mark{after->first, after->second}) : std::nullopt;
}

/// By a column, or if there is none, by date.
results::Order order_of(const KeywordColumn* column, bool descending) {
    return column != nullptr ? results::Order(*column, descending)
                             : results::Order(results::Order::By::date, descending);
}

std::pair<nb::bytes, nb::bytes> in_order(const Matches& matches, const search::Query& query,
                                         const KeywordColumn* column, bool descending, std::size_t k,
                                         const After& after) {
    const std::optional<search::Mark> mark = mark_of(after);
    std::vector<search::Hit> hits;
    {
        const nb::gil_scoped_release released;
        hits = results::first_in_order(matches, query, order_of(column, descending), k, mark ? &*mark : nullptr);
    }
    return arrays(hits);
}

/// The number and the score of the first hit of a group, and the number of its value.
using AfterGroup = std::optional<std::tuple<std::uint32_t, search::Score, std::uint32_t>>;

/// Each group with the number of its value, the value, how many documents it has and its first hits; how many there are.
nb::tuple groups(const Matches& matches, const search::Query& query, const KeywordColumn& column,
                 const std::optional<std::pair<const KeywordColumn*, bool>>& sort, std::size_t limit, std::size_t hits,
                 bool scored, const AfterGroup& after) {
    using results::Order;
    std::optional<results::GroupMark> mark;
    if (after) {
        const auto [document, score, value] = *after;
        mark = results::GroupMark{{document, score}, value};
    }
    const Order order = sort ? order_of(sort->first, sort->second) : Order(Order::By::score, true);
    results::Groups found;
    {
        const nb::gil_scoped_release released;
        found = results::group_by(matches, query, column, order, {limit, hits, scored}, mark ? &*mark : nullptr);
    }
    nb::list told;
    for (const results::Group& group : found.groups) {
        const auto [docs, scores] = arrays(group.hits);
        nb::object value = nb::none();
        if (group.value < column.size()) {
            const std::string text = column.text(group.value);
            value = nb::str(text.data(), text.size());
        }
        told.append(nb::make_tuple(group.value, value, group.count, docs, scores));
    }
    return nb::make_tuple(told, found.total);
}

} // namespace

void bind_results(nb::module_& module) {
    nb::class_<KeywordColumn>(module, "KeywordColumn", "Which keywords or numbers each document of a snapshot has.")
        .def(nb::init<std::shared_ptr<const Snapshot>, std::uint32_t>(), nb::arg("snapshot"), nb::arg("field"),
             Released(), "Costs a walk through all postings of the field.")
        .def_prop_ro("size", &KeywordColumn::size, "How many different values there are.")
        .def("first_from", &KeywordColumn::first_from, nb::arg("text"), "The number of the first value from it on.");

    nb::class_<DateBuckets>(module, "DateBuckets", "The days, months or years of a snapshot.")
        .def("__init__", &make_buckets, nb::arg("snapshot"), nb::arg("start"),
             "`start` says of the seconds of a date when the day, month or year begins that it lies in.")
        .def_prop_ro("starts", &DateBuckets::starts, "When each begins, ascending.");

    nb::class_<Matches>(module, "Matches", "The live documents that match a query, to be counted.")
        .def(nb::init<const search::Query&>(), nb::arg("query"), Released())
        .def_prop_ro("total", &Matches::total)
        .def("values", &values, nb::arg("column"), nb::arg("limit"), Released(),
             "The `limit` commonest values, each with how many documents have it and the number of the first; how many "
             "values there are; how many documents have none.")
        .def("ranges", &results::count_ranges, nb::arg("column"), nb::arg("ranges"), Released(),
             "How many documents have a value in each range, from the first number to before the second.")
        .def("dates", &dates, nb::arg("buckets"), Released(),
             "How many documents are of each bucket; how many are undated.")
        .def(
            "in_order", &in_order, nb::arg("query"), nb::arg("column").none(), nb::arg("descending"), nb::arg("k"),
            nb::arg("after").none(),
            "The first `k` documents by their values in a column, or by their dates, then by score: packed numbers "
            "(uint32) and scores (float64). `after` is the number and the score, in units of the grid, of the one that "
            "they come behind.")
        .def("groups", &groups, nb::arg("query"), nb::arg("column"), nb::arg("sort").none(), nb::arg("limit"),
             nb::arg("hits"), nb::arg("scored"), nb::arg("after").none(),
             nb::sig("def groups(self, query: Query, column: KeywordColumn, sort: tuple[KeywordColumn | None, bool] | "
                     "None, limit: int, hits: int, scored: bool, after: tuple[int, int, int] | None) -> "
                     "tuple[list[tuple[int, str | None, int, bytes, bytes]], int]"),
             "The first `limit` groups of documents that share a value (None for those without any): its number, the "
             "value, how many they are, and the first `hits` of them as `in_order` gives them; and how many groups "
             "there "
             "are. Without `sort`, by score. `after` is the first hit of the group that they come behind, with its "
             "score, "
             "and the number of the value.");
}

} // namespace searchlib::bindings
