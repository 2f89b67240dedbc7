#include "indexing/bigrams.hpp"

#include <algorithm>

namespace searchlib::indexing {

BigramFinder::BigramFinder(const Layout& layout, std::uint32_t documents,
                           std::vector<std::span<const std::uint32_t>> places)
    : layout_(layout), places_(std::move(places)), at_(std::size_t{layout.base(documents)} + 1) {
    for (std::uint32_t term = 0; term < places_.size(); ++term) {
        for (const std::uint32_t place : places_[term]) {
            if (at_[place] == 0) {
                at_[place] = static_cast<std::uint8_t>(term + 1);
            } else if (at_[place] != term + 1) {
                further_.emplace_back(place, term);
            }
        }
    }
    std::ranges::sort(further_);
    const auto twice = std::ranges::unique(further_);
    further_.erase(twice.begin(), twice.end());
}

void BigramFinder::write(storage::BigramsWriter& writer) const {
    Followers followers(places_.size());
    for (std::uint32_t first = 0; first < places_.size(); ++first) {
        find_followers(first, followers);
        for (std::uint32_t second = 0; second < followers.size(); ++second) {
            for (const auto& [document, frequency] : followers[second]) {
                writer.add(document, frequency);
            }
            writer.finish(first, second);
            followers[second].clear();
        }
    }
}

void BigramFinder::find_followers(std::uint32_t first, Followers& followers) const {
    std::uint32_t document = 0;
    std::uint32_t end = 0;
    std::uint32_t last = UINT32_MAX;
    for (const std::uint32_t place : places_[first]) {
        if (place == last) {
            continue; // the term of a date may stand twice before one token
        }
        last = place;
        if (at_[place + 1] == 0) {
            continue;
        }
        if (place >= end) {
            document = layout_.document_at(place);
            end = layout_.base(document + 1);
        }
        if (place + 1 >= end) {
            continue;
        }
        count(followers[at_[place + 1] - 1U], document);
        if (!further_.empty()) {
            auto more = std::ranges::lower_bound(further_, std::pair{place + 1, std::uint32_t{0}});
            for (; more != further_.end() && more->first == place + 1; ++more) {
                count(followers[more->second], document);
            }
        }
    }
}

void BigramFinder::count(std::vector<Count>& counts, std::uint32_t document) {
    if (counts.empty() || counts.back().document != document) {
        counts.push_back({document, 0});
    }
    ++counts.back().frequency;
}

} // namespace searchlib::indexing
