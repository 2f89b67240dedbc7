#include <memory>
#include <nanobind/stl/shared_ptr.h>
#include <nanobind/stl/vector.h>
#include <optional>
#include <utility>
#include <vector>

#include "bindings/bindings.hpp"
#include "bindings/collecting.hpp"
#include "bindings/convert.hpp"
#include "search/snapshot.hpp"
#include "storage/message_pack.hpp"
#include "storage/stored_records.hpp"

namespace nb = nanobind;

namespace searchlib::bindings {
namespace {

using search::Snapshot;
using storage::StoredRecords;
using Record = std::vector<std::uint8_t>;

/// The stored records of all segments of a snapshot.
struct StoredFields {
    std::shared_ptr<Snapshot> snapshot;
    std::vector<std::shared_ptr<StoredRecords>> records;
    /// What stands for the value of a field that a document does not have.
    nb::object missing;
    /// What stands for one that is not read here.
    nb::object unread;
    /// Makes values that are no strings of what is packed.
    nb::object decode;

    [[nodiscard]] std::vector<nb::object*> held() { return {&missing, &unread, &decode}; }
};

void make_fields(StoredFields* self, std::shared_ptr<Snapshot> snapshot,
                 std::vector<std::shared_ptr<StoredRecords>> records, nb::object missing, nb::object unread,
                 nb::object decode) {
    if (records.size() != snapshot->segments().size()) {
        throw nb::value_error("records are needed for each segment");
    }
    new (self)
        StoredFields{std::move(snapshot), std::move(records), std::move(missing), std::move(unread), std::move(decode)};
}

/// The stored records of some documents, each read and checked once, whichever of their fields are looked at.
struct StoredRows {
    /// Keeps the fields.
    nb::object owner;
    const StoredFields* fields;
    /// None of what is damaged.
    std::vector<std::optional<Record>> records;
};

/// Records lie far apart, so that all are fetched before the first is looked at.
void prefetch(const StoredFields& fields, std::uint32_t doc) {
    const auto [segment, number] = fields.snapshot->locate(doc);
    try {
        fields.records[segment]->prefetch(number);
    } catch (const storage::Corrupt&) {
        return; // whoever reads it is told
    }
}

std::optional<Record> record_of(const StoredFields& fields, std::uint32_t doc) {
    const auto [segment, number] = fields.snapshot->locate(doc);
    try {
        return fields.records[segment]->record(number);
    } catch (const storage::Corrupt&) {
        return std::nullopt;
    }
}

StoredRows rows_of(nb::handle_t<StoredFields> self, const nb::tuple& docs) {
    const auto& fields = *nb::inst_ptr<StoredFields>(self);
    StoredRows rows{nb::borrow(self), &fields, {}};
    std::vector<std::uint32_t> numbers;
    numbers.reserve(nb::len(docs));
    for (const nb::handle doc : docs) {
        numbers.push_back(nb::cast<std::uint32_t>(doc));
        prefetch(fields, numbers.back());
    }
    rows.records.reserve(numbers.size());
    for (const std::uint32_t doc : numbers) {
        rows.records.push_back(record_of(fields, doc));
    }
    return rows;
}

/// Throws Corrupt.
nb::object value_of(const StoredFields& fields, storage::Bytes record, std::string_view name) {
    const storage::StoredValue found = storage::find_value(record, name);
    if (found.place != storage::StoredValue::Place::here) {
        return found.place == storage::StoredValue::Place::nowhere ? fields.missing : fields.unread;
    }
    if (!found.text) {
        return fields.decode(nb::bytes(found.packed.data(), found.packed.size()));
    }
    return nb::steal(PyUnicode_DecodeUTF8(found.text->data(), static_cast<Py_ssize_t>(found.text->size()), nullptr));
}

/// The value of each document. It is not read where it is a long text, nor where a record is damaged: who looks at that
/// very document is told.
nb::list column(const StoredRows& rows, nb::handle name) {
    const StoredFields& fields = *rows.fields;
    const auto wanted = utf8(name);
    nb::list values;
    for (const std::optional<Record>& record : rows.records) {
        nb::object value;
        try {
            value = wanted && record ? value_of(fields, *record, *wanted) : fields.unread;
        } catch (const storage::Corrupt&) {
            value = fields.unread;
        }
        if (!value.is_valid()) {
            PyErr_Clear(); // the text is no UTF-8
            value = fields.unread;
        }
        values.append(value);
    }
    return values;
}

} // namespace

void bind_stored(nb::module_& module) {
    nb::class_<StoredFields>(module, "StoredFields", "The stored records of all segments of a snapshot.",
                             nb::type_slots(kCollected<StoredFields>.data()))
        .def("__init__", &make_fields, nb::arg("snapshot"), nb::arg("records"), nb::arg("missing"), nb::arg("unread"),
             nb::arg("decode"))
        .def("rows", &rows_of, nb::arg("docs"), nb::sig("def rows(self, docs: tuple[int, ...]) -> StoredRows"),
             "The records of some documents.");

    nb::class_<StoredRows>(module, "StoredRows", "The stored records of some documents.")
        .def("column", &column, nb::arg("name"), nb::sig("def column(self, name: str) -> list[typing.Any]"),
             "The value of a field in each document; long texts and what is damaged are not read.");
}

} // namespace searchlib::bindings
