#include "search/phrase_list.hpp"

#include <algorithm>

namespace searchlib::search {

using kernels::Candidates;
using kernels::Marked;

PhraseList::PhraseList(std::unique_ptr<WordMatcher> words, std::vector<std::unique_ptr<TermList>> bigrams,
                       Weight weight)
    : words_(std::move(words)), bigrams_(std::move(bigrams)), weight_(weight) {
    for (const WordMatcher::Part& part : words_->parts()) {
        lists_.push_back(part.list.get());
    }
    for (const auto& bigram : bigrams_) {
        lists_.push_back(bigram.get());
    }
    std::ranges::stable_sort(lists_, {}, [](const TermList* list) { return list->cost(); });
}

std::uint32_t PhraseList::read(std::uint32_t block, std::uint32_t begin, std::uint32_t end,
                               const DocumentFilter& filter, Marked needed, Candidates to) {
    to.count = lists_.front()->read(block, begin, end, to);
    to.count = filter.keep(to);
    to.count = kernels::active().keep(to, needed);
    for (std::size_t i = 1; i < lists_.size() && to.count > 0; ++i) {
        to.count = lists_[i]->limit(to, needed);
    }
    return to.count;
}

std::uint32_t PhraseList::verify(Candidates candidates, Marked needed) {
    std::uint32_t kept = 0;
    for (std::uint32_t i = 0; i < candidates.count; ++i) {
        const std::uint32_t document = candidates.documents[i];
        const std::uint32_t frequency = candidates.scores[i] >= needed ? words_->count(document) : 0;
        candidates.documents[kept] = document;
        candidates.scores[kept] = marked(score(document, frequency));
        kept += frequency > 0 && candidates.scores[kept] >= needed ? 1 : 0;
    }
    return kept;
}

std::uint32_t PhraseList::complete(Candidates candidates, Score worth, Marked needed, bool required) {
    Candidates bounded = bounded_.view(candidates.count);
    std::copy_n(candidates.documents, candidates.count, bounded.documents);
    std::fill_n(bounded.scores, candidates.count, UINT32_MAX);
    for (std::size_t i = 0; i < lists_.size() && bounded.count > 0; ++i) {
        bounded.count = lists_[i]->limit(bounded, kernels::kMark);
    }
    std::uint32_t kept = 0;
    std::uint32_t next = 0;
    for (std::uint32_t i = 0; i < candidates.count; ++i) {
        const std::uint32_t document = candidates.documents[i];
        Marked sum = candidates.scores[i];
        std::uint32_t frequency = 0;
        if (next < bounded.count && bounded.documents[next] == document) {
            const Score most = Score{sum & ~kernels::kMark} + (bounded.scores[next++] & ~kernels::kMark);
            frequency = most >= worth ? words_->count(document) : 0;
        }
        if (frequency > 0) {
            sum = (sum + static_cast<Marked>(score(document, frequency))) | kernels::kMark;
        }
        candidates.documents[kept] = document;
        candidates.scores[kept] = sum;
        kept += (frequency > 0 || !required) && sum >= needed ? 1 : 0;
    }
    return kept;
}

} // namespace searchlib::search
