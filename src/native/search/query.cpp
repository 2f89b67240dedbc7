#include "search/query.hpp"

#include <algorithm>
#include <iterator>
#include <span>
#include <utility>

#include "search/compile.hpp"
#include "search/conjunction_plan.hpp"
#include "search/count_plan.hpp"
#include "search/deadline.hpp"
#include "search/disjunction_plan.hpp"
#include "search/extras.hpp"
#include "search/near_cursor.hpp"
#include "search/phrase_cursor.hpp"
#include "search/phrase_plan.hpp"
#include "search/pruned_plan.hpp"
#include "search/weighing.hpp"

namespace searchlib::search {
namespace {

using Kind = Node::Kind;

/// A keyword this much rarer than the terms of a disjunction leads better than it follows: looking a document up in
/// several lists costs some ten times what scoring postings in passing does.
constexpr std::uint64_t kRareKeyword = 32;

/// Sums of so much fit into what kernels add up.
constexpr double kMostScore = 32767.0;

bool can_score(const Node& node) {
    switch (node.kind) {
    case Kind::term:
    case Kind::phrase:
        return true;
    case Kind::conjunction:
    case Kind::disjunction:
    case Kind::boosted:
        return std::ranges::any_of(node.children, can_score);
    case Kind::exclusion:
    case Kind::recent:
        return can_score(node.children.front());
    case Kind::near:
    case Kind::joined:
    case Kind::pattern:
    case Kind::constant:
        return true;
    default:
        return false;
    }
}

bool is_term(const Node& node) { return node.kind == Kind::term; }

bool is_disjunction_of_terms(const Node& node) {
    return node.kind == Kind::disjunction && node.children.size() > 1 && std::ranges::all_of(node.children, is_term);
}

/// Of each boost the place of the term that it stands with; kAnyTerm where that is not known.
std::vector<std::size_t> boosted_by(const std::vector<const Node*>& terms, const std::vector<const Node*>& boosts) {
    std::vector<std::size_t> places;
    for (std::size_t at = 0; at < terms.size(); ++at) {
        places.resize(std::max<std::size_t>(places.size(), terms[at]->word + 1), DisjunctionPlan::kAnyTerm);
        places[terms[at]->word] = terms[at]->word == 0 ? DisjunctionPlan::kAnyTerm : at;
    }
    std::vector<std::size_t> found;
    found.reserve(boosts.size());
    for (const Node* boost : boosts) {
        found.push_back(boost->word < places.size() ? places[boost->word] : DisjunctionPlan::kAnyTerm);
    }
    return found;
}

} // namespace

Query::Query(std::shared_ptr<const Snapshot> snapshot, Node root, const Statistics* statistics)
    : snapshot_(std::move(snapshot)), root_(std::move(root)), scoring_(&snapshot_->scoring()) {
    if (statistics != nullptr) {
        if (statistics->fields.size() != snapshot_->fields().size()) {
            throw std::invalid_argument("statistics are needed for each text field");
        }
        outside_ = std::make_unique<Scoring>(snapshot_->scoring(statistics->fields));
        scoring_ = outside_.get();
    }
    Weighing weighing(*snapshot_, statistics);
    weighing.weigh(root_);
    cut_ = weighing.cut();
    reduce(root_);
    split_root();
}

const Node& Query::matching() const { return root_.kind == Kind::boosted ? root_.children.front() : root_; }

/// Sees whether the root is a term, or a disjunction or conjunction of terms, alone or with filters, boosted by
/// terms or not.
void Query::split_root() {
    const Node& root = matching();
    if (&root != &root_) {
        const auto boosts = std::span(root_.children).subspan(1);
        if (!std::ranges::all_of(boosts, is_term)) {
            return;
        }
        for (const Node& boost : boosts) {
            boosts_.push_back(&boost);
        }
    }
    std::vector<const Node*> scoring;
    std::vector<const Node*> filters;
    if (root.kind == Kind::conjunction) {
        for (const Node& child : root.children) {
            (can_score(child) ? scoring : filters).push_back(&child);
        }
    } else {
        scoring.push_back(&root);
    }
    if (scoring.size() == 1 && is_disjunction_of_terms(*scoring.front())) {
        plan_ = Plan::disjunction;
        for (const Node& child : scoring.front()->children) {
            terms_.push_back(&child);
        }
        filters_ = std::move(filters);
    } else if (!scoring.empty() && std::ranges::all_of(scoring, [](const Node* node) { return is_term(*node); })) {
        plan_ = Plan::conjunction;
        terms_ = std::move(scoring);
        filters_ = std::move(filters);
    } else if (scoring.size() == 1 && scoring.front()->kind == Kind::phrase && boosts_.empty()) {
        plan_ = Plan::phrase;
        terms_ = std::move(scoring);
        filters_ = std::move(filters);
    }
    double most = 0.0;
    for (const auto* nodes : {&terms_, &boosts_}) {
        for (const Node* node : *nodes) {
            most += node->idf;
        }
    }
    if (most >= kMostScore) {
        plan_ = Plan::pruned;
    }
}

template <class Run> void Query::each_segment(Run&& run) const {
    for (const SnapshotSegment& segment : snapshot_->segments()) {
        try {
            run(segment);
        } catch (const DeadlinePassed&) {
            if (!Deadline::wants_partial()) {
                throw;
            }
            return;
        } catch (const storage::Corrupt& error) {
            throw storage::CorruptFile(segment.segment->file().path(), error.what());
        }
    }
}

void Query::best_in(const SnapshotSegment& segment, SegmentCollector& collector) const {
    if (plan_ == Plan::pruned) {
        if (const CursorPointer cursor = compile(root_, segment, *scoring_)) {
            run_pruned(*cursor, collector);
        }
        return;
    }
    if (plan_ == Plan::phrase) {
        best_phrase_in(segment, collector);
        return;
    }
    std::uint64_t cost = 0;
    std::vector<const Node*> term_nodes = terms_;
    std::vector<const Node*> boost_nodes = boosts_;
    Lists terms = lists_of(term_nodes, segment, cost);
    if (terms.empty() || (plan_ == Plan::conjunction && terms.size() < terms_.size())) {
        return;
    }
    Lists boosts = lists_of(boost_nodes, segment, cost);
    DocumentFilter filter(0, segment.segment->size());
    Lists keywords;
    for (const Node* node : filters_) {
        if (node->kind != Kind::keyword) {
            limit(filter, *node, segment, *scoring_);
            continue;
        }
        auto keyword = compile_list(*node, segment, *scoring_);
        if (!keyword) {
            return;
        }
        // Of a disjunction only a rare keyword is worth going along; others are a bit for each document.
        if (plan_ == Plan::conjunction || terms.size() == 1 || keyword->cost() < cost / kRareKeyword) {
            keywords.push_back(std::move(keyword));
        } else {
            limit(filter, *node, segment, *scoring_);
        }
    }
    if (filter.empty()) {
        return;
    }
    if (plan_ == Plan::conjunction || terms.size() == 1) {
        const bool all = terms.size() == 1 && filters_.empty() && segment.deletes == nullptr;
        const double share = all ? scoring_->share[segment.number][term_nodes.front()->field] : 0.0;
        std::ranges::move(keywords, std::back_inserter(terms));
        ConjunctionPlan(std::move(terms), {}, std::move(boosts), filter).run(collector, share);
    } else if (!keywords.empty()) {
        ConjunctionPlan(std::move(keywords), std::move(terms), std::move(boosts), filter).run(collector, 0.0);
    } else {
        DisjunctionPlan(std::move(terms), std::move(boosts), boosted_by(term_nodes, boost_nodes), filter)
            .run(collector);
    }
}

void Query::best_phrase_in(const SnapshotSegment& segment, SegmentCollector& collector) const {
    const Node& node = *terms_.front();
    CompiledBigrams bigrams = compile_bigrams(node, segment, *scoring_);
    if (bigrams.absent) {
        return;
    }
    DocumentFilter filter(0, segment.segment->size());
    for (const Node* other : filters_) {
        limit(filter, *other, segment, *scoring_);
    }
    if (node.terms.size() == 2 && !bigrams.lists.empty()) {
        // The bigram is the phrase, and says how often it stands in each document.
        const bool all = filters_.empty() && segment.deletes == nullptr;
        const double share = all ? scoring_->share[segment.number][node.field] : 0.0;
        ConjunctionPlan(std::move(bigrams.lists), {}, {}, filter).run(collector, share);
    } else if (auto matcher = compile_matcher(node, segment, *scoring_)) {
        PhrasePlan(*std::move(matcher), std::move(bigrams.lists), {node.idf, &scoring_->norms[node.field]}, filter)
            .run(collector);
    }
}

/// The lists that the segment has of these terms; leaves only them, and adds what they cost.
Query::Lists Query::lists_of(std::vector<const Node*>& nodes, const SnapshotSegment& segment,
                             std::uint64_t& cost) const {
    Lists lists;
    lists.reserve(nodes.size());
    std::erase_if(nodes, [&](const Node* node) {
        auto list = compile_list(*node, segment, *scoring_);
        if (list == nullptr) {
            return true;
        }
        cost += list->cost();
        lists.push_back(std::move(list));
        return false;
    });
    return lists;
}

std::vector<Hit> Query::best(std::size_t k) const {
    const OwnDeadline deadline(seconds_);
    TopDocuments<ByScore> top(std::min<std::size_t>(k, snapshot_->size()));
    if (top.capacity() == 0) {
        return {};
    }
    std::vector<Hit> only;
    const auto keep = [&](SegmentCollector& collector) {
        if (snapshot_->segments().size() == 1) {
            only = collector.take();
        } else {
            collector.hand_over(top);
        }
    };
    each_segment([&](const SnapshotSegment& segment) {
        SegmentCollector collector(segment, top);
        try {
            best_in(segment, collector);
        } catch (const DeadlinePassed&) {
            keep(collector);
            throw;
        }
        keep(collector);
    });
    return snapshot_->segments().size() == 1 ? only : top.take();
}

std::vector<Hit> Query::best_exhaustively(std::size_t k) const {
    const OwnDeadline deadline(seconds_);
    TopDocuments<ByScore> top(std::min<std::size_t>(k, snapshot_->size()));
    each_segment([&](const SnapshotSegment& segment) {
        const storage::Columns& columns = segment.segment->columns();
        const CursorPointer cursor = compile(root_, segment, *scoring_);
        for (std::uint32_t doc = cursor ? cursor->document() : kEnd; doc != kEnd; doc = cursor->advance(doc + 1)) {
            Deadline::check_lightly();
            if (segment.live(doc)) {
                top.offer({cursor->score(), columns.seconds(doc), columns.sequence(doc), segment.base + doc});
            }
        }
    });
    return top.take();
}

std::vector<Hit> Query::newest(std::size_t k) const {
    const OwnDeadline deadline(seconds_);
    std::vector<Hit> hits;
    each_segment([&](const SnapshotSegment& segment) {
        const storage::Columns& columns = segment.segment->columns();
        const CursorPointer cursor = k > 0 ? compile(matching(), segment, *scoring_) : nullptr;
        std::size_t found = 0;
        // A segment's documents stand newest first.
        for (std::uint32_t doc = cursor ? cursor->document() : kEnd; doc != kEnd && found < k;
             doc = cursor->advance(doc + 1)) {
            Deadline::check_lightly();
            if (segment.live(doc)) {
                hits.push_back({0, columns.seconds(doc), columns.sequence(doc), segment.base + doc});
                ++found;
            }
        }
    });
    std::ranges::sort(hits, ByScore());
    hits.resize(std::min(k, hits.size()));
    return hits;
}

std::vector<Hit> Query::oldest(std::size_t k) const {
    const OwnDeadline deadline(seconds_);
    TopDocuments<OldestFirst> top(std::min<std::size_t>(k, snapshot_->size()));
    each_segment([&](const SnapshotSegment& segment) {
        const storage::Columns& columns = segment.segment->columns();
        const CursorPointer cursor = compile(matching(), segment, *scoring_);
        for (std::uint32_t doc = cursor ? cursor->document() : kEnd; doc != kEnd; doc = cursor->advance(doc + 1)) {
            Deadline::check_lightly();
            if (segment.live(doc)) {
                top.offer({0, columns.seconds(doc), columns.sequence(doc), segment.base + doc});
            }
        }
    });
    return top.take();
}

std::uint64_t Query::count() const {
    const OwnDeadline deadline(seconds_);
    std::uint64_t count = 0;
    each_segment([&](const SnapshotSegment& segment) { count += count_documents(matching(), segment, *scoring_); });
    return count;
}

std::optional<Account> Query::account_of(std::uint32_t doc) const {
    if (doc >= snapshot_->size()) {
        return std::nullopt;
    }
    const auto [number, local] = snapshot_->locate(doc);
    const SnapshotSegment& segment = snapshot_->segments()[number];
    const CursorPointer cursor = compile(root_, segment, *scoring_);
    if (!segment.live(local) || !cursor || cursor->advance(local) != local) {
        return std::nullopt;
    }
    Account account{cursor->score(), root_.idf, 0, 0};
    const auto take = [&](auto* counted) {
        if (counted != nullptr) {
            account.frequency = counted->frequency();
            account.length = storage::kLengths[counted->length_code()];
        }
    };
    take(dynamic_cast<TermCursor*>(root_.kind == Kind::term ? cursor.get() : nullptr));
    take(dynamic_cast<PhraseCursor*>(cursor.get()));
    take(dynamic_cast<NearCursor*>(cursor.get()));
    return account;
}

const char* Query::plan() const {
    switch (plan_) {
    case Plan::disjunction:
        return "disjunction";
    case Plan::conjunction:
        return terms_.size() == 1 ? "term" : "conjunction";
    case Plan::phrase:
        return "phrase";
    case Plan::pruned:
        break;
    }
    return root_.kind == Kind::nothing ? "nothing" : "pruned";
}

} // namespace searchlib::search
