#pragma once

#include <memory>
#include <vector>

#include "search/document_filter.hpp"
#include "search/lead.hpp"
#include "search/strong_bigram.hpp"
#include "search/word_matcher.hpp"

namespace searchlib::search {

/// The bigrams of a phrase that are known: each of these stands wherever the phrase does.
struct PhraseBigrams {
    /// Those of which all documents are listed, scoring with the weight of the phrase.
    std::vector<std::unique_ptr<TermList>> whole;
    std::vector<std::unique_ptr<StrongBigram>> strong;
};

/// The documents of a phrase, or of words near each other, and how they score, for plans that look at many documents at
/// once. Neither is more frequent than the rarest of its terms in a document, nor than its bigrams, which bounds what it
/// scores: positions are only read where that could be enough (Lucene's PhraseScorer does the same with terms).
class PhraseList {
public:
    PhraseList(std::unique_ptr<WordMatcher> words, PhraseBigrams bigrams, Weight weight);

    /// What all documents of the phrase have: its terms and whole bigrams, rarest first.
    [[nodiscard]] const std::vector<TermList*>& lists() const { return lists_; }

    /// Writes the documents of a block of the rarest list from `begin` to before `end` that pass the filter and may have
    /// the phrase, with bounds of their scores, marked, that reach `needed`; returns how many.
    std::uint32_t read(std::uint32_t block, std::uint32_t begin, std::uint32_t end, const DocumentFilter& filter,
                       kernels::Marked needed, kernels::Candidates to);

    /// What at least `count` documents that pass the filter and are live score, as far as that is known beforehand; else 0.
    [[nodiscard]] Score attained(std::size_t count, const DocumentFilter& filter, const SnapshotSegment& segment);

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

    std::uint32_t read_bounded(std::uint32_t block, std::uint32_t begin, std::uint32_t end,
                               const DocumentFilter& filter, kernels::Marked needed, kernels::Candidates to);
    std::uint32_t list_likely(std::uint32_t block, std::uint32_t begin, std::uint32_t end, kernels::Marked needed,
                              kernels::Candidates to);

    std::unique_ptr<WordMatcher> words_;
    PhraseBigrams bigrams_;
    std::vector<TermList*> lists_;
    /// Of the dense ones of these, the bits of all documents.
    std::vector<const std::uint8_t*> bits_;
    Weight weight_;
    BlockCandidates bounded_;
};

} // namespace searchlib::search
