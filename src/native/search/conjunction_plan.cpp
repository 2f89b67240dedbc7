#include "search/conjunction_plan.hpp"

#include <algorithm>
#include <array>

#include "search/block_matcher.hpp"

namespace searchlib::search {

ConjunctionPlan::ConjunctionPlan(std::vector<std::unique_ptr<TermCursor>> terms,
                                 std::vector<std::unique_ptr<TermCursor>> boosts, CursorPointer filter)
    : terms_(std::move(terms)), boosts_(std::move(boosts)), filter_(std::move(filter)), rest_(terms_.size() + 1) {
    std::ranges::stable_sort(terms_, {}, [](const auto& term) { return term->cost(); });
    for (const auto& term : terms_) {
        term->expect(terms_.front()->cost());
    }
    near_ = terms_.size() > 1 && terms_[1]->cost() / kNear <= terms_.front()->cost();
    for (const auto& boost : boosts_) {
        rest_.back() += boost->greatest();
    }
}

void ConjunctionPlan::run(SegmentCollector& collector) {
    TermCursor& lead = *terms_.front();
    for (std::uint32_t doc = lead.document(); doc != kEnd;) {
        if (filter_) {
            // The filter may leave a gap; nothing before its next document counts.
            doc = filter_->advance(doc);
            if (doc == kEnd) {
                return;
            }
        }
        if (collector.needed() == 0 && terms_.size() > 1) {
            if (lead.advance(doc) != kEnd) {
                match_block(collector);
            }
            doc = lead.document();
            continue;
        }
        const Bound bound = lead.bound(doc);
        if (bound.last == kEnd) {
            return;
        }
        if (!can_reach(doc, bound.last, bound.score, collector.needed())) {
            // The lead stays where it is: what is passed over is never decoded.
            doc = bound.last + 1;
            continue;
        }
        doc = lead.advance(doc);
        if (doc <= bound.last) {
            if (terms_.size() == 1 || (unscored_ == 0 && rest_[1] < collector.needed())) {
                score_block(bound.last, collector);
            } else {
                unscored_ -= unscored_ > 0 ? 1 : 0;
                match_block(collector);
            }
            doc = lead.document();
        }
    }
}

/// Looks up what is left of the lead's block, scoring only what matches.
void ConjunctionPlan::match_block(SegmentCollector& collector) {
    TermCursor& lead = *terms_.front();
    TermCursor& second = *terms_[1];
    const std::uint32_t last = lead.last_at_hand();
    for (std::uint32_t doc = lead.document(); doc <= last;) {
        const std::uint32_t other = second.advance(doc);
        if (near_ && other != kEnd && second.last_at_hand() - other < BlockMatcher::kReach) {
            doc = match_at_hand(std::min(last, second.last_at_hand()), collector);
            continue;
        }
        if (other == doc && follow(doc, 2)) {
            collect(doc, collector);
        }
        doc = lead.advance(other == doc ? doc + 1 : other);
    }
}

/// The same up to `end`, for lead and second at once; returns the lead's next document behind it.
std::uint32_t ConjunctionPlan::match_at_hand(std::uint32_t end, SegmentCollector& collector) {
    TermCursor& lead = *terms_.front();
    TermCursor& second = *terms_[1];
    const std::uint32_t next = std::max(end + 1, second.document());
    const auto others = second.at_hand(end);
    if (!others.empty()) {
        const auto documents = lead.at_hand(end);
        BlockMatcher::Places places; // NOLINT(*-init): only what was found is read
        const std::uint32_t count = BlockMatcher::match(documents, others, places);
        CommonPlace at{0, 0};
        for (std::uint32_t i = 0; i < count; ++i) {
            const std::uint32_t doc = documents[places[i].first];
            if (follow(doc, 2)) {
                lead.skip(places[i].first - at.first);
                second.skip(places[i].second - at.second);
                at = places[i];
                collect(doc, collector);
            }
        }
    }
    return lead.advance(next);
}

/// Whether the filter and the terms from number `first` on have the document.
bool ConjunctionPlan::follow(std::uint32_t doc, std::size_t first) {
    return (!filter_ || filter_->advance(doc) == doc) &&
           std::all_of(terms_.begin() + static_cast<std::ptrdiff_t>(first), terms_.end(),
                       [&](const auto& term) { return term->advance(doc) == doc; });
}

/// Collects a document that all terms stand on.
void ConjunctionPlan::collect(std::uint32_t doc, SegmentCollector& collector) {
    Score score = 0;
    for (const auto& term : terms_) {
        score += term->score();
    }
    collect_boosted(doc, score, collector);
}

/// Collects a document with the score of all its terms, and that of the boosts that have it.
void ConjunctionPlan::collect_boosted(std::uint32_t doc, Score score, SegmentCollector& collector) {
    if (boosts_.empty() || score + rest_.back() >= collector.needed()) {
        for (const auto& boost : boosts_) {
            score += boost->advance(doc) == doc ? boost->score() : 0;
        }
        collector.collect(doc, score);
    }
}

/// Scores what is left of the lead's block, and looks up what may still be among the best.
void ConjunctionPlan::score_block(std::uint32_t last, SegmentCollector& collector) {
    std::array<std::uint32_t, storage::kBlockSize> documents{};
    std::array<Score, storage::kBlockSize> scores{};
    const std::uint32_t count =
        terms_.front()->score_block(last + 1, rest_[1], collector.needed(), documents.data(), scores.data());
    std::uint32_t i = 0;
    if (near_ && count * terms_.front()->cost() > kWorthMatching * terms_[1]->cost()) {
        // Scores left most of them: the next blocks will do without.
        unscored_ = kUnscored;
        while (i < count) {
            i += complete_together({documents.data() + i, count - i}, scores.data() + i, collector);
        }
    }
    for (; i < count; ++i) {
        complete(documents[i], scores[i], 1, collector);
    }
}

/// Completes the first of `documents`, as far as the second term's block reaches; returns how many.
std::uint32_t ConjunctionPlan::complete_together(std::span<const std::uint32_t> documents, const Score* scores,
                                                 SegmentCollector& collector) {
    TermCursor& second = *terms_[1];
    const std::uint32_t other = second.advance(documents.front());
    if (other == kEnd) {
        return static_cast<std::uint32_t>(documents.size());
    }
    if (second.last_at_hand() - other >= BlockMatcher::kReach) {
        complete(documents.front(), scores[0], 1, collector);
        return 1;
    }
    documents = documents.first(
        static_cast<std::size_t>(std::ranges::upper_bound(documents, second.last_at_hand()) - documents.begin()));
    const auto others = second.at_hand(documents.back());
    BlockMatcher::Places places; // NOLINT(*-init): only what was found is read
    const std::uint32_t count = others.empty() ? 0 : BlockMatcher::match(documents, others, places);
    std::uint32_t at = 0;
    for (std::uint32_t i = 0; i < count; ++i) {
        const auto [first, place] = places[i];
        if (scores[first] + rest_[1] >= collector.needed()) {
            second.skip(place - at);
            at = place;
            complete(documents[first], scores[first] + second.score(), 2, collector);
        }
    }
    return static_cast<std::uint32_t>(documents.size());
}

/// Bounds all terms from `begin` to `last`, a block of the lead; whether they can bring what is needed. Of
/// a term that has many blocks there, its greatest score overall will do: one of many comes close to that.
bool ConjunctionPlan::can_reach(std::uint32_t begin, std::uint32_t last, Score lead, Score needed) {
    if (greatest_.empty()) {
        greatest_.push_back(0);
        for (std::size_t i = 1; i < terms_.size(); ++i) {
            greatest_.push_back(terms_[i]->greatest());
        }
    }
    const auto sum_up = [&](const auto& bound_of) {
        for (std::size_t i = terms_.size(); i-- > 1;) {
            rest_[i] = rest_[i + 1] + bound_of(i);
        }
        return rest_[1] + lead >= needed;
    };
    return sum_up([&](std::size_t i) { return greatest_[i]; }) &&
           sum_up([&](std::size_t i) { return terms_[i]->greatest_between(begin, last + 1).value_or(greatest_[i]); });
}

/// Completes a score that lacks the terms from number `first` on.
void ConjunctionPlan::complete(std::uint32_t doc, Score score, std::size_t first, SegmentCollector& collector) {
    if (filter_ && filter_->advance(doc) != doc) {
        return;
    }
    for (std::size_t i = first; i < terms_.size(); ++i) {
        TermCursor& term = *terms_[i];
        if (score + rest_[i] < collector.needed()) {
            return;
        }
        // Before a block is decoded, what it can bring at most is worth a look.
        if (term.last_at_hand() < doc && score + term.bound(doc).score + rest_[i + 1] < collector.needed()) {
            return;
        }
        if (term.advance(doc) != doc) {
            return;
        }
        score += term.score();
    }
    collect_boosted(doc, score, collector);
}

} // namespace searchlib::search
