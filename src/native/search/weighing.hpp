// What is known of a query only once it meets a snapshot: what its terms weigh, and which of its parts find nothing.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "search/node.hpp"
#include "search/snapshot.hpp"

namespace searchlib::search {

/// Looks up the terms of a query, each once, and weighs them.
class Weighing {
public:
    /// With the statistics given in place of the snapshot's own, if there are any.
    Weighing(const Snapshot& snapshot, const Statistics* statistics);

    /// Throws std::invalid_argument if statistics lack a term or contradict themselves.
    void weigh(Node& root);

    /// Whether a pattern stands for more terms than it may.
    [[nodiscard]] bool cut() const { return cut_; }

private:
    /// A term that was looked up, and how many live documents have it.
    struct Known {
        std::uint32_t field;
        std::string_view term;
        std::uint64_t frequency;
    };

    void weigh_node(Node& node);
    void weigh_text(Node& node);
    [[nodiscard]] bool may_stand(const Node& boost) const;
    [[nodiscard]] double idf(std::uint32_t field, const Node::PhraseTerm& term, std::uint64_t frequency) const;
    [[nodiscard]] std::uint64_t known_frequency(std::uint32_t field, const std::string& term) const;
    [[nodiscard]] std::uint64_t outside_frequency(std::uint32_t field, const std::string& term) const;

    const Snapshot& snapshot_;
    const Statistics* statistics_;
    const std::vector<FieldStatistics>& fields_;
    std::vector<Known> known_;
    /// Words of which something stands somewhere.
    std::vector<std::uint32_t> words_;
    bool cut_ = false;
};

/// Leaves out of a weighed node what no segment has, and boosts that bring nothing.
void reduce(Node& node);

} // namespace searchlib::search
