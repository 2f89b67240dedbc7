#pragma once

#include <algorithm>
#include <cstddef>
#include <optional>
#include <vector>

#include "storage/terms.hpp"

namespace searchlib::search {

/// What each segment of a snapshot knows of a term; none where it does not have it. That of the first stands inside,
/// as an index that was compacted has no other.
class TermEntries {
public:
    using Entry = std::optional<storage::TermEntry>;

    TermEntries() = default;
    explicit TermEntries(std::size_t segments) : others_(segments > 1 ? segments - 1 : 0) {}

    [[nodiscard]] const Entry& operator[](std::size_t segment) const {
        return segment == 0 ? first_ : others_[segment - 1];
    }
    [[nodiscard]] Entry& operator[](std::size_t segment) { return segment == 0 ? first_ : others_[segment - 1]; }

    /// Whether any segment has the term.
    [[nodiscard]] bool any() const {
        return first_ || std::ranges::any_of(others_, [](const Entry& entry) { return entry.has_value(); });
    }

private:
    Entry first_;
    std::vector<Entry> others_;
};

} // namespace searchlib::search
