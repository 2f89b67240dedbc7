#include "indexing/merged_terms.hpp"

namespace searchlib::indexing {

MergedTerms::MergedTerms(const std::vector<const storage::SegmentField*>& fields) : iterators_(fields.size()) {
    for (std::size_t source = 0; source < fields.size(); ++source) {
        iterators_[source].emplace(fields[source]->terms);
        advance(source);
    }
}

void MergedTerms::advance(std::size_t source) {
    if (!iterators_[source]->next()) {
        iterators_[source].reset();
    }
}

bool MergedTerms::next() {
    stands_in_.clear();
    std::optional<std::size_t> least;
    for (std::size_t source = 0; source < iterators_.size(); ++source) {
        if (iterators_[source] && (!least || iterators_[source]->term() < iterators_[*least]->term())) {
            least = source;
        }
    }
    if (!least) {
        return false;
    }
    term_ = iterators_[*least]->term();
    for (std::size_t source = *least; source < iterators_.size(); ++source) {
        if (iterators_[source] && iterators_[source]->term() == term_) {
            stands_in_.push_back({source, iterators_[source]->entry()});
            advance(source);
        }
    }
    return true;
}

} // namespace searchlib::indexing
