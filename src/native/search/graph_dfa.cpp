#include "search/graph_dfa.hpp"

#include <algorithm>
#include <bit>

namespace searchlib::search {
namespace {

constexpr std::uint32_t kWordBits = 64;

constexpr std::uint64_t bit_of(std::uint32_t state) { return std::uint64_t{1} << state % kWordBits; }

} // namespace

GraphDfa::GraphDfa(const Graph& graph)
    : LazyDfa(CodePoints(graph.ranges())), graph_(graph), sets_((graph.states() + kWordBits - 1) / kWordBits),
      set_((graph.states() + kWordBits - 1) / kWordBits) {
    sets_.number(set_.data());
    add(0);
    set_start(intern());
}

/// Adds a state of the graph to the set that is being made, and those that jumps lead to.
void GraphDfa::add(std::uint32_t state) {
    const auto is_new = [&](std::uint32_t one) {
        std::uint64_t& word = set_[one / kWordBits];
        const bool absent = (word & bit_of(one)) == 0;
        word |= bit_of(one);
        return absent;
    };
    if (!is_new(state) || graph_.jumps_from(state).empty()) {
        return;
    }
    to_follow_.assign(1, state);
    while (!to_follow_.empty()) {
        const std::uint32_t from = to_follow_.back();
        to_follow_.pop_back();
        for (const std::uint32_t to : graph_.jumps_from(from)) {
            if (is_new(to)) {
                to_follow_.push_back(to);
            }
        }
    }
}

/// The state that is the set which has been made; the next can then be made.
LazyDfa::State GraphDfa::intern() {
    const auto [number, added] = sets_.number(set_.data());
    if (added) {
        const std::uint32_t end = graph_.accepting();
        add_row((set_[end / kWordBits] & bit_of(end)) != 0 ? 0 : kNotAccepted);
    }
    std::ranges::fill(set_, 0);
    return row(number);
}

/// Calls `visit(step)` for each step of the graph from a state of a set.
template <class Visit> void GraphDfa::each_step(std::uint32_t number, Visit&& visit) const {
    const std::uint64_t* const set = sets_.key(number);
    for (std::uint32_t word = 0; word < set_.size(); ++word) {
        for (std::uint64_t left = set[word]; left != 0; left &= left - 1) {
            for (const Graph::Step& step :
                 graph_.steps_from(word * kWordBits + static_cast<std::uint32_t>(std::countr_zero(left)))) {
                visit(step);
            }
        }
    }
}

LazyDfa::State GraphDfa::find_step(std::uint32_t number, std::size_t cls) {
    const char32_t code = codes().example_of(cls);
    each_step(number, [&](const Graph::Step& step) {
        if (step.range.first <= code && code <= step.range.last) {
            add(step.to);
        }
    });
    return intern();
}

void GraphDfa::find_alive(std::uint32_t number, std::uint64_t* intervals) {
    each_step(number, [&](const Graph::Step& step) {
        const std::size_t last = codes().interval_of(step.range.last);
        for (std::size_t at = codes().interval_of(step.range.first); at <= last; ++at) {
            intervals[at / kWordBits] |= bit_of(static_cast<std::uint32_t>(at));
        }
    });
}

} // namespace searchlib::search
