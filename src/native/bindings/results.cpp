#include <nanobind/stl/function.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/shared_ptr.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/string_view.h>
#include <nanobind/stl/tuple.h>
#include <nanobind/stl/vector.h>

#include "bindings/bindings.hpp"
#include "results/counting.hpp"

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
             "How many documents are of each bucket; how many are undated.");
}

} // namespace searchlib::bindings
