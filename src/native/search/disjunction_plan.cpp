#include "search/disjunction_plan.hpp"

#include <algorithm>
#include <functional>
#include <iterator>
#include <span>

#include "search/deadline.hpp"
#include "search/likely_score.hpp"

namespace searchlib::search {

using kernels::Candidates;

DisjunctionPlan::DisjunctionPlan(Disjunction all, DisjunctionLeads& led, const DocumentFilter& filter)
    : lists_(std::move(all.terms)), terms_(lists_.size()), boosted_(std::move(all.boosted)), led_(led), filter_(filter),
      bounds_(filter), allowed_(kernels::kWindowWords), window_(kWindow),
      documents_(std::make_unique_for_overwrite<std::uint32_t[]>(kWindow)), // NOLINT(*-avoid-c-arrays)
      scores_(std::make_unique_for_overwrite<kernels::Marked[]>(kWindow)) { // NOLINT(*-avoid-c-arrays)
    std::ranges::move(all.boosts, std::back_inserter(lists_));
    room_.resize(lists_.size() * kernels::kWindowWords);
    for (const auto& list : lists_) {
        list->expect(list->cost());
    }
}

void DisjunctionPlan::run(SegmentCollector& collector) {
    bounds_.find(lists_);
    if (!led_.empty()) {
        // What is needed is known then, nearly: windows that raise it, and guesses, take longer than they save.
        for (std::size_t window = 0; window < bounds_.count(); ++window) {
            Deadline::check_lightly();
            process(window, collector);
        }
        return;
    }
    const std::vector<std::size_t> best = bounds_.best();
    for (const std::size_t window : best) {
        Deadline::check();
        seed(window, collector);
    }
    each_likely(bounds_.count(), best.size(), collector, [&](std::size_t window, Score guess, Score below) {
        guess_ = guess;
        below_ = below;
        process(window, collector);
    });
}

void DisjunctionPlan::process(std::size_t window, SegmentCollector& collector) {
    const auto first = static_cast<std::uint32_t>((bounds_.first() + window) * kWindow);
    std::uint32_t begin = std::max(first, filter_.begin());
    const std::uint32_t end = std::min(first + kWindow, filter_.end());
    // As long as any document will do, every posting is scored; and what is needed rises fast at first. So the first
    // documents are taken in small steps.
    for (std::uint32_t width = kStep; begin < end && !collector.full();) {
        const std::uint32_t step = std::min(end, begin + width);
        process(window, begin, step, collector);
        begin = step;
        if (collector.full()) {
            for (; end - begin > 2 * width; width *= 2) {
                process(window, begin, begin + width, collector);
                begin += width;
            }
        }
    }
    if (begin < end) {
        process(window, begin, end, collector);
    }
}

/// Scores the documents of a window that have nearly all that counts there: so it is known early what is needed. They
/// are not looked at again.
void DisjunctionPlan::seed(std::size_t window, SegmentCollector& collector) {
    const auto first = static_cast<std::uint32_t>((bounds_.first() + window) * kWindow);
    const std::uint32_t begin = std::max(first, filter_.begin());
    const Score needed = std::max(collector.needed_from(begin), bounds_.sum(window) / 4 * 3);
    if (needed > 0) {
        open(window);
        allow(begin, std::min(first + kWindow, filter_.end()));
        const Candidates candidates = find(needed);
        std::vector<std::uint64_t>& seeded = seeded_.emplace_back(window, kernels::kWindowWords).second;
        kernels::active().mark_documents(candidates.documents, candidates.count, first, seeded.data());
        complete(candidates, collector.needed_from(begin), collector);
    }
}

void DisjunctionPlan::order_terms(std::size_t window) {
    const Score* const bounds = bounds_.of(window);
    ordered_.resize(terms_);
    for (std::size_t number = 0; number < terms_; ++number) {
        ordered_[number] = {number, bounds[number], 0};
    }
    Score sum = 0;
    for (std::size_t number = terms_; number < lists_.size(); ++number) {
        const std::size_t term = boosted_[number - terms_];
        (term == Disjunction::kAnyTerm ? sum : ordered_[term].bound) += bounds[number];
    }
    std::ranges::sort(ordered_, {}, &Term::bound);
    for (Term& term : ordered_) {
        sum += term.bound;
        term.bound_so_far = sum;
    }
}

/// Finds the first terms, by bound, that even together cannot reach what is needed, so that their documents need not be
/// found: those of the others are looked up in them. Short lists are read all the same, as looking up a single document
/// costs as much.
void DisjunctionPlan::part_lists(std::size_t window, Score needed) {
    const auto found = std::ranges::find_if(ordered_, [&](const Term& term) { return term.bound_so_far >= needed; });
    essential_ = static_cast<std::size_t>(found - ordered_.begin());
    finds_.assign(terms_, false);
    for (std::size_t i = essential_; i < terms_; ++i) {
        finds_[ordered_[i].number] = true;
    }
    const bool single = essential_ + 1 == terms_;
    const Score* const bounds = bounds_.of(window);
    read_.clear();
    sparse_.clear();
    dense_.clear();
    sparse_bound_ = 0;
    dense_bound_ = 0;
    for (std::size_t number = 0; number < lists_.size(); ++number) {
        TermList& list = *lists_[number];
        const std::size_t term = number < terms_ ? number : boosted_[number - terms_];
        // Documents that score nothing are found too, as long as there is room.
        const bool finds = number < terms_ && finds_[number];
        if (bounds[number] == 0 && !finds) {
            continue;
        }
        const std::size_t at_most = number < terms_ ? kShort : kShortBoost;
        const bool read = finds || (!single && term != Disjunction::kAnyTerm &&
                                    (finds_[term] || list.cost() <= bounds_.count() * at_most));
        if (read) {
            read_.push_back(&list);
        } else if (list.list().bits() != nullptr) {
            dense_.push_back({number, bounds[number], {}});
            dense_bound_ += bounds[number];
        } else {
            sparse_.push_back({number, bounds[number], {}});
            sparse_bound_ += bounds[number];
        }
    }
    std::ranges::sort(sparse_, std::greater{}, &Bounded::bound);
    std::ranges::sort(dense_, std::greater{}, &Bounded::bound);
}

void DisjunctionPlan::process(std::size_t window, std::uint32_t begin, std::uint32_t end, SegmentCollector& collector) {
    const Score needed = std::max(collector.needed_from(begin), guess_);
    if (bounds_.sum(window) < needed) {
        return;
    }
    allow(begin, end);
    if (needed == 0) {
        score_all(begin, end, collector);
        return;
    }
    if (terms_ == lists_.size() &&
        kernels::active().count_bits(allowed_.data(), kernels::kWindowWords) <= kFewAllowed) {
        look_up_allowed(window, needed, collector);
        return;
    }
    order_terms(window);
    part_lists(window, needed);
    if (essential_ == terms_) {
        return;
    }
    const std::uint32_t base = begin - begin % kWindow;
    if (worth_finding()) {
        open(window);
        const Candidates candidates = find(needed);
        if (candidates.count * kPostingsALookUp <= postings_) {
            complete(candidates, needed, collector);
            return;
        }
        rest_from_finding_ = kRest;
    }
    const Score least = needed - sparse_bound_ - dense_bound_;
    look_up(read_.size() == 1 ? read_single(begin, end, least) : read_window(begin, end, least), base, needed,
            collector);
}

/// Where few documents pass the filter, these are looked up in all lists.
void DisjunctionPlan::look_up_allowed(std::size_t window, Score needed, SegmentCollector& collector) {
    sparse_.clear();
    dense_.clear();
    sparse_bound_ = 0;
    const Score* const bounds = bounds_.of(window);
    for (std::size_t number = 0; number < lists_.size(); ++number) {
        if (bounds[number] > 0) {
            const bool dense = lists_[number]->list().bits() != nullptr;
            (dense ? dense_ : sparse_).push_back({number, bounds[number], {}});
            sparse_bound_ += dense ? 0 : bounds[number];
        }
    }
    std::ranges::sort(sparse_, std::greater{}, &Bounded::bound);
    std::ranges::sort(dense_, std::greater{}, &Bounded::bound);
    const kernels::WeighedBits all{reinterpret_cast<const std::uint8_t*>(allowed_.data()), kernels::kMostWeight};
    const auto base = static_cast<std::uint32_t>((bounds_.first() + window) * kWindow);
    Candidates candidates{documents_.get(), scores_.get(), 0};
    candidates.count = kernels::active().reach(&all, 1, allowed_.data(), base, candidates.documents);
    std::fill_n(candidates.scores, candidates.count, kernels::kMark);
    look_up(candidates, base, needed, collector);
}

/// Whether documents of the current window are to be found by bits: not where the lists to be read are short, nor where
/// it was seen that too many have enough of the terms.
bool DisjunctionPlan::worth_finding() {
    if (std::ranges::all_of(read_, [](const TermList* list) { return list->list().bits() == nullptr; })) {
        return false;
    }
    if (rest_from_finding_ > 0) {
        --rest_from_finding_;
        return false;
    }
    postings_ = 0;
    for (const TermList* list : read_) {
        postings_ += list->cost() / bounds_.count();
    }
    return true;
}

/// Where one term alone finds the documents, they need no window.
Candidates DisjunctionPlan::read_single(std::uint32_t begin, std::uint32_t end, Score needed) {
    TermList& list = *read_.front();
    Candidates candidates{documents_.get(), scores_.get(), 0};
    for (std::uint32_t block = list.block_with(begin); block < list.block_count() && list.begin_of(block) < end;
         ++block) {
        if (list.bound(block) >= needed) {
            const Candidates here{candidates.documents + candidates.count, candidates.scores + candidates.count, 0};
            const std::uint32_t count = list.read(block, begin, end, here);
            candidates.count += kernels::active().keep({here.documents, here.scores, count}, marked(needed));
        }
    }
    return candidates;
}

Candidates DisjunctionPlan::read_window(std::uint32_t begin, std::uint32_t end, Score needed) {
    const std::uint32_t base = begin - begin % kWindow;
    for (TermList* list : read_) {
        list->accumulate(begin, end, base, window_.data());
    }
    Candidates candidates{documents_.get(), scores_.get(), 0};
    const std::uint32_t from = (begin - base) / 64 * 64;
    const std::uint32_t to = (end - base + 63) / 64 * 64;
    candidates.count = kernels::active().sweep(window_.data() + from, to - from, marked(needed), base + from,
                                               candidates.documents, candidates.scores);
    return candidates;
}

/// Adds to candidates what other lists bring, and collects those that are left. Of dense lists it is seen first which
/// candidates have them.
void DisjunctionPlan::look_up(Candidates candidates, std::uint32_t base, Score needed, SegmentCollector& collector) {
    candidates.count = kernels::active().keep_marked(candidates, allowed_.data(), base);
    if (candidates.count == 0) {
        return;
    }
    for (Bounded& dense : dense_) {
        std::uint64_t* const room = room_.data() + dense.number * kernels::kWindowWords;
        dense.window = lists_[dense.number]->window(base, room);
        kernels::active().weigh(candidates, dense.window.bits, base, static_cast<std::uint32_t>(dense.bound));
    }
    if (!dense_.empty()) {
        candidates.count = kernels::active().keep(candidates, marked(needed - sparse_bound_));
    }
    Score left = sparse_bound_;
    for (const Bounded& sparse : sparse_) {
        if (candidates.count == 0) {
            return;
        }
        left -= sparse.bound;
        candidates.count = lists_[sparse.number]->complete(candidates, marked(needed - left), false);
    }
    for (const Bounded& dense : dense_) {
        if (candidates.count == 0) {
            return;
        }
        candidates.count = lists_[dense.number]->replace(candidates, dense.window, dense.bound, marked(needed));
    }
    collect(candidates, collector);
}

/// Scores every document that has one of the terms.
void DisjunctionPlan::score_all(std::uint32_t begin, std::uint32_t end, SegmentCollector& collector) {
    const std::uint32_t base = begin - begin % kWindow;
    for (std::size_t number = 0; number < terms_; ++number) {
        lists_[number]->accumulate(begin, end, base, window_.data());
    }
    Candidates candidates{documents_.get(), scores_.get(), 0};
    const std::uint32_t from = (begin - base) / 64 * 64;
    const std::uint32_t to = (end - base + 63) / 64 * 64;
    candidates.count = kernels::active().sweep(window_.data() + from, to - from, kernels::kMark, base + from,
                                               candidates.documents, candidates.scores);
    candidates.count = kernels::active().keep_marked(candidates, allowed_.data(), base);
    for (std::size_t number = terms_; number < lists_.size(); ++number) {
        candidates.count = lists_[number]->complete(candidates, kernels::kMark, false);
    }
    collect(candidates, collector);
}

/// Opens a window: finds the lists that have documents there, and their bits.
void DisjunctionPlan::open(std::size_t window) {
    if (window == open_) {
        return;
    }
    open_ = window;
    present_.clear();
    const auto base = static_cast<std::uint32_t>((bounds_.first() + window) * kWindow);
    const Score* const bounds = bounds_.of(window);
    for (std::size_t number = 0; number < lists_.size(); ++number) {
        if (bounds[number] > 0) {
            std::uint64_t* const room = room_.data() + number * kernels::kWindowWords;
            present_.push_back({number, bounds[number], lists_[number]->window(base, room)});
        }
    }
    std::ranges::sort(present_, std::greater{}, &Bounded::bound);
}

/// Notes which documents from `begin` to before `end` of the open window may be found.
void DisjunctionPlan::allow(std::uint32_t begin, std::uint32_t end) {
    filter_.copy(begin, end, allowed_);
    const auto seeded = std::ranges::find(seeded_, begin / kWindow - bounds_.first(), &Seeded::first);
    if (seeded != seeded_.end()) {
        for (std::size_t word = 0; word < kernels::kWindowWords; ++word) {
            allowed_[word] &= ~seeded->second[word];
        }
    }
}

/// Leaves among the allowed documents those that have a term: boosts find nothing.
void DisjunctionPlan::allow_terms() {
    for (std::size_t word = 0; word < kernels::kWindowWords; ++word) {
        std::uint64_t any = 0;
        for (const Bounded& present : present_) {
            if (present.number < terms_) {
                any |= storage::load<std::uint64_t>(present.window.bits + word * 8);
            }
        }
        allowed_[word] &= any;
    }
}

/// Finds the documents of the open window whose terms could reach what is needed, with what these bring at most.
Candidates DisjunctionPlan::find(Score needed) {
    if (terms_ < lists_.size()) {
        allow_terms();
    }
    // What brings next to nothing is counted as if it stood everywhere: that is less work than looking.
    Score rest = needed;
    std::size_t weighed = present_.size();
    while (weighed > 0 && present_[weighed - 1].bound < rest / (Score{4} * kernels::kMostWeight)) {
        rest -= present_[--weighed].bound;
    }
    weighed_.clear();
    for (const Bounded& present : std::span(present_).first(weighed)) {
        // Rounded up, as what is needed becomes just kMostWeight.
        const Score weight =
            std::min<Score>((present.bound * kernels::kMostWeight + rest - 1) / rest, kernels::kMostWeight);
        weighed_.push_back({present.window.bits, static_cast<std::uint32_t>(weight)});
    }
    Candidates candidates{documents_.get(), scores_.get(), 0};
    const auto base = static_cast<std::uint32_t>((bounds_.first() + open_) * kWindow);
    candidates.count = kernels::active().reach(weighed_.data(), static_cast<std::uint32_t>(weighed_.size()),
                                               allowed_.data(), base, candidates.documents);
    std::fill_n(candidates.scores, candidates.count, kernels::kMark);
    for (const Bounded& present : present_) {
        kernels::active().weigh(candidates, present.window.bits, base, static_cast<std::uint32_t>(present.bound));
    }
    candidates.count = kernels::active().keep(candidates, marked(needed));
    return candidates;
}

/// Puts in place of bounds what the lists bring, and collects the candidates that are left.
void DisjunctionPlan::complete(Candidates candidates, Score needed, SegmentCollector& collector) {
    for (const Bounded& present : present_) {
        if (candidates.count == 0) {
            return;
        }
        candidates.count = lists_[present.number]->replace(candidates, present.window, present.bound, marked(needed));
    }
    collect(candidates, collector);
}

void DisjunctionPlan::collect(Candidates candidates, SegmentCollector& collector) {
    for (std::uint32_t i = 0; i < candidates.count; ++i) {
        const Score score = candidates.scores[i] & ~kernels::kMark;
        if (score < below_ && score >= collector.needed_from(candidates.documents[i]) &&
            !led_.has(candidates.documents[i])) {
            collector.collect(candidates.documents[i], score);
        }
    }
}

} // namespace searchlib::search
