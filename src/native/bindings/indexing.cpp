#include <algorithm>
#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <nanobind/stl/function.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/shared_ptr.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/string_view.h>
#include <nanobind/stl/tuple.h>
#include <nanobind/stl/vector.h>
#include <span>

#include "bindings/bindings.hpp"
#include "bindings/convert.hpp"
#include "bindings/form_analysis.hpp"
#include "indexing/builder.hpp"
#include "indexing/merge.hpp"
#include "indexing/text_reader.hpp"

namespace nb = nanobind;

namespace searchlib::bindings {
namespace {

/// Gives what was freed back to the system, which the allocator keeps for itself else.
void release_memory() {
#ifdef __GLIBC__
    static_cast<void>(::malloc_trim(0));
#endif
}

using indexing::Builder;
using indexing::Forms;
using indexing::Merge;
using Released = nb::call_guard<nb::gil_scoped_release>;
/// Its name, its forms, and the name of the field of their exact terms, if they have one.
using TextField = std::tuple<std::string, std::shared_ptr<Forms>, std::optional<std::string>>;
using Source = std::pair<std::shared_ptr<storage::Segment>, std::vector<std::uint32_t>>;
using FieldTexts = std::vector<std::string_view>;

void define_forms(Forms& forms, const Definitions& definitions) {
    if (definitions.size() > forms.size() - forms.defined()) {
        throw indexing::BadForm("there are fewer undefined forms than definitions");
    }
    for (const Definition& definition : definitions) {
        define_form(forms, definition);
    }
}

using Date = std::optional<std::tuple<int, unsigned, unsigned>>;

std::optional<analysis::Day> day_of(const Date& date) {
    if (!date) {
        return std::nullopt;
    }
    const auto& [year, month, day] = *date;
    return analysis::Day{year, month, day};
}

/// The raw forms of a text, marked where they are in English or are a date, as the builder reads them.
std::vector<std::string_view> read_forms(Forms& forms, std::string_view text, const Date& date) {
    std::vector<std::uint32_t> numbers;
    indexing::TextReader().read(text, forms, day_of(date), numbers);
    std::vector<std::string_view> raws;
    raws.reserve(numbers.size());
    for (const std::uint32_t number : numbers) {
        raws.push_back(forms.raw(number));
    }
    return raws;
}

void make_builder(Builder* self, const std::vector<TextField>& text_fields,
                  const std::vector<std::string>& keyword_fields) {
    std::vector<Builder::TextField> fields;
    fields.reserve(text_fields.size());
    for (const auto& [name, forms, exact_name] : text_fields) {
        fields.push_back({name, forms, exact_name});
    }
    new (self) Builder(std::move(fields), keyword_fields);
}

std::uint32_t add_document(Builder& self, std::optional<std::int64_t> seconds, std::uint8_t precision,
                           std::uint64_t sequence, std::uint64_t key_hash, const nb::bytes& digest, const Date& date,
                           const FieldTexts& texts, const std::vector<FieldTexts>& keywords) {
    storage::DocumentRow row;
    row.seconds = seconds.value_or(storage::kUndated);
    row.precision = precision;
    row.sequence = sequence;
    row.key_hash = key_hash;
    const storage::Bytes bytes = view(digest);
    if (bytes.size() != row.digest.size()) {
        throw nb::value_error("a digest has 16 bytes");
    }
    std::ranges::copy(bytes, row.digest.begin());
    return self.add(row, day_of(date), texts, keywords);
}

/// Writes deletes where the documents that are deleted since `before` can be had as they were added.
std::optional<std::pair<std::uint64_t, std::uint32_t>> write_deletes_of(const Builder& self, const std::string& path,
                                                                        const storage::Segment& segment,
                                                                        const std::vector<std::uint32_t>& deleted,
                                                                        const storage::Deletes* before,
                                                                        const std::vector<std::uint32_t>& since) {
    const auto losses = self.losses(segment, since);
    if (!losses) {
        return std::nullopt;
    }
    const auto [length, checksum] = storage::write_deletes(path, segment, deleted, before, *losses);
    return std::pair(length, checksum);
}

void make_merge(Merge* self, const std::vector<Source>& sources) {
    std::vector<Merge::Source> parts;
    parts.reserve(sources.size());
    for (const auto& [segment, deleted] : sources) {
        parts.push_back({segment, deleted});
    }
    new (self) Merge(std::move(parts));
}

} // namespace

void bind_indexing(nb::module_& module) {
    module.def("release_memory", &release_memory, nb::call_guard<nb::gil_scoped_release>(),
               "Gives what was freed back to the system.");

    nb::class_<Forms>(module, "Forms", "The raw forms that one analyzer has met, with their terms.")
        .def(nb::init<std::shared_ptr<const analysis::Clues>, bool, bool>(), nb::arg("clues").none() = nb::none(),
             nb::arg("finds_dates") = false, nb::arg("marks_english") = false)
        .def_prop_ro("size", &Forms::size)
        .def_prop_ro("memory", &Forms::memory, "Bytes held, and those that defining the other forms will need besides.")
        .def("read", &read_forms, nb::arg("text"), nb::arg("date").none(),
             "The forms of a text as a builder reads them.")
        .def("undefined", &undefined_forms, nb::arg("most"), "The first forms that are still to be analysed.")
        .def("analyze", &analyze_forms, nb::arg("chain"), nb::arg("most"), nb::arg("exact"), nb::arg("stemmer"),
             nb::arg("english").none(), nb::arg("others"), "Has the first undefined forms analysed and defines them.")
        .def("define", &define_forms, nb::arg("definitions"),
             "Terms and exact terms with positions, and the width, of the first undefined forms in order.");

    nb::class_<Builder>(module, "Builder", "Collects documents and writes them as one segment.")
        .def("__init__", &make_builder, nb::arg("text_fields"), nb::arg("keyword_fields"))
        .def("add", &add_document, nb::arg("seconds").none(), nb::arg("precision"), nb::arg("sequence"),
             nb::arg("key_hash"), nb::arg("digest"), nb::arg("date").none(), nb::arg("texts"), nb::arg("keywords"),
             "Adds a document; its number in this builder.")
        .def("remove", &Builder::remove, nb::arg("document"))
        .def(
            "digest",
            [](const Builder& self, std::uint32_t document) {
                const storage::Digest& digest = self.row(document).digest;
                return nb::bytes(digest.data(), digest.size());
            },
            nb::arg("document"), "The digest of a document.")
        .def(
            "sequence", [](const Builder& self, std::uint32_t document) { return self.row(document).sequence; },
            nb::arg("document"), "The sequence number of a document.")
        .def_prop_ro("size", &Builder::size, "How many documents were added.")
        .def("order", &Builder::order, "Numbers of the documents in the order they have on disk.")
        .def("write", &Builder::write, nb::arg("out"), nb::arg("like").none(), Released(),
             "Writes the segment, with the common terms of another one, if one is given that has some.")
        .def("write_deletes", &write_deletes_of, nb::arg("path"), nb::arg("segment"), nb::arg("deleted"),
             nb::arg("before").none(), nb::arg("since"), Released(),
             "Writes the deletes of a segment of which the documents `since` are those added here, in order; None if "
             "they are not.")
        .def_prop_ro("memory", &Builder::memory, "Bytes held, and those that writing will need besides.")
        .def_prop_ro("writing", &Builder::writing, "Of those, what writing will need.");

    nb::class_<Merge>(module, "Merge", "Joins the live documents of segments in one.")
        .def("__init__", &make_merge, nb::arg("sources"), Released())
        .def_prop_ro(
            "size", [](const Merge& self) { return self.order().size(); }, "How many documents are live.")
        .def("number", &Merge::number, nb::arg("source"), nb::arg("document"),
             "The number in the new segment of a live document.")
        .def("write", &Merge::write, nb::arg("out"), Released());
}

} // namespace searchlib::bindings
