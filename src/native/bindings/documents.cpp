#include <nanobind/stl/function.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/shared_ptr.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/string_view.h>
#include <nanobind/stl/tuple.h>
#include <nanobind/stl/vector.h>

#include "bindings/bindings.hpp"
#include "bindings/convert.hpp"
#include "indexing/blake2b.hpp"
#include "indexing/line_adder.hpp"
#include "indexing/stored_merge.hpp"

namespace nb = nanobind;

namespace searchlib::bindings {
namespace {

using indexing::BufferedDocument;
using indexing::KeyTable;
using indexing::LineAdder;
using indexing::LineCursor;
using Segments = std::vector<std::shared_ptr<storage::Segment>>;
using Day = std::tuple<int, unsigned, unsigned>;
using Instant = std::tuple<std::int64_t, std::uint8_t, Day>;
using Parse = std::function<std::optional<Instant>(std::string_view)>;

std::string_view text_of(const nb::bytes& bytes) { return {static_cast<const char*>(bytes.data()), bytes.size()}; }

indexing::LocalDays::Parse parser(Parse parse) {
    return [parse = std::move(parse)](std::string_view text) -> std::optional<indexing::Instant> {
        const std::optional<Instant> found = parse(text);
        if (!found) {
            return std::nullopt;
        }
        const auto& [seconds, precision, about] = *found;
        const auto& [year, month, day] = about;
        return indexing::Instant{seconds, precision, {year, month, day}};
    };
}

using indexing::DocumentPreparer;

void make_preparer(DocumentPreparer* self, const std::vector<std::string>& texts,
                   const std::vector<std::string>& keywords, const std::vector<std::string>& numbers,
                   const std::string& date, const std::vector<std::string>& key,
                   const std::vector<std::string>& dropped, DocumentPreparer::Fold fold,
                   indexing::LocalDays::Start start, Parse parse) {
    indexing::FieldRoles roles{texts, keywords, {numbers.begin(), numbers.end()},
                               date,  key,      {dropped.begin(), dropped.end()}};
    indexing::LocalDays days(std::move(start), parser(std::move(parse)));
    new (self) DocumentPreparer(std::move(roles), std::move(fold), std::move(days));
}

void make_line_adder(LineAdder* self, const DocumentPreparer& preparer, documents::Normaliser::Mapping mapping,
                     documents::Normaliser::Title title) {
    new (self) LineAdder(documents::Normaliser(std::move(mapping), std::move(title)), preparer);
}

bool add_lines(LineAdder& self, const nb::bytes& chunk, LineCursor& cursor, indexing::Builder& builder,
               storage::StoredBuffer& stored, std::uint32_t number, KeyTable& keys, const Segments& segments) {
    const std::string_view lines = text_of(chunk);
    const nb::gil_scoped_release released;
    return self.add(lines, cursor, {builder, stored, number, keys, segments});
}

std::pair<std::uint64_t, std::uint64_t> count_lines(const nb::bytes& chunk) {
    const std::string_view lines = text_of(chunk);
    const nb::gil_scoped_release released;
    const auto [count, records] = indexing::count_lines(lines);
    return {count, records};
}

using Place = std::pair<std::uint32_t, std::uint32_t>;

std::optional<Place> find_key(const KeyTable& keys, std::string_view key) {
    const auto found = keys.find(key);
    return found ? std::optional(Place(found->buffer, found->number)) : std::nullopt;
}

nb::object python_value(const documents::Value& value) {
    switch (value.kind) {
    case documents::Value::Kind::null:
        return nb::none();
    case documents::Value::Kind::boolean:
        return nb::cast(value.truth);
    case documents::Value::Kind::integer:
        return nb::cast(value.integer);
    case documents::Value::Kind::text:
        return nb::cast(value.text);
    case documents::Value::Kind::texts:
        return nb::cast(value.texts);
    }
    return nb::none();
}

/// Name and value of each field, or none if the line is left to another reader.
std::optional<std::vector<std::pair<nb::object, nb::object>>> read_plain_object(const nb::bytes& line) {
    documents::JsonObject object;
    if (!object.read(text_of(line))) {
        return std::nullopt;
    }
    std::vector<std::pair<nb::object, nb::object>> fields;
    for (const documents::Field& field : object.fields()) {
        // The texts live as long as the object, and become Python's here.
        fields.emplace_back(nb::cast(field.name), python_value(field.value));
    }
    return fields;
}

void bind_stored_merge(nb::module_& module) {
    using indexing::Merge;
    using indexing::StoredMerge;
    nb::class_<StoredMerge>(module, "StoredMerge", "Joins what segments store of their live documents.")
        .def(nb::init<const Merge&, std::size_t>(), nb::arg("merge"), nb::arg("least"), nb::keep_alive<1, 2>(),
             nb::call_guard<nb::gil_scoped_release>())
        .def("copy_blocks", &StoredMerge::copy_blocks, nb::arg("out"), nb::call_guard<nb::gil_scoped_release>(),
             "Writes the blocks that stay as they are; their lengths.")
        .def("repacked", &StoredMerge::repacked, "Source and number of the blocks whose texts go into new ones.")
        .def(
            "repack",
            [](StoredMerge& self, std::uint32_t source, std::uint32_t block, const nb::bytes& texts,
               storage::StoredBuffer& to) { self.repack(source, block, text_of(texts), to); },
            nb::arg("source"), nb::arg("block"), nb::arg("texts"), nb::arg("to"))
        .def("write_records", &StoredMerge::write_records, nb::arg("out"), nb::call_guard<nb::gil_scoped_release>());
}

} // namespace

void bind_documents(nb::module_& module) {
    nb::class_<KeyTable>(module, "KeyTable", "The keys of the documents that are in no segment yet.")
        .def(nb::init<>())
        .def("find", &find_key, nb::arg("key"),
             "Buffer and number there of the document with this key, if there is one.")
        .def(
            "put",
            [](KeyTable& self, std::string_view key, const Place& place) {
                self.put(key, BufferedDocument{place.first, place.second});
            },
            nb::arg("key"), nb::arg("place"))
        .def("remove", &KeyTable::remove, nb::arg("key"))
        .def(
            "take_back",
            [](KeyTable& self, const std::vector<indexing::Builder*>& buffers, std::uint64_t sequence) {
                return self.take_back(buffers, sequence);
            },
            nb::arg("buffers"), nb::arg("sequence"),
            "Takes the documents with greater sequence numbers out of their buffers; how many.")
        .def_prop_ro("memory", &KeyTable::memory);

    nb::class_<LineCursor>(module, "LineCursor", "Where adding stands in a file of JSON Lines.")
        .def(nb::init<>())
        .def_rw("identity", &LineCursor::identity)
        .def_rw("begin", &LineCursor::begin)
        .def_rw("next", &LineCursor::next)
        .def_rw("line", &LineCursor::line)
        .def_rw("record", &LineCursor::record)
        .def_rw("sequence", &LineCursor::sequence)
        .def_rw("added", &LineCursor::added)
        .def_rw("text_bytes", &LineCursor::text_bytes);

    nb::class_<DocumentPreparer>(module, "DocumentPreparer", "What a schema makes of the fields of documents.")
        .def("__init__", &make_preparer, nb::arg("texts"), nb::arg("keywords"), nb::arg("numbers"), nb::arg("date"),
             nb::arg("key"), nb::arg("dropped"), nb::arg("fold"), nb::arg("start"), nb::arg("parse"));

    nb::class_<LineAdder>(module, "LineAdder", "Adds the plain new documents of JSON Lines, and leaves the others.")
        .def("__init__", &make_line_adder, nb::arg("preparer"), nb::arg("mapping"), nb::arg("title"))
        .def("add", &add_lines, nb::arg("chunk"), nb::arg("cursor"), nb::arg("builder"), nb::arg("stored"),
             nb::arg("number"), nb::arg("keys"), nb::arg("segments"),
             "Goes on in a chunk of whole lines; False if the line at hand is left, True at the end.")
        .def(
            "has_seen", [](const LineAdder& self, std::size_t index) { return self.normaliser().has_seen(index); },
            nb::arg("index"), "Whether a record had the field that the mapping at this index names.");

    bind_stored_merge(module);
    module.def("count_lines", &count_lines, nb::arg("chunk"), "How many lines there are, and how many are not blank.");
    module.def("read_plain_object", &read_plain_object, nb::arg("line"),
               "The fields of a line of JSON Lines that holds a plain object; None for any other.");
    module.def(
        "blake2b",
        [](const nb::bytes& message, std::size_t size) {
            if (size == 0 || size > 64) {
                throw nb::value_error("a digest has 1 to 64 bytes");
            }
            std::vector<std::uint8_t> digest(size);
            indexing::blake2b(view(message), digest);
            return nb::bytes(digest.data(), digest.size());
        },
        nb::arg("message"), nb::arg("size"), "The BLAKE2b digest of this many bytes.");
}

} // namespace searchlib::bindings
