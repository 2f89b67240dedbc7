#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "storage/postings.hpp"

namespace searchlib::search {

/// Where a document that two lists have in common stands in each.
struct CommonPlace {
    std::uint8_t first;
    std::uint8_t second;
};

/// Finds what two short ascending lists have in common by noting where each document of the second stands,
/// in a table by document: two steps for a document, whatever the lists look like, and nothing to predict.
class BlockMatcher {
public:
    /// Documents from the first to the last of a list that the table has room for.
    static constexpr std::uint32_t kReach = 1U << 16U;

    using Places = std::array<CommonPlace, storage::kBlockSize>;

    /// `second` is not empty and reaches less than kReach; both have at most kBlockSize documents. Returns how
    /// many places were written.
    static std::uint32_t match(std::span<const std::uint32_t> first, std::span<const std::uint32_t> second,
                               Places& places) {
        // Never cleared: what an earlier call left is told from what this one notes by the document itself.
        thread_local std::array<std::uint8_t, kReach> table{};
        std::uint8_t* const at = table.data();
#pragma GCC unroll 4 // half of the steps are those of the loop
        for (std::uint32_t i = 0; i < second.size(); ++i) {
            at[second[i] % kReach] = static_cast<std::uint8_t>(i);
        }
        const auto end = static_cast<std::uint8_t>(second.size());
        std::uint32_t count = 0;
#pragma GCC unroll 4
        for (std::uint32_t i = 0; i < first.size(); ++i) {
            const std::uint8_t place = at[first[i] % kReach];
            // What an earlier call noted may lie outside this list; any place in it will do to find a difference.
            const std::uint8_t valid = place < end ? place : 0;
            places[count] = {static_cast<std::uint8_t>(i), valid};
            count += second[valid] == first[i] ? 1 : 0;
        }
        return count;
    }
};

} // namespace searchlib::search
