#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "indexing/large_array.hpp"

namespace searchlib::indexing {

/// A string of up to 16 bytes as two integers, padded with zeros, and its length; of a longer one a hash in place of its
/// bytes.
struct StringKey {
    static constexpr std::size_t kInline = 16;

    explicit StringKey(std::string_view text) : length(static_cast<std::uint32_t>(text.size())) {
        const char* const at = text.data();
        const std::size_t size = text.size();
        // What is read twice stands in the same place.
        if (size > kInline) {
            first = hash_of_long(text);
        } else if (size >= 8) {
            first = load<std::uint64_t>(at);
            last = size == 8 ? 0 : load<std::uint64_t>(at + size - 8) >> (8 * (kInline - size));
        } else if (size >= 4) {
            first = load<std::uint32_t>(at) | load<std::uint32_t>(at + size - 4) << (8 * (size - 4));
        } else if (size > 0) {
            first = load<std::uint8_t>(at) | load<std::uint8_t>(at + size / 2) << (8 * (size / 2)) |
                    load<std::uint8_t>(at + size - 1) << (8 * (size - 1));
        }
    }
    StringKey() = default;

    /// The key of a string from whose beginning kInline bytes can be read: without branches that depend on its length,
    /// which of words nobody can foretell.
    static StringKey of_readable(std::string_view text) {
        if (text.size() > kInline) {
            return StringKey(text);
        }
        const char* const at = text.data();
        const std::size_t low = text.size() < 8 ? text.size() : 8;
        StringKey key;
        key.length = static_cast<std::uint32_t>(text.size());
        key.first = load<std::uint64_t>(at) & kMasks[low];
        key.last = load<std::uint64_t>(at + 8) & kMasks[text.size() - low];
        return key;
    }

    bool operator==(const StringKey&) const = default;

    [[nodiscard]] std::size_t hash() const {
        // Odd constants with even bits, as any will do that keep the product from vanishing.
        return mix(first ^ 0xA0761D6478BD642FULL, last ^ length ^ 0xE7037ED1A0B428DBULL);
    }

    std::uint64_t first = 0;
    std::uint64_t last = 0;
    std::uint32_t length = 0;

private:
    static_assert(std::endian::native == std::endian::little); // the first byte is the lowest
    /// The lowest bytes, by their number.
    static constexpr std::array<std::uint64_t, 9> kMasks = [] {
        std::array<std::uint64_t, 9> masks{};
        for (std::size_t bytes = 1; bytes < masks.size(); ++bytes) {
            masks[bytes] = masks[bytes - 1] << 8U | 0xFFU;
        }
        return masks;
    }();

    template <class Number> static std::uint64_t load(const char* at) {
        Number value{};
        std::memcpy(&value, at, sizeof value);
        return value;
    }
    /// Multiplies to 128 bits and folds the halves, the mixing step of wyhash (Wang Yi, 2019).
    static std::uint64_t mix(std::uint64_t a, std::uint64_t b) {
        __extension__ using Wide = unsigned __int128;
        const Wide product = static_cast<Wide>(a) * b;
        return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
    }
    static std::uint64_t hash_of_long(std::string_view text);
};

/// Gives each distinct string a number, in order of arrival. Open addressing; a string of up to 16 bytes, as nearly
/// every word is, lies in its slot as two integers, so that one met before costs one cache line and two comparisons.
class StringTable {
public:
    StringTable() : slots_(kFirstSlots) {}
    ~StringTable() = default;
    StringTable(const StringTable&) = delete;
    StringTable& operator=(const StringTable&) = delete;
    StringTable(StringTable&&) = default;
    StringTable& operator=(StringTable&&) = default;

    /// The number of `text`, which is a new one (equal to the size before) if it was never seen.
    std::uint32_t intern(std::string_view text) {
        const StringKey key(text);
        return intern(text, key, key.hash());
    }

    /// The same, with its key and the hash of that.
    std::uint32_t intern(std::string_view text, const StringKey& key, std::size_t hash) {
        const std::size_t mask = slots_.size() - 1;
        for (std::size_t at = hash & mask;; at = (at + 1) & mask) {
            const Slot& slot = slots_[at];
            if (slot.number == kEmpty) {
                return add(text, key, at);
            }
            if (static_cast<const StringKey&>(slot) == key &&
                (text.size() <= StringKey::kInline || this->text(slot.number - 1) == text)) {
                return slot.number - 1;
            }
        }
    }

    /// The number of `text`; none if it was never seen.
    [[nodiscard]] std::optional<std::uint32_t> find(std::string_view text) const {
        const StringKey key(text);
        const std::size_t mask = slots_.size() - 1;
        for (std::size_t at = key.hash() & mask; slots_[at].number != kEmpty; at = (at + 1) & mask) {
            const std::uint32_t number = slots_[at].number - 1;
            if (static_cast<const StringKey&>(slots_[at]) == key && this->text(number) == text) {
                return number;
            }
        }
        return std::nullopt;
    }

    /// Has the slot of a hash fetched into the caches, where it is soon to be looked up.
    void prefetch(std::size_t hash) const { __builtin_prefetch(&slots_[hash & (slots_.size() - 1)]); }

    /// The same for the slot of a string.
    void prefetch(std::string_view text) const { prefetch(StringKey(text).hash()); }

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

    /// The number takes what would be padding of the key: 24 bytes in all.
    struct Slot : StringKey {
        /// The number plus one; kEmpty where the slot is free.
        std::uint32_t number = kEmpty;
    };
    struct Entry {
        const char* data;
        std::uint32_t length;
    };

    std::uint32_t add(std::string_view text, const StringKey& key, std::size_t at);
    const char* keep(std::string_view text);
    void grow();

    std::vector<Slot, LargePages<Slot>> slots_;
    std::vector<Entry, LargePages<Entry>> entries_;
    std::vector<std::unique_ptr<char[]>> chunks_;
    char* free_ = nullptr;
    std::size_t free_bytes_ = 0;
    std::size_t chunk_bytes_ = 0;
};

} // namespace searchlib::indexing
