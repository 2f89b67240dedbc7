#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "results/matches.hpp"
#include "results/order.hpp"

namespace searchlib::results {

/// The documents that have a value, or none.
struct Group {
    /// Its number; that of none is the number of values.
    std::uint32_t value;
    /// How many there are.
    std::uint32_t count;
    /// The first of them.
    std::vector<search::Hit> hits;
};

struct Groups {
    /// In the order of the first hit of each.
    std::vector<Group> groups;
    /// How many there are, those among them that are not told.
    std::uint32_t total = 0;
};

/// A group: only those that are ordered behind it are asked for.
struct GroupMark {
    search::Mark first;
    /// The number of its value; that of none is the number of values.
    std::uint32_t value;
};

/// How groups are chosen and shown.
struct GroupLimits {
    /// At most so many groups, each with at most so many hits, at least one.
    std::size_t groups;
    std::size_t hits;
    /// Whether documents are scored; otherwise all scores are 0.
    bool scored;
};

/// Puts the documents that match a query into groups, one with several values into each of them, and gives the first
/// groups, or the first behind a marked one. Throws std::out_of_range if there is no such document.
Groups group_by(const Matches& matches, const search::Query& query, const KeywordColumn& column, const Order& order,
                const GroupLimits& limits, const GroupMark* after);

} // namespace searchlib::results
