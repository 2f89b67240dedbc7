#pragma once

#include <vector>

#include "search/lead.hpp"
#include "search/phrase_matcher.hpp"

namespace searchlib::search {

/// The best documents of a phrase. A phrase is at most as frequent as the rarest of its terms in a document, which
/// bounds what it scores: positions are only read where that could be enough (Lucene's PhraseScorer does the same).
class PhrasePlan {
public:
    PhrasePlan(PhraseMatcher phrase, Weight weight, const DocumentFilter& filter);

    void run(SegmentCollector& collector);

private:
    void process(std::uint32_t block, SegmentCollector& collector);

    PhraseMatcher phrase_;
    Weight weight_;
    const DocumentFilter& filter_;
    BlockCandidates candidates_;
};

} // namespace searchlib::search
