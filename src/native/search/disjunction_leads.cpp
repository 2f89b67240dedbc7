#include "search/disjunction_leads.hpp"

#include <algorithm>
#include <functional>
#include <iterator>
#include <numeric>
#include <span>

#include "search/deadline.hpp"

namespace searchlib::search {

using kernels::Candidates;

namespace {

/// Whether nearly every document has a term: three of four. Bits then tell next to nothing (measured: 2 % of the time of
/// disjunctions of five or ten).
bool is_common(const TermList& list) {
    return std::uint64_t{list.cost()} * 4 > std::uint64_t{list.list().documents()} * 3;
}

} // namespace

DisjunctionLeads::DisjunctionLeads(Disjunction all, const DocumentFilter& filter, std::uint32_t documents)
    : filter_(filter) {
    part(std::move(all), documents);
}

/// The places of the terms that lead, in their order. None is left over that would have no other to share windows with.
std::vector<std::size_t> DisjunctionLeads::leads_among(const Disjunction& all, std::uint64_t documents) {
    const auto& terms = all.terms;
    std::vector<std::size_t> places(terms.size());
    std::iota(places.begin(), places.end(), std::size_t{0});
    std::vector<std::size_t> leads;
    std::ranges::copy_if(places, std::back_inserter(leads),
                         [&](std::size_t term) { return terms[term]->cost() * kRarer < documents; });
    std::size_t most = all.boosts.empty() ? kMost : kMostWithBoosts;
    if (terms.size() - leads.size() < kFewest) {
        leads = std::move(places);
        most = kMost;
    }
    std::ranges::stable_sort(leads, std::greater{}, [&](std::size_t term) { return terms[term]->greatest(); });
    leads.resize(std::min(leads.size(), most));
    return leads;
}

/// Parts the terms that lead from the others, and boosts of the former from those of the latter.
void DisjunctionLeads::part(Disjunction all, std::uint32_t documents) {
    const std::vector<std::size_t> leads = leads_among(all, documents);
    // Of each term its number among the leads, or its place among the rest.
    std::vector<std::size_t> number_of(all.terms.size(), kAlways);
    std::vector<std::size_t> place_of(all.terms.size());
    for (const std::size_t term : leads) {
        const std::size_t number = number_of[term] = leads_.size();
        leads_.push_back(std::move(all.terms[term]));
        if (number > 0) {
            others_.push_back({leads_.back().get(), number - 1, nullptr});
        }
    }
    for (std::size_t term = 0; term < all.terms.size(); ++term) {
        if (number_of[term] == kAlways) {
            place_of[term] = rest_.terms.size();
            others_.push_back({all.terms[term].get(), kAlways, nullptr});
            rest_.terms.push_back(std::move(all.terms[term]));
        }
    }
    for (std::size_t boost = 0; boost < all.boosts.size(); ++boost) {
        const std::size_t term = all.boosted[boost];
        const bool any = term == Disjunction::kAnyTerm;
        const std::size_t up_to = any ? kAlways : number_of[term];
        const TermList* const own = any                ? nullptr
                                    : up_to == kAlways ? rest_.terms[place_of[term]].get()
                                                       : leads_[up_to].get();
        others_.push_back({all.boosts[boost].get(), up_to, own});
        if (up_to == kAlways) {
            rest_.boosted.push_back(any ? term : place_of[term]);
            rest_.boosts.push_back(std::move(all.boosts[boost]));
        } else {
            boosts_.push_back(std::move(all.boosts[boost]));
        }
    }
    std::ranges::stable_sort(others_, std::greater{}, [](const Other& other) { return other.list->greatest(); });
    for (std::size_t place = 0; place < others_.size(); ++place) {
        const auto before = std::span(others_).first(place);
        const auto term = std::ranges::find(before, others_[place].boosted, [](const Other& one) { return one.list; });
        others_[place].term = term == before.end() ? nullptr : &*term;
    }
}

void DisjunctionLeads::run(SegmentCollector& collector) {
    for (lead_ = 0; lead_ < leads_.size(); ++lead_) {
        TermList& lead = *leads_[lead_];
        Score rest = 0;
        for (const Other& other : others_) {
            rest += other.up_to >= lead_ ? other.list->greatest() : 0;
        }
        Lead(lead, filter_, 0).each(collector, rest, [&](std::uint32_t block) { process(block, collector); });
    }
}

void DisjunctionLeads::process(std::uint32_t block, SegmentCollector& collector) {
    Deadline::check_lightly();
    TermList& lead = *leads_[lead_];
    const std::uint32_t begin = std::max(lead.begin_of(block), filter_.begin());
    const std::uint32_t end = std::min(lead.last_document(block) + 1, filter_.end());
    const Score needed = collector.needed_from(begin);
    if (begin >= end) {
        return;
    }
    const Score rest = bound_others(begin, end);
    if (lead.bound(block) + rest < needed) {
        return;
    }
    Candidates candidates = candidates_.view(0);
    candidates.count = lead.read(block, begin, end, needed - rest, candidates);
    candidates.count = filter_.keep(candidates);
    candidates = complete(candidates, rest, needed);
    for (std::uint32_t i = 0; i < candidates.count; ++i) {
        const std::uint32_t document = candidates.documents[i];
        const Score score = candidates.scores[i] & ~kernels::kMark;
        if (score >= collector.needed_from(document) && !has(document)) {
            collector.collect(document, score);
        }
    }
}

/// Lists the others that stand among some documents, and returns what they bring at most.
Score DisjunctionLeads::bound_others(std::uint32_t begin, std::uint32_t end) {
    dense_.clear();
    sparse_.clear();
    common_.clear();
    dense_bound_ = 0;
    Score bound = 0;
    const std::uint32_t blocks = leads_[lead_]->block_count();
    for (Other& other : others_) {
        if (other.up_to < lead_ || lacks_term(other)) {
            continue;
        }
        const TermList& list = *other.list;
        const auto own = list.greatest_near(begin, end, blocks);
        other.absent = !own.has_value();
        if (other.absent) {
            continue;
        }
        bound += *own;
        if (list.list().bits() == nullptr) {
            sparse_.push_back({&other, *own});
        } else if (!is_common(list)) {
            dense_.push_back({&other, *own});
            dense_bound_ += *own;
        } else {
            common_.push_back({&other, *own});
        }
    }
    return bound;
}

/// Whether it is known that a boost stands in no candidate, as its term does not. A term that is a lead itself is not
/// looked up once its own turn has come.
bool DisjunctionLeads::lacks_term(const Other& other) const {
    return other.term != nullptr && other.term->up_to >= lead_ && other.term->absent;
}

/// Adds to candidates what the others bring, `bound` at most. Of bitmaps it is seen first which candidates have them, but for
/// the commonest, as nearly all have these.
Candidates DisjunctionLeads::complete(Candidates candidates, Score bound, Score needed) {
    for (const auto& [other, own] : dense_) {
        kernels::active().weigh(candidates, other->list->list().bits(), 0, static_cast<std::uint32_t>(own));
    }
    Score left = bound - dense_bound_;
    candidates.count = kernels::active().keep(candidates, marked(needed - left));
    const auto add = [&](const std::vector<Bounded>& lists) {
        for (const auto& [other, own] : lists) {
            if (candidates.count > 0) {
                left -= own;
                if (!lacks_term(*other)) {
                    candidates.count = other->list->complete(candidates, marked(needed - left), false);
                    other->absent = !other->list->has_found();
                }
            }
        }
    };
    add(sparse_);
    for (const auto& [other, own] : dense_) {
        if (candidates.count > 0) {
            candidates.count = other->list->replace(candidates, own, marked(needed - left));
        }
    }
    add(common_);
    return candidates;
}

/// Whether a document has been found along a lead before.
bool DisjunctionLeads::has(std::uint32_t document) {
    return std::ranges::any_of(std::span(leads_).first(lead_),
                               [&](const auto& lead) { return lead->find(document).has_value(); });
}

} // namespace searchlib::search
