#include "bindings/dictionary_reader.hpp"

#include <algorithm>
#include <cstddef>

#include "bindings/convert.hpp"

namespace nb = nanobind;

namespace searchlib::bindings {

using documents::Value;

bool DictionaryReader::read(nb::handle document, const std::vector<nb::object>& dates, std::string_view date_field) {
    if (!PyDict_CheckExact(document.ptr())) {
        return false;
    }
    fields_.reserve(static_cast<std::size_t>(PyDict_Size(document.ptr())));
    PyObject* name = nullptr;
    PyObject* from = nullptr;
    Py_ssize_t at = 0;
    while (PyDict_Next(document.ptr(), &at, &name, &from) != 0) {
        documents::Field& field = fields_.emplace_back();
        if (!text(name, field.name)) {
            return false;
        }
        const auto* const type = reinterpret_cast<PyObject*>(Py_TYPE(from));
        const bool is_date = field.name == date_field &&
                             std::ranges::any_of(dates, [&](const nb::object& date) { return date.ptr() == type; });
        // Both kinds of dates write themselves as ISO 8601.
        if (!value(is_date ? nb::object(nb::handle(from).attr("isoformat")()) : nb::borrow(from), field.value)) {
            return false;
        }
    }
    return true;
}

bool DictionaryReader::value(nb::handle from, Value& to) {
    PyObject* const object = from.ptr();
    if (from.is_none()) {
        return true;
    }
    if (PyUnicode_CheckExact(object)) {
        to.kind = Value::Kind::text;
        return text(from, to.text);
    }
    if (PyBool_Check(object)) {
        to.kind = Value::Kind::boolean;
        to.truth = object == Py_True;
        return true;
    }
    if (PyLong_CheckExact(object)) {
        const auto number = whole_number(from);
        to.kind = Value::Kind::integer;
        to.integer = number.value_or(0);
        return number.has_value();
    }
    return PyList_CheckExact(object) && texts(from, to);
}

/// Those of more bytes than one a letter are encoded anew, as Python would else keep their UTF-8 as long as them.
bool DictionaryReader::text(nb::handle from, std::string_view& to) {
    if (!PyUnicode_CheckExact(from.ptr())) {
        return false;
    }
    if (PyUnicode_IS_COMPACT_ASCII(from.ptr())) {
        const auto ascii = utf8(from);
        to = ascii.value_or(std::string_view());
        held_.push_back(nb::borrow(from));
    } else {
        nb::object bytes = nb::steal(PyUnicode_AsUTF8String(from.ptr()));
        if (!bytes.is_valid()) {
            PyErr_Clear();
            return false;
        }
        to = {PyBytes_AS_STRING(bytes.ptr()), static_cast<std::size_t>(PyBytes_GET_SIZE(bytes.ptr()))};
        held_.push_back(std::move(bytes));
    }
    return true;
}

bool DictionaryReader::texts(nb::handle from, Value& to) {
    to.kind = Value::Kind::texts;
    const Py_ssize_t count = PyList_GET_SIZE(from.ptr());
    to.texts.resize(static_cast<std::size_t>(count));
    for (Py_ssize_t at = 0; at < count; ++at) {
        if (!text(PyList_GET_ITEM(from.ptr(), at), to.texts[static_cast<std::size_t>(at)])) {
            return false;
        }
    }
    return true;
}

} // namespace searchlib::bindings
