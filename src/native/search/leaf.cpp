#include "search/leaf.hpp"

#include <algorithm>

namespace searchlib::search {
namespace {

std::optional<Score> greatest_of(const TermList& list, std::uint32_t begin, std::uint32_t end) {
    const std::uint32_t first = list.block_with(begin);
    if (first == list.block_count() || list.begin_of(first) >= end) {
        return std::nullopt;
    }
    const std::uint32_t last = std::min(list.list().block_with(end - 1, first), list.block_count() - 1);
    return list.greatest(first, last + 1);
}

} // namespace

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

std::optional<Score> Leaf::greatest_between(std::uint32_t begin, std::uint32_t end) const {
    if (term_) {
        return greatest_of(*term_, begin, end);
    }
    std::optional<Score> least;
    for (const TermList* list : phrase_->lists()) {
        const std::optional<Score> own = greatest_of(*list, begin, end);
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
    to.count = term_->read(block, begin, end, to);
    to.count = filter.keep(to);
    return needed > kernels::kMark ? kernels::active().keep(to, needed) : to.count;
}

} // namespace searchlib::search
