#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "indexing/builder.hpp"
#include "indexing/string_table.hpp"

namespace searchlib::indexing {

/// A document that is in no segment yet: which of the buffers has it, and its number there.
struct BufferedDocument {
    std::uint32_t buffer;
    std::uint32_t number;
};

/// The keys of the documents that are in no segment yet. Any number of threads may ask it and put keys in.
class KeyTable {
public:
    [[nodiscard]] std::optional<BufferedDocument> find(std::string_view key) const;
    /// Gives a document a key that no other has; false if one has it.
    [[nodiscard]] bool claim(std::string_view key, BufferedDocument document);
    /// Gives a document a key; whichever had it has it no longer.
    void put(std::string_view key, BufferedDocument document);
    void remove(std::string_view key);

    /// Takes all documents out of their buffers that have a sequence number above this one, and returns how many.
    std::size_t take_back(std::span<Builder* const> buffers, std::uint64_t sequence);

    [[nodiscard]] std::size_t memory() const;

private:
    static constexpr BufferedDocument kNone{UINT32_MAX, UINT32_MAX};
    static bool is_none(const BufferedDocument& document) { return document.buffer == kNone.buffer; }

    BufferedDocument& document_of(std::string_view key);

    mutable std::mutex mutex_;
    StringTable keys_;
    std::vector<BufferedDocument> documents_;
};

} // namespace searchlib::indexing
