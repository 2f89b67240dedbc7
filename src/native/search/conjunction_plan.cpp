#include "search/conjunction_plan.hpp"

#include <algorithm>
#include <array>
#include <iterator>

namespace searchlib::search {

ConjunctionPlan::ConjunctionPlan(std::vector<std::unique_ptr<TermCursor>> terms,
                                 std::vector<std::unique_ptr<TermCursor>> boosts, CursorPointer filter)
    : terms_(std::move(terms)), required_(terms_.size()), filter_(std::move(filter)) {
    std::ranges::stable_sort(terms_, {}, [](const auto& term) { return term->cost(); });
    std::ranges::move(boosts, std::back_inserter(terms_));
    rest_.resize(terms_.size() + 1);
}

void ConjunctionPlan::run(SegmentCollector& collector) {
    TermCursor& lead = *terms_.front();
    std::array<std::uint32_t, storage::kBlockSize> documents{};
    std::array<Score, storage::kBlockSize> scores{};
    for (std::uint32_t doc = lead.document(); doc != kEnd;) {
        if (filter_) {
            // The filter may leave a gap; nothing before its next document counts.
            doc = filter_->advance(doc);
            if (doc == kEnd) {
                return;
            }
        }
        const std::uint32_t last = bound_from(doc);
        if (last == kEnd) {
            return;
        }
        if (rest_[0] < collector.needed()) {
            // The lead stays where it is: what is passed over is never decoded.
            doc = last + 1;
            continue;
        }
        doc = lead.advance(doc);
        if (doc <= last) {
            const std::uint32_t count =
                lead.score_block(last + 1, rest_[1], collector.needed(), documents.data(), scores.data());
            for (std::uint32_t i = 0; i < count; ++i) {
                complete(documents[i], scores[i], collector);
            }
            doc = lead.document();
        }
    }
}

/// Bounds all terms from `doc` on, as far as the lead's block reaches; returns the last document of that,
/// or kEnd if the lead has no more.
std::uint32_t ConjunctionPlan::bound_from(std::uint32_t doc) {
    const Bound lead = terms_.front()->bound(doc);
    rest_.back() = 0;
    for (std::size_t i = terms_.size(); i-- > 1;) {
        Score most = 0;
        for (std::uint32_t at = doc; at <= lead.last && at != kEnd;) {
            const Bound bound = terms_[i]->bound(at);
            most = std::max(most, bound.score);
            at = bound.last == kEnd ? kEnd : bound.last + 1;
        }
        rest_[i] = rest_[i + 1] + most;
    }
    rest_[0] = rest_[1] + lead.score;
    return lead.last;
}

void ConjunctionPlan::complete(std::uint32_t doc, Score score, SegmentCollector& collector) {
    if (filter_ && filter_->advance(doc) != doc) {
        return;
    }
    for (std::size_t i = 1; i < terms_.size(); ++i) {
        if (score + rest_[i] < collector.needed()) {
            return;
        }
        if (terms_[i]->advance(doc) == doc) {
            score += terms_[i]->score();
        } else if (i < required_) {
            return;
        }
    }
    collector.collect(doc, score);
}

} // namespace searchlib::search
