#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "indexing/field_writer.hpp"

namespace searchlib::indexing {

/// An exact form whose list is its own.
inline constexpr std::size_t kOwn = SIZE_MAX;

/// Of each exact form that occurs, in the order of the inversion, the place among the lists of the stems of the one that
/// stands in just the same places; kOwn if there is none.
std::vector<std::size_t> shared_lists(const FieldTexts& exact, const Inversion& inversion, const WrittenLists& stems);

} // namespace searchlib::indexing
