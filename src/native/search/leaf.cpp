#include "search/leaf.hpp"

#include <algorithm>

namespace searchlib::search {
Score Leaf::greatest() const {
    if (term_) {
        return term_->greatest();
    }
    Score least = INT64_MAX;
    for (const TermList* list : phrase_->lists()) {
        least = std::min(least, list->greatest());
    }
    return least;
}

std::optional<Score> Leaf::greatest_near(std::uint32_t begin, std::uint32_t end, std::uint32_t blocks) const {
    if (term_) {
        return term_->greatest_near(begin, end, blocks);
    }
    std::optional<Score> least;
    for (const TermList* list : phrase_->lists()) {
        const std::optional<Score> own = list->greatest_between(begin, end);
        if (!own) {
            return std::nullopt;
        }
        least = std::min(least.value_or(*own), *own);
    }
    return least;
}

std::uint32_t Leaf::read(std::uint32_t block, std::uint32_t begin, std::uint32_t end, const DocumentFilter& filter,
                         kernels::Marked needed, kernels::Candidates to) {
    if (phrase_) {
        return phrase_->read(block, begin, end, filter, needed, to);
    }
    to.count = term_->read(block, begin, end, Score{needed & ~kernels::kMark}, to);
    return filter.keep(to);
}

std::uint32_t Leaf::read_documents(std::uint32_t block, std::uint32_t begin, std::uint32_t end,
                                   const DocumentFilter& filter, kernels::Candidates to) {
    to.count = term_->read_documents(block, begin, end, to);
    return filter.keep(to);
}

} // namespace searchlib::search
