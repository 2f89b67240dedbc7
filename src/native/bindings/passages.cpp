#include <nanobind/stl/optional.h>
#include <nanobind/stl/shared_ptr.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/string_view.h>
#include <nanobind/stl/tuple.h>
#include <nanobind/stl/vector.h>
#include <tuple>

#include "bindings/bindings.hpp"
#include "passages/text_forms.hpp"

namespace nb = nanobind;

namespace searchlib::bindings {
namespace {

using passages::TextForms;

void make_text_forms(TextForms* self, std::shared_ptr<indexing::Forms> forms, const nb::bytes& text,
                     const std::optional<std::tuple<int, unsigned, unsigned>>& date) {
    std::optional<analysis::Day> near;
    if (date) {
        const auto& [year, month, day] = *date;
        near = {year, month, day};
    }
    new (self) TextForms(std::move(forms), std::string(text.c_str(), text.size()), near);
}

/// Raw form, whether in English, begin, end, position, and the term of a date.
using Found = std::tuple<std::string_view, bool, std::uint32_t, std::uint32_t, std::uint32_t, std::string_view>;

std::vector<Found> find(const TextForms& forms, const std::vector<std::string>& terms,
                        const std::vector<std::string>& exact) {
    std::vector<Found> found;
    for (const passages::FoundForm& one : forms.find(terms, exact)) {
        found.emplace_back(one.raw, one.english, one.begin, one.end, one.position, one.date);
    }
    return found;
}

} // namespace

void bind_passages(nb::module_& module) {
    nb::class_<TextForms>(module, "TextForms", "The forms of one text, read as when it was indexed.")
        .def("__init__", &make_text_forms, nb::arg("forms"), nb::arg("text"), nb::arg("date").none(),
             "Forms that were not met before are to be defined before anything is asked.")
        .def("words", &TextForms::words, nb::arg("exact"), "The terms of the text, or the exact ones, each once.")
        .def("find", &find, nb::arg("terms"), nb::arg("exact"),
             "The forms that have any of some terms or exact terms: raw form, whether in English, begin and end in "
             "characters, position, and the term of a date that begins with it.");
}

} // namespace searchlib::bindings
