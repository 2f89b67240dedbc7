#include "indexing/posting_feed.hpp"

#include <algorithm>

namespace searchlib::indexing {

PostingFeed::PostingFeed(const Layout& layout, storage::PostingsWriter& writer)
    : layout_(layout), writer_(writer), documents_at_(kAtOnce), documents_(kAtOnce + 1), frequencies_(kAtOnce + 1) {}

std::uint32_t PostingFeed::add(std::span<const std::uint32_t> places) {
    std::uint32_t document_frequency = 0;
    while (!places.empty()) {
        take(places.first(std::min(places.size(), kAtOnce)));
        places = places.subspan(std::min(places.size(), kAtOnce));
        const std::size_t whole = places.empty() ? postings_ : postings_ - 1;
        document_frequency += static_cast<std::uint32_t>(whole);
        hand_over(whole);
    }
    return document_frequency;
}

void PostingFeed::take(std::span<const std::uint32_t> places) {
    for (std::size_t at = 0; at < places.size(); ++at) {
        documents_at_[at] = layout_.document_at(places[at]);
    }
    if (gaps_.size() < positions_ + places.size()) {
        gaps_.resize(2 * (positions_ + places.size()));
    }
    std::uint32_t* gap = gaps_.data() + positions_;
    std::size_t count = postings_;
    std::uint32_t document = count == 0 ? UINT32_MAX : documents_[count - 1];
    std::uint32_t frequency = count == 0 ? 0 : frequencies_[count - 1];
    std::uint32_t last = last_place_;
    for (std::size_t at = 0; at < places.size(); ++at) {
        const std::uint32_t place = places[at];
        const bool fresh = documents_at_[at] != document;
        const bool again = !fresh && place == last;
        document = documents_at_[at];
        count += fresh ? 1U : 0U;
        frequency = (fresh ? 0 : frequency) + (again ? 0U : 1U);
        documents_[count - 1] = document;
        frequencies_[count - 1] = frequency;
        *gap = place - (fresh ? layout_.base(document) : last + 1);
        gap += again ? 0 : 1;
        last = place;
    }
    postings_ = count;
    positions_ = static_cast<std::size_t>(gap - gaps_.data());
    last_place_ = last;
}

/// Hands over all postings, or all but the last.
void PostingFeed::hand_over(std::size_t count) {
    const std::size_t left = postings_ - count;
    if (count == 0) {
        return; // one document goes on and on
    }
    const std::size_t kept = left == 0 ? 0 : frequencies_[count];
    const std::size_t handed = positions_ - kept;
    writer_.add_run(std::span(documents_).first(count), std::span(frequencies_).first(count),
                    std::span(gaps_).first(handed));
    if (left != 0) {
        documents_[0] = documents_[count];
        frequencies_[0] = frequencies_[count];
        std::copy_n(gaps_.begin() + static_cast<std::ptrdiff_t>(handed), kept, gaps_.begin());
    }
    postings_ = left;
    positions_ = kept;
}

} // namespace searchlib::indexing
