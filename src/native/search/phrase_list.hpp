#pragma once

#include <memory>
#include <vector>

#include "search/document_filter.hpp"
#include "search/lead.hpp"
#include "search/word_matcher.hpp"

namespace searchlib::search {

/// The documents of a phrase, or of words near each other, and how they score, for plans that look at many documents at
/// once. Neither is more frequent than the rarest of its terms in a document, which bounds what it scores: positions are only
/// read where that could be enough (Lucene's PhraseScorer does the same).
class PhraseList {
public:
    /// `bigrams` stand wherever the phrase does, and score as it does.
    PhraseList(std::unique_ptr<WordMatcher> words, std::vector<std::unique_ptr<TermList>> bigrams, Weight weight);

    /// What all documents of the phrase have: its terms and bigrams, rarest first.
    [[nodiscard]] const std::vector<TermList*>& lists() const { return lists_; }

    /// Writes the documents of a block of the rarest list from `begin` to before `end` that pass the filter and may have
    /// the phrase, with bounds of their scores, marked, that reach `needed`; returns how many.
    std::uint32_t read(std::uint32_t block, std::uint32_t begin, std::uint32_t end, const DocumentFilter& filter,
                       kernels::Marked needed, kernels::Candidates to);

    /// Puts the scores of the phrase in place of their bounds, and keeps the candidates that have it and reach `needed`
    /// (marked). Returns how many are kept, at the front.
    std::uint32_t verify(kernels::Candidates candidates, kernels::Marked needed);

    /// Adds to each candidate what the phrase brings and marks it, but for those that even so would not reach `worth`;
    /// then keeps those that reach `needed` (marked) and, if it is required, have the phrase. Returns how many are kept,
    /// at the front.
    std::uint32_t complete(kernels::Candidates candidates, Score worth, kernels::Marked needed, bool required);

    [[nodiscard]] bool has(std::uint32_t document) { return words_->count(document) > 0; }

private:
    [[nodiscard]] Score score(std::uint32_t document, std::uint32_t frequency) const {
        return weight_.contribution(frequency, lists_.front()->length_code(document));
    }

    std::unique_ptr<WordMatcher> words_;
    std::vector<std::unique_ptr<TermList>> bigrams_;
    std::vector<TermList*> lists_;
    Weight weight_;
    BlockCandidates bounded_;
};

} // namespace searchlib::search
