#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "search/list_windows.hpp"
#include "search/occurrence.hpp"

namespace searchlib::search {

/// One of the parts that stand near each other: any of its occurrences.
class NearPart {
public:
    explicit NearPart(std::vector<Occurrence> occurrences);

    /// Moves to the first document not before `target` that may have one of them.
    std::uint32_t advance(std::uint32_t target);
    /// About how many documents have one.
    [[nodiscard]] std::uint64_t cost() const { return cost_; }

    /// At most how often they stand in the current document; where that is `enough`, no less than that.
    [[nodiscard]] std::uint64_t most_frequent(std::uint64_t enough);
    /// Appends where those stand that have not been asked for, of so many of them; false if there are no more.
    bool add_places(std::size_t count, std::vector<Place>& places);
    /// The code of the length of the current document, which has one of them.
    [[nodiscard]] std::uint8_t length_code();

    /// An upper bound of the score of what stands as often as one of them, each of which scores `most` at most.
    Bound bound(std::uint32_t target, Score most);

private:
    /// So many are asked one after the other for each document.
    static constexpr std::size_t kFew = 8;

    /// Numbers of those that may stand in the current document.
    [[nodiscard]] std::span<const std::uint32_t> standing() const;

    std::vector<Occurrence> occurrences_;
    std::uint64_t cost_ = 0;
    /// Of many.
    std::optional<ListWindows> windows_;
    /// Of few: all numbers.
    std::vector<std::uint32_t> all_;
    std::uint32_t document_ = kEnd;
    /// How many of those that stand in the current document have been asked where.
    std::size_t asked_ = 0;
};

} // namespace searchlib::search
