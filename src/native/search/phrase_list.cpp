#include "search/phrase_list.hpp"

#include <algorithm>
#include <bit>
#include <functional>

namespace searchlib::search {

using kernels::Candidates;
using kernels::Marked;

PhraseList::PhraseList(std::unique_ptr<WordMatcher> words, PhraseBigrams bigrams, Weight weight)
    : words_(std::move(words)), bigrams_(std::move(bigrams)), weight_(weight) {
    for (const WordMatcher::Part& part : words_->parts()) {
        lists_.push_back(part.list.get());
    }
    for (const auto& bigram : bigrams_.whole) {
        lists_.push_back(bigram.get());
    }
    std::ranges::stable_sort(lists_, {}, [](const TermList* list) { return list->cost(); });
    for (const TermList* list : lists_) {
        if (list->list().bits() != nullptr) {
            bits_.push_back(list->list().bits());
        }
    }
}

std::uint32_t PhraseList::read(std::uint32_t block, std::uint32_t begin, std::uint32_t end,
                               const DocumentFilter& filter, Marked needed, Candidates to) {
    if (!bigrams_.strong.empty()) {
        return read_bounded(block, begin, end, filter, needed, to);
    }
    to.count = lists_.front()->read(block, begin, end, to);
    to.count = filter.keep(to);
    to.count = kernels::active().keep(to, needed);
    for (std::size_t i = 1; i < lists_.size() && to.count > 0; ++i) {
        to.count = lists_[i]->limit(to, needed);
    }
    return to.count;
}

/// The same where few documents that are not listed of a bigram can be short enough.
std::uint32_t PhraseList::read_bounded(std::uint32_t block, std::uint32_t begin, std::uint32_t end,
                                       const DocumentFilter& filter, Marked needed, Candidates to) {
    to.count = list_likely(block, begin, end, needed, to);
    to.count = filter.keep(to);
    std::fill_n(to.scores, to.count, UINT32_MAX);
    for (const auto& bigram : bigrams_.strong) {
        bigram->lower(to);
    }
    to.count = kernels::active().keep(to, needed);
    for (std::size_t i = 0; i < lists_.size() && to.count > 0; ++i) {
        to.count = lists_[i]->limit(to, needed);
    }
    return to.count;
}

/// Lists the documents of the block that the first strong bigram lets score so much, and perhaps others.
std::uint32_t PhraseList::list_likely(std::uint32_t block, std::uint32_t begin, std::uint32_t end, Marked needed,
                                      Candidates to) {
    const std::optional<std::uint8_t> longest = bigrams_.strong.front()->longest(needed);
    if (longest == UINT8_MAX) {
        return lists_.front()->read_documents(block, begin, end, to);
    }
    const std::span strong = bigrams_.strong.front()->find(begin, end);
    if (lists_.front()->list().bits() == nullptr) {
        to.count = lists_.front()->read_documents(block, begin, end, to);
        std::uint32_t kept = 0;
        for (std::uint32_t i = 0; i < to.count; ++i) {
            const std::uint32_t document = to.documents[i];
            to.documents[kept] = document;
            const bool is_short = longest && lists_.front()->length_code(document) <= *longest;
            kept += is_short || std::ranges::binary_search(strong, document) ? 1 : 0;
        }
        return kept;
    }
    auto next = strong.begin();
    std::uint32_t count = 0;
    for (std::uint32_t base = begin / 64 * 64; base < end; base += 64) {
        std::uint64_t bits = ~std::uint64_t{0};
        for (const std::uint8_t* list : bits_) {
            bits &= kernels::load_at<std::uint64_t>(list + base / 8);
        }
        bits &= base < begin ? ~std::uint64_t{0} << (begin - base) : ~std::uint64_t{0};
        bits &= end - base < 64 ? (std::uint64_t{1} << (end - base)) - 1 : ~std::uint64_t{0};
        std::uint64_t likely = 0;
        for (; next != strong.end() && *next < base + 64; ++next) {
            likely |= std::uint64_t{1} << (*next - base);
        }
        if (bits == 0) {
            continue;
        }
        if (longest) {
            likely |= kernels::active().codes_up_to(lists_.front()->length_codes() + base, std::min(64U, end - base),
                                                    *longest);
        }
        for (bits &= likely; bits != 0; bits &= bits - 1) {
            if (count == storage::kBlockSize) {
                throw storage::Corrupt("a bitmap has more documents than its block should have");
            }
            to.documents[count++] = base + static_cast<std::uint32_t>(std::countr_zero(bits));
        }
    }
    return count;
}

Score PhraseList::attained(std::size_t count, const DocumentFilter& filter, const SnapshotSegment& segment) {
    const auto& parts = words_->parts();
    if (parts.size() != 2 || bigrams_.strong.size() != 1 || count == 0) {
        return 0;
    }
    // The bigram is the phrase.
    auto scores = bigrams_.strong.front()->scores_of(filter.begin(), filter.end(), [&](std::uint32_t document) {
        return segment.live(document) && filter.has(document);
    });
    if (scores.size() < count) {
        return 0;
    }
    const auto least = scores.begin() + static_cast<std::ptrdiff_t>(count - 1);
    std::ranges::nth_element(scores, least, std::greater());
    return Score{*least & ~kernels::kMark};
}

std::uint32_t PhraseList::verify(Candidates candidates, Marked needed) {
    std::uint32_t kept = 0;
    for (std::uint32_t i = 0; i < candidates.count; ++i) {
        const std::uint32_t document = candidates.documents[i];
        const std::uint32_t frequency = candidates.scores[i] >= needed ? words_->count(document) : 0;
        if (frequency == 0) {
            continue; // as of most
        }
        candidates.documents[kept] = document;
        candidates.scores[kept] = marked(score(document, frequency));
        kept += candidates.scores[kept] >= needed ? 1 : 0;
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
    for (const auto& bigram : bigrams_.strong) {
        bigram->lower(bounded);
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
