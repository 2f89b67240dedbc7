// As much of MessagePack as it takes to find one value among the short values of a stored record.
#pragma once

#include <optional>
#include <string_view>

#include "storage/bytes.hpp"

namespace searchlib::storage {

/// A value as it is packed, and its text if it is a string.
struct PackedValue {
    Bytes packed;
    std::optional<std::string_view> text;
};

/// The value under that key in the map which is the second element of the array `record`; nothing if it has none.
/// Throws Corrupt if the record is no such array.
std::optional<PackedValue> find_short_value(Bytes record, std::string_view key);

} // namespace searchlib::storage
