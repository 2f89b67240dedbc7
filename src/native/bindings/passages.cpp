#include <memory>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/shared_ptr.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/string_view.h>
#include <nanobind/stl/tuple.h>
#include <nanobind/stl/vector.h>
#include <tuple>
#include <utility>

#include "bindings/bindings.hpp"
#include "passages/text_forms.hpp"

namespace nb = nanobind;

namespace searchlib::bindings {
namespace {

using passages::FormTokens;
using passages::Mark;
using passages::Single;
using passages::TextForms;

/// More parts that stand together in any order need more than they are worth: each one twice as much.
constexpr std::size_t kMostUnordered = 20;

/// What is looked for in texts.
struct Marks {
    std::vector<Mark> marks;
};

using SingleTuple = std::tuple<std::uint32_t, std::vector<std::pair<std::uint32_t, std::string>>, std::uint32_t>;
using MarkTuple = std::pair<std::vector<std::vector<SingleTuple>>, std::optional<std::pair<std::uint32_t, bool>>>;

void make_marks(Marks* self, const std::vector<MarkTuple>& marks) {
    std::vector<Mark> made;
    for (const auto& [parts, near] : marks) {
        Mark& mark = made.emplace_back();
        if (near) {
            mark.near = {near->first, near->second};
        }
        if (near ? parts.empty() || (!near->second && parts.size() > kMostUnordered) : parts.size() != 1) {
            throw nb::value_error("one thing is marked, or some that stand together");
        }
        for (const std::vector<SingleTuple>& part : parts) {
            std::vector<Single>& any = mark.parts.emplace_back();
            for (const auto& [kind, terms, list] : part) {
                if (kind > static_cast<std::uint32_t>(Single::Kind::last_exact)) {
                    throw nb::value_error("there is no such kind of thing that is marked");
                }
                any.push_back({static_cast<Single::Kind>(kind), terms, list});
            }
        }
    }
    new (self) Marks{std::move(made)};
}

void make_text_forms(TextForms* self, std::shared_ptr<indexing::Forms> forms, const nb::bytes& text,
                     const std::optional<std::tuple<int, unsigned, unsigned>>& date) {
    std::optional<analysis::Day> near;
    if (date) {
        const auto& [year, month, day] = *date;
        near = {year, month, day};
    }
    new (self) TextForms(std::move(forms), std::string(text.c_str(), text.size()), near);
}

/// Number, letters, and whether in English.
using Unknown = std::tuple<std::uint32_t, std::string_view, bool>;

std::vector<Unknown> look_for(TextForms& forms, const Marks& marks, const std::vector<std::vector<std::string>>& lists,
                              const FormTokens& known) {
    forms.look_for(marks.marks, lists);
    std::vector<Unknown> unknown;
    for (const std::uint32_t form : forms.unknown(known)) {
        const auto [letters, english] = forms.letters(form);
        unknown.emplace_back(form, letters, english);
    }
    return unknown;
}

/// Begin, end, position, terms and exact terms.
using TokenTuple =
    std::tuple<std::uint32_t, std::uint32_t, std::uint32_t, std::vector<std::string>, std::vector<std::string>>;

std::vector<std::uint32_t> numbers_of(const indexing::FormTerms& terms, const std::vector<std::string>& texts) {
    std::vector<std::uint32_t> numbers;
    numbers.reserve(texts.size());
    for (const std::string& text : texts) {
        numbers.push_back(terms.find(text).value_or(UINT32_MAX));
    }
    return numbers;
}

void add_tokens(FormTokens& known, const indexing::Forms& forms, std::uint32_t form,
                const std::vector<TokenTuple>& tokens) {
    std::vector<passages::FormToken> made;
    made.reserve(tokens.size());
    for (const auto& [begin, end, position, terms, exact] : tokens) {
        made.push_back({begin, end, position, numbers_of(forms.terms(), terms), numbers_of(forms.exact(), exact)});
    }
    known.add(form, std::move(made));
}

using Spans = std::vector<std::pair<std::uint32_t, std::uint32_t>>;

std::tuple<std::uint32_t, std::uint32_t, Spans, bool, bool> excerpt(const TextForms& forms, const FormTokens& known,
                                                                    std::uint32_t length) {
    passages::Excerpt found = forms.excerpt(known, length);
    return {found.begin.character, found.end.character, std::move(found.highlights), found.before, found.after};
}

} // namespace

void bind_passages(nb::module_& module) {
    nb::class_<Marks>(module, "Marks", "What is marked in texts that match.")
        .def("__init__", &make_marks, nb::arg("marks"),
             "Each is parts and, if they stand together, how many other words may stand among them and whether in "
             "their order. A part is any of some things: kind, terms at their positions, and the number of a list. "
             "Kind 0 is a phrase of the terms; 1, 2 and 3 are any term, exact term or last exact term of the list.");

    nb::class_<FormTokens>(module, "FormTokens", "The tokens of forms that were asked for.")
        .def(nb::init<>())
        .def("add", &add_tokens, nb::arg("forms"), nb::arg("form"), nb::arg("tokens"),
             "Those of a form by its number: begin and end in characters, position, terms and exact terms.");

    nb::class_<TextForms>(module, "TextForms", "The forms of one text, read as when it was indexed.")
        .def("__init__", &make_text_forms, nb::arg("forms"), nb::arg("text"), nb::arg("date").none(),
             "Forms that were not met before are to be defined before anything is asked.")
        .def("words", &TextForms::words, nb::arg("exact"), "The terms of the text, or the exact ones, each once.")
        .def("look_for", &look_for, nb::arg("marks"), nb::arg("lists"), nb::arg("known"),
             "Looks for marks; `lists` are the terms of those that a text has its own of. Number, letters and whether "
             "in English of forms whose tokens are to be made known first.")
        .def("excerpt", &excerpt, nb::arg("known"), nb::arg("length"),
             "Where the excerpt of at most `length` characters begins and ends that has most of the marks, what is "
             "marked in it, from its beginning, and whether there is more before and after it.");
}

} // namespace searchlib::bindings
