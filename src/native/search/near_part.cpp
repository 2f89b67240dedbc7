#include "search/near_part.hpp"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <utility>

namespace searchlib::search {

NearPart::NearPart(std::vector<Occurrence> occurrences) : occurrences_(std::move(occurrences)) {
    for (const Occurrence& occurrence : occurrences_) {
        cost_ += occurrence.cost();
    }
    if (occurrences_.size() <= kFew) {
        all_.resize(occurrences_.size());
        std::iota(all_.begin(), all_.end(), 0);
        return;
    }
    std::vector<storage::PostingList> lists;
    lists.reserve(occurrences_.size());
    std::ranges::transform(occurrences_, std::back_inserter(lists), &Occurrence::postings);
    windows_.emplace(lists);
}

std::uint32_t NearPart::advance(std::uint32_t target) {
    std::uint32_t least = kEnd;
    if (windows_) {
        least = windows_->advance(target);
    } else {
        for (Occurrence& occurrence : occurrences_) {
            least = std::min(least, occurrence.advance(target));
        }
    }
    if (std::exchange(document_, least) != least) {
        asked_ = 0;
    }
    return least;
}

std::span<const std::uint32_t> NearPart::standing() const {
    return windows_ ? windows_->having() : std::span<const std::uint32_t>(all_);
}

std::uint64_t NearPart::most_frequent(std::uint64_t enough) {
    std::uint64_t sum = 0;
    for (const std::uint32_t number : standing()) {
        Occurrence& occurrence = occurrences_[number];
        sum += occurrence.advance(document_) == document_ ? occurrence.most_frequent() : 0;
        if (sum >= enough) {
            break;
        }
    }
    return sum;
}

bool NearPart::add_places(std::size_t count, std::vector<Place>& places) {
    const auto left = standing().subspan(asked_);
    const std::size_t asked = std::min(count, left.size());
    for (const std::uint32_t number : left.first(asked)) {
        Occurrence& occurrence = occurrences_[number];
        if (occurrence.advance(document_) == document_) {
            occurrence.places(places);
        }
    }
    asked_ += asked;
    return asked > 0;
}

std::uint8_t NearPart::length_code() {
    for (const std::uint32_t number : standing()) {
        Occurrence& occurrence = occurrences_[number];
        if (occurrence.advance(document_) == document_) {
            return occurrence.length_code();
        }
    }
    return 0; // one of them stands in the document
}

Bound NearPart::bound(std::uint32_t target, Score most) {
    if (windows_) {
        return {most, kEnd};
    }
    // The contribution of several together is at most the sum of theirs; each may have been rounded down.
    Bound sum{0, kEnd};
    for (Occurrence& occurrence : occurrences_) {
        const Bound bound = occurrence.bound(target);
        sum.score += bound.score + 1;
        sum.last = std::min(sum.last, bound.last);
    }
    return sum;
}

} // namespace searchlib::search
