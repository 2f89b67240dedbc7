// As much of MessagePack as it takes to find one value among the short values of a stored record.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "storage/bytes.hpp"

namespace searchlib::storage {

/// What a stored record has of a field.
struct StoredValue {
    enum class Place : std::uint8_t { nowhere, here, in_a_block };

    Place place = Place::nowhere;
    /// Of one that is here: the value as it is packed, and its text if it is a string.
    Bytes packed;
    std::optional<std::string_view> text;
};

/// Finds a field in a record: an array of a key, a map of short values, and a map of texts in blocks. Throws Corrupt if
/// the record is no such array.
StoredValue find_value(Bytes record, std::string_view field);

} // namespace searchlib::storage
