#pragma once

#include <cstdint>
#include <cstring>
#include <nanobind/nanobind.h>
#include <utility>
#include <vector>

#include "search/top_documents.hpp"

namespace searchlib::bindings {

/// Packed numbers as Python keeps them, of which `value` gives each.
template <class Number, class Value> nanobind::bytes packed(const std::vector<search::Hit>& hits, Value&& value) {
    const auto size = static_cast<Py_ssize_t>(hits.size() * sizeof(Number));
    auto bytes = nanobind::steal<nanobind::bytes>(PyBytes_FromStringAndSize(nullptr, size));
    if (!bytes.is_valid()) {
        throw nanobind::python_error();
    }
    char* to = PyBytes_AsString(bytes.ptr());
    for (const search::Hit& hit : hits) {
        const Number number = value(hit);
        std::memcpy(to, &number, sizeof number);
        to += sizeof number;
    }
    return bytes;
}

/// Hits as two packed arrays: document numbers (uint32) and scores (float64).
inline std::pair<nanobind::bytes, nanobind::bytes> arrays(const std::vector<search::Hit>& hits) {
    using search::Hit;
    return {packed<std::uint32_t>(hits, [](const Hit& hit) { return hit.document; }),
            packed<double>(hits, [](const Hit& hit) { return static_cast<double>(hit.score) / search::kGrid; })};
}

} // namespace searchlib::bindings
