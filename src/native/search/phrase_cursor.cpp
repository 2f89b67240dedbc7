#include "search/phrase_cursor.hpp"

#include <algorithm>

namespace searchlib::search {

PhraseCursor::PhraseCursor(std::vector<Part> parts, Weight weight) : parts_(std::move(parts)), weight_(weight) {
    std::ranges::stable_sort(parts_, {}, [](const Part& part) { return part.cursor->cost(); });
    find(0);
}

std::uint32_t PhraseCursor::advance(std::uint32_t target) { return document_ >= target ? document_ : find(target); }

std::uint32_t PhraseCursor::find(std::uint32_t target) {
    for (std::uint32_t doc = parts_.front().cursor->advance(target); doc != kEnd;) {
        if (!lead_can_reach_required()) {
            doc = parts_.front().cursor->advance(doc + 1);
            continue;
        }
        std::uint32_t other = doc;
        for (std::size_t i = 1; i < parts_.size() && other == doc; ++i) {
            other = parts_[i].cursor->advance(doc);
        }
        if (other == doc) {
            frequency_ = can_reach_required() ? count_occurrences() : 0;
            if (frequency_ > 0) {
                return document_ = doc;
            }
            other = doc + 1;
        }
        doc = other == kEnd ? kEnd : parts_.front().cursor->advance(other);
    }
    return document_ = kEnd;
}

/// The same as can_reach_required, from the rarest term alone, before the others are moved.
bool PhraseCursor::lead_can_reach_required() {
    TermCursor& lead = *parts_.front().cursor;
    return required_ <= 0 || weight_.contribution(lead.frequency(), lead.length_code()) + 1 >= required_;
}

/// The phrase is at most as frequent as its rarest term in the document: often that is enough to pass
/// over it without looking at positions (Lucene's PhraseScorer does the same).
bool PhraseCursor::can_reach_required() {
    if (required_ <= 0) {
        return true;
    }
    std::uint32_t least = UINT32_MAX;
    for (const Part& part : parts_) {
        least = std::min(least, part.cursor->frequency());
    }
    // One unit of tolerance for the rounding of floating point, as in all bounds.
    return weight_.contribution(least, parts_.front().cursor->length_code()) + 1 >= required_;
}

/// Intersects the starts that each term allows: its positions less its place in the phrase.
std::uint32_t PhraseCursor::count_occurrences() {
    starts_.clear();
    for (const std::uint32_t position : parts_.front().cursor->positions()) {
        if (position >= parts_.front().position) {
            starts_.push_back(position - parts_.front().position);
        }
    }
    for (std::size_t i = 1; i < parts_.size() && !starts_.empty(); ++i) {
        const auto positions = parts_[i].cursor->positions();
        auto at = positions.begin();
        std::size_t kept = 0;
        for (const std::uint32_t start : starts_) {
            const std::uint32_t wanted = start + parts_[i].position;
            while (at != positions.end() && *at < wanted) {
                ++at;
            }
            if (at == positions.end()) {
                break;
            }
            if (*at == wanted) {
                starts_[kept++] = start;
            }
        }
        starts_.resize(kept);
    }
    return static_cast<std::uint32_t>(starts_.size());
}

Score PhraseCursor::score() { return weight_.contribution(frequency_, parts_.front().cursor->length_code()); }

Bound PhraseCursor::bound(std::uint32_t target) {
    // A phrase is at most as frequent as its rarest term in a document.
    return least_bound(parts_, target);
}

} // namespace searchlib::search
