#include "search/conjunction_plan.hpp"

#include <algorithm>
#include <array>

namespace searchlib::search {

ConjunctionPlan::ConjunctionPlan(std::vector<std::unique_ptr<TermCursor>> terms, CursorPointer filter)
    : terms_(std::move(terms)), filter_(std::move(filter)), rest_(terms_.size() + 1) {
    std::ranges::stable_sort(terms_, {}, [](const auto& term) { return term->cost(); });
    for (const auto& term : terms_) {
        term->expect(terms_.front()->cost());
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
            if (terms_.size() == 1 || rest_[1] < collector.needed()) {
                score_block(bound.last, collector);
            } else {
                match_block(collector);
            }
            doc = lead.document();
        }
    }
}

/// Looks up what is left of the lead's block, scoring only what matches.
void ConjunctionPlan::match_block(SegmentCollector& collector) {
    TermCursor& lead = *terms_.front();
    const std::uint32_t last = lead.last_at_hand();
    for (std::uint32_t doc = lead.document(); doc <= last;) {
        std::uint32_t other = filter_ ? filter_->advance(doc) : doc;
        for (std::size_t i = 1; i < terms_.size() && other == doc; ++i) {
            other = terms_[i]->advance(doc);
        }
        if (other == doc) {
            Score score = 0;
            for (const auto& term : terms_) {
                score += term->score();
            }
            collector.collect(doc, score);
            other = doc + 1;
        }
        doc = lead.advance(other);
    }
}

/// Scores what is left of the lead's block, and looks up what may still be among the best.
void ConjunctionPlan::score_block(std::uint32_t last, SegmentCollector& collector) {
    std::array<std::uint32_t, storage::kBlockSize> documents{};
    std::array<Score, storage::kBlockSize> scores{};
    const std::uint32_t count =
        terms_.front()->score_block(last + 1, rest_[1], collector.needed(), documents.data(), scores.data());
    for (std::uint32_t i = 0; i < count; ++i) {
        complete(documents[i], scores[i], collector);
    }
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
    return sum_up([&](std::size_t i) { return greatest_[i]; }) && sum_up([&](std::size_t i) {
               return terms_[i]->greatest_between(begin, last + 1).value_or(greatest_[i]);
           });
}

void ConjunctionPlan::complete(std::uint32_t doc, Score score, SegmentCollector& collector) {
    if (filter_ && filter_->advance(doc) != doc) {
        return;
    }
    for (std::size_t i = 1; i < terms_.size(); ++i) {
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
    collector.collect(doc, score);
}

} // namespace searchlib::search
