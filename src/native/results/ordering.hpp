#pragma once

#include <cstddef>
#include <vector>

#include "results/matches.hpp"
#include "results/order.hpp"

namespace searchlib::results {

/// The first `k` documents of an order that match a query, or the first behind a marked one. Only those that may be among
/// them are scored. Throws std::out_of_range if there is no such document as is marked.
std::vector<search::Hit> first_in_order(const Matches& matches, const search::Query& query, const Order& order,
                                        std::size_t k, const search::Mark* after);

} // namespace searchlib::results
