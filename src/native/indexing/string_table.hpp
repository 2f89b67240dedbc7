#pragma once

#include <cstdint>
#include <cstring>
#include <memory>
#include <string_view>
#include <vector>

namespace searchlib::indexing {

/// Gives each distinct string a number, in order of arrival. Open addressing over a copy of the
/// bytes: one probe, one comparison for a string seen before.
class StringTable {
public:
    StringTable() : slots_(kFirstSlots) {}
    ~StringTable() = default;
    StringTable(const StringTable&) = delete;
    StringTable& operator=(const StringTable&) = delete;
    StringTable(StringTable&&) = default;
    StringTable& operator=(StringTable&&) = default;

    /// The number of `text`, which is a new one (equal to the size before) if it was never seen.
    std::uint32_t intern(std::string_view text);

    [[nodiscard]] std::string_view text(std::uint32_t number) const {
        const Entry& entry = entries_[number];
        return {entry.data, entry.length};
    }

    [[nodiscard]] std::uint32_t size() const { return static_cast<std::uint32_t>(entries_.size()); }
    [[nodiscard]] std::size_t memory() const;

private:
    static constexpr std::size_t kFirstSlots = 1024;
    static constexpr std::size_t kChunk = std::size_t{1} << 16;
    static constexpr std::uint32_t kEmpty = 0;

    struct Slot {
        std::uint32_t hash = 0;
        /// The number plus one; kEmpty where the slot is free.
        std::uint32_t number = kEmpty;
    };
    struct Entry {
        const char* data;
        std::uint32_t length;
        std::uint32_t hash;
    };

    static std::uint32_t hash(std::string_view text);
    const char* keep(std::string_view text);
    void grow();

    std::vector<Slot> slots_;
    std::vector<Entry> entries_;
    std::vector<std::unique_ptr<char[]>> chunks_;
    char* free_ = nullptr;
    std::size_t free_bytes_ = 0;
    std::size_t chunk_bytes_ = 0;
};

} // namespace searchlib::indexing
