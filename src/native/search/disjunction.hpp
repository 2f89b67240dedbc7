#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "search/term_list.hpp"

namespace searchlib::search {

/// The terms of a disjunction in one segment, and what is boosted: boosts find no documents, but add their scores where the
/// terms do.
struct Disjunction {
    static constexpr std::size_t kAnyTerm = SIZE_MAX;

    std::vector<std::unique_ptr<TermList>> terms;
    std::vector<std::unique_ptr<TermList>> boosts;
    /// Of each boost the place of the term without which it stands nowhere, kAnyTerm if none is known.
    std::vector<std::size_t> boosted;

    /// Whether a document may have a term and score so much.
    [[nodiscard]] bool may_reach(Score needed) const {
        Score most = 0;
        for (const auto* const lists : {&terms, &boosts}) {
            for (const auto& list : *lists) {
                most += list->greatest();
            }
        }
        return !terms.empty() && most >= needed;
    }
};

} // namespace searchlib::search
