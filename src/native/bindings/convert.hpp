#pragma once

#include <cstdint>
#include <nanobind/nanobind.h>
#include <optional>
#include <string_view>

#include "storage/bytes.hpp"

namespace searchlib::bindings {

inline storage::Bytes view(const nanobind::bytes& bytes) {
    return {static_cast<const std::uint8_t*>(bytes.data()), bytes.size()};
}

/// The UTF-8 of a string, which keeps it; nothing where it is no string or holds half of a character.
inline std::optional<std::string_view> utf8(nanobind::handle text) {
    Py_ssize_t size = 0;
    const char* const data = PyUnicode_Check(text.ptr()) ? PyUnicode_AsUTF8AndSize(text.ptr(), &size) : nullptr;
    if (data == nullptr) {
        PyErr_Clear();
        return std::nullopt;
    }
    return std::string_view(data, static_cast<std::size_t>(size));
}

/// A whole number; nothing where it is none or does not fit.
inline std::optional<std::int64_t> whole_number(nanobind::handle number) {
    int overflow = 0;
    const long long value = PyLong_Check(number.ptr()) ? PyLong_AsLongLongAndOverflow(number.ptr(), &overflow) : -1;
    return PyLong_Check(number.ptr()) && overflow == 0 ? std::optional<std::int64_t>(value) : std::nullopt;
}

inline bool is_tuple(nanobind::handle object, Py_ssize_t size) {
    return PyTuple_Check(object.ptr()) && PyTuple_Size(object.ptr()) == size;
}

} // namespace searchlib::bindings
