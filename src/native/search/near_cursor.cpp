#include "search/near_cursor.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "search/deadline.hpp"

namespace searchlib::search {
namespace {

std::uint32_t part_advance(NearCursor::Part& part, std::uint32_t target) {
    std::uint32_t least = kEnd;
    for (Occurrence& occurrence : part) {
        least = std::min(least, occurrence.advance(target));
    }
    return least;
}

std::uint64_t part_cost(const NearCursor::Part& part) {
    std::uint64_t cost = 0;
    for (const Occurrence& occurrence : part) {
        cost += occurrence.cost();
    }
    return cost;
}

} // namespace

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

Bound Occurrence::bound(std::uint32_t target) {
    Bound least{INT64_MAX, kEnd};
    for (const Term& term : terms_) {
        const Bound bound = term.cursor->bound(target);
        least.score = std::min(least.score, bound.score);
        least.last = std::min(least.last, bound.last);
    }
    return least;
}

NearCursor::NearCursor(std::vector<Part> parts, std::uint32_t distance, bool ordered, Weight weight)
    : parts_(std::move(parts)), counter_(parts_.size(), distance, ordered), weight_(weight), order_(parts_.size()),
      places_(parts_.size()) {
    std::iota(order_.begin(), order_.end(), 0);
    std::ranges::stable_sort(order_, {}, [&](std::size_t part) { return part_cost(parts_[part]); });
    cost_ = part_cost(parts_[order_.front()]);
    find(0);
}

std::uint32_t NearCursor::find(std::uint32_t target) {
    Part& lead = parts_[order_.front()];
    for (std::uint32_t doc = part_advance(lead, target); doc != kEnd;) {
        std::uint32_t other = doc;
        for (std::size_t i = 1; i < order_.size() && other == doc; ++i) {
            other = part_advance(parts_[order_[i]], doc);
        }
        if (other != doc) {
            doc = other == kEnd ? kEnd : part_advance(lead, other);
            continue;
        }
        Deadline::check_lightly();
        document_ = doc;
        if (can_reach_required()) {
            for (std::size_t part = 0; part < parts_.size(); ++part) {
                places_[part].clear();
                for (Occurrence& occurrence : parts_[part]) {
                    if (occurrence.document() == doc) {
                        occurrence.places(places_[part]);
                    }
                }
            }
            frequency_ = counter_.count(places_);
            if (frequency_ > 0) {
                return document_;
            }
        }
        doc = part_advance(lead, doc + 1);
    }
    return document_ = kEnd;
}

std::uint8_t NearCursor::length_code() const {
    for (const Occurrence& occurrence : parts_[order_.front()]) {
        if (occurrence.document() == document_) {
            return occurrence.length_code();
        }
    }
    return 0; // the lead stands on the document
}

/// The parts stand together at most as often as the rarest of them stands anywhere.
bool NearCursor::can_reach_required() {
    if (required_ <= 0) {
        return true;
    }
    std::uint64_t least = UINT32_MAX;
    for (Part& part : parts_) {
        std::uint64_t frequency = 0;
        for (Occurrence& occurrence : part) {
            frequency += occurrence.document() == document_ ? occurrence.most_frequent() : 0;
        }
        least = std::min(least, frequency);
    }
    // One unit of tolerance for the rounding of floating point, as in all bounds.
    return weight_.contribution(static_cast<std::uint32_t>(least), length_code()) + 1 >= required_;
}

Score NearCursor::score() { return weight_.contribution(frequency_, length_code()); }

Bound NearCursor::bound(std::uint32_t target) {
    Bound least{INT64_MAX, kEnd};
    for (Part& part : parts_) {
        // The contribution of several together is at most the sum of theirs; each may have been rounded down.
        Bound sum{0, kEnd};
        for (Occurrence& occurrence : part) {
            const Bound bound = occurrence.bound(target);
            sum.score += bound.score + 1;
            sum.last = std::min(sum.last, bound.last);
        }
        least.score = std::min(least.score, sum.score);
        least.last = std::min(least.last, sum.last);
    }
    return least;
}

} // namespace searchlib::search
