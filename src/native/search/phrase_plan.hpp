#pragma once

#include <memory>
#include <vector>

#include "search/lead.hpp"
#include "search/phrase_matcher.hpp"

namespace searchlib::search {

/// The best documents of a phrase. A phrase is at most as frequent as the rarest of its terms in a document, which
/// bounds what it scores: positions are only read where that could be enough (Lucene's PhraseScorer does the same).
class PhrasePlan {
public:
    /// `bigrams` stand wherever the phrase does, and score as it does.
    PhrasePlan(PhraseMatcher phrase, std::vector<std::unique_ptr<TermList>> bigrams, Weight weight,
               const DocumentFilter& filter);

    void run(SegmentCollector& collector);

private:
    void process(std::uint32_t block, SegmentCollector& collector);

    PhraseMatcher phrase_;
    std::vector<std::unique_ptr<TermList>> bigrams_;
    /// What all documents of the phrase have: its terms and bigrams, rarest first.
    std::vector<TermList*> lists_;
    Weight weight_;
    const DocumentFilter& filter_;
    BlockCandidates candidates_;
};

} // namespace searchlib::search
