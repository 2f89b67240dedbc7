#pragma once

#include <cstdint>
#include <vector>

#include "search/automaton.hpp"
#include "search/lazy_dfa.hpp"
#include "search/state_keys.hpp"

namespace searchlib::search {

/// The words that a graph accepts: each state is a set of states of the graph.
class GraphDfa final : public LazyDfa {
public:
    /// The graph must outlive it.
    explicit GraphDfa(const Graph& graph);

private:
    State find_step(std::uint32_t number, std::size_t cls) override;
    void find_alive(std::uint32_t number, std::uint64_t* intervals) override;

    template <class Visit> void each_step(std::uint32_t number, Visit&& visit) const;
    void add(std::uint32_t state);
    State intern();

    const Graph& graph_;
    StateKeys sets_;
    /// The set that is being made.
    std::vector<std::uint64_t> set_;
    std::vector<std::uint32_t> to_follow_;
};

} // namespace searchlib::search
