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
};

} // namespace searchlib::search
