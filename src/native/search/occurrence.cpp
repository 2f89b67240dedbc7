#include "search/occurrence.hpp"

#include <algorithm>
#include <utility>

namespace searchlib::search {

Occurrence::Occurrence(std::vector<Term> terms, std::vector<std::unique_ptr<TermCursor>> others)
    : terms_(std::move(terms)), others_(std::move(others)) {
    for (const Term& term : terms_) {
        width_ = std::max(width_, term.position);
    }
    std::ranges::stable_sort(terms_, {}, [](const Term& term) { return term.cursor->cost(); });
    find(0);
}

std::uint32_t Occurrence::advance(std::uint32_t target) { return document_ >= target ? document_ : find(target); }

std::uint32_t Occurrence::find(std::uint32_t target) {
    for (std::uint32_t doc = terms_.front().cursor->advance(target); doc != kEnd;) {
        std::uint32_t other = doc;
        for (std::size_t i = 1; i < terms_.size() && other == doc; ++i) {
            other = terms_[i].cursor->advance(doc);
        }
        if (other == doc) {
            return document_ = doc;
        }
        doc = other == kEnd ? kEnd : terms_.front().cursor->advance(other);
    }
    return document_ = kEnd;
}

std::uint32_t Occurrence::most_frequent() {
    std::uint32_t least = UINT32_MAX;
    for (const Term& term : terms_) {
        least = std::min(least, term.cursor->frequency());
    }
    return least;
}

void Occurrence::places(std::vector<Place>& out) {
    starts_.clear();
    const auto& lead = terms_.front().cursor->positions();
    const std::uint32_t before = terms_.front().position;
    for (const std::uint32_t position : lead) {
        if (position >= before) {
            starts_.push_back(position - before);
        }
    }
    for (std::size_t i = 1; i < terms_.size() && !starts_.empty(); ++i) {
        const auto& positions = terms_[i].cursor->positions();
        std::erase_if(starts_, [&](std::uint32_t start) {
            return !std::ranges::binary_search(positions, start + terms_[i].position);
        });
    }
    remove_others(starts_);
    for (const std::uint32_t start : starts_) {
        out.push_back({start, start + width_});
    }
}

void Occurrence::remove_others(std::vector<std::uint32_t>& starts) {
    for (const auto& other : others_) {
        if (!starts.empty() && other->advance(document_) == document_) {
            const auto& positions = other->positions();
            std::erase_if(starts, [&](std::uint32_t start) { return std::ranges::binary_search(positions, start); });
        }
    }
}

Bound Occurrence::bound(std::uint32_t target) { return least_bound(terms_, target); }

} // namespace searchlib::search
