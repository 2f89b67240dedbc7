#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "indexing/string_table.hpp"

namespace searchlib::indexing {

/// The keys of the documents of the segment that is being built.
class KeyTable {
public:
    [[nodiscard]] std::optional<std::uint32_t> find(std::string_view key) const {
        const std::optional<std::uint32_t> number = keys_.find(key);
        return number && documents_[*number] != kNone ? std::optional(documents_[*number]) : std::nullopt;
    }
    /// Gives the key to a document; whichever had it has it no longer.
    void put(std::string_view key, std::uint32_t document) { document_of(key) = document; }
    void remove(std::string_view key) { document_of(key) = kNone; }

    [[nodiscard]] std::size_t memory() const { return keys_.memory() + documents_.capacity() * sizeof(std::uint32_t); }

private:
    static constexpr std::uint32_t kNone = UINT32_MAX;

    std::uint32_t& document_of(std::string_view key) {
        const std::uint32_t number = keys_.intern(key);
        if (number == documents_.size()) {
            documents_.push_back(kNone);
        }
        return documents_[number];
    }

    StringTable keys_;
    std::vector<std::uint32_t> documents_;
};

} // namespace searchlib::indexing
