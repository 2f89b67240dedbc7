#pragma once

#include <nanobind/nanobind.h>

#include "storage/bytes.hpp"

namespace searchlib::bindings {

inline storage::Bytes view(const nanobind::bytes& bytes) {
    return {static_cast<const std::uint8_t*>(bytes.data()), bytes.size()};
}

} // namespace searchlib::bindings
