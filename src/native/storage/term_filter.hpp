#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

namespace searchlib::storage {

class TermsReader;

/// Tells of most words that are not in a dictionary that they are not: a Bloom filter whose bits of one word lie side by
/// side, of two bytes for each term.
class TermFilter {
public:
    /// Reads the dictionary through.
    explicit TermFilter(const TermsReader& terms);

    /// False only for what is no term. Eight bytes must be there to be read behind the word.
    [[nodiscard]] bool may_have(std::string_view word) const { return may_have(hash_of(word)); }

    /// The same of a word by its hash, for who asks several filters.
    [[nodiscard]] bool may_have(std::uint64_t hash) const {
        const std::uint64_t bits = bits_of(hash);
        return (words_[place_of(hash)] & bits) == bits;
    }

    /// Eight bytes must be there to be read behind the word.
    static std::uint64_t hash_of(std::string_view word) {
        constexpr std::uint64_t kOdd = 0x9E3779B97F4A7C15U;
        std::uint64_t hash = word.size() * kOdd;
        std::uint64_t part = 0;
        for (; word.size() > sizeof part; word.remove_prefix(sizeof part)) {
            std::memcpy(&part, word.data(), sizeof part);
            hash = (hash ^ part) * kOdd;
            hash ^= hash >> 32U;
        }
        // What stands behind the word is shifted out.
        std::memcpy(&part, word.data(), sizeof part);
        part = word.empty() ? 0 : part << 8 * (sizeof part - word.size());
        hash = (hash ^ part) * kOdd;
        // The high bits say where, the low bits which: both depend on all letters.
        hash = (hash ^ hash >> 32U) * kOdd;
        return hash ^ hash >> 29U;
    }

private:
    static std::uint64_t bits_of(std::uint64_t hash) {
        // Three of 64, told by six bits of the hash each.
        return std::uint64_t{1} << (hash & 63U) | std::uint64_t{1} << (hash >> 6U & 63U) |
               std::uint64_t{1} << (hash >> 12U & 63U);
    }
    [[nodiscard]] std::size_t place_of(std::uint64_t hash) const {
        return static_cast<std::size_t>((hash >> 32U) * words_.size() >> 32U);
    }

    std::vector<std::uint64_t> words_;
};

} // namespace searchlib::storage
