#include "search/query.hpp"

#include <algorithm>
#include <utility>

#include "search/compile.hpp"
#include "search/count_plan.hpp"
#include "search/deadline.hpp"
#include "search/extras.hpp"
#include "search/near_cursor.hpp"
#include "search/phrase_cursor.hpp"
#include "search/planned.hpp"
#include "search/pruned_plan.hpp"
#include "search/weighing.hpp"

namespace searchlib::search {
namespace {

using Kind = Node::Kind;

/// A document with what tells its place among equals.
std::optional<Hit> hit_of(const Mark* mark, const Snapshot& snapshot) {
    if (mark == nullptr) {
        return std::nullopt;
    }
    const auto [number, doc] = snapshot.locate(mark->document);
    const storage::Columns& columns = snapshot.segments()[number].segment->columns();
    return Hit{mark->score, columns.seconds(doc), columns.sequence(doc), mark->document};
}

/// The first document of a segment that comes behind a hit, if there is one, in the order of the documents.
std::uint32_t first_behind(const std::optional<Hit>& hit, const SnapshotSegment& segment) {
    return hit ? segment.segment->columns().first_behind(hit->seconds, hit->sequence) : 0;
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
    clauses_ = clauses_of(root_);
}

const Node& Query::matching() const { return root_.kind == Kind::boosted ? root_.children.front() : root_; }

void Query::each_segment(const std::function<void(const SnapshotSegment&)>& run) const {
    for (const std::uint32_t number : snapshot_->largest_first()) {
        const SnapshotSegment& segment = snapshot_->segments()[number];
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

CursorPointer Query::cursor(const SnapshotSegment& segment, bool scored) const {
    return compile(scored ? root_ : matching(), segment, *scoring_);
}

void Query::best_in(const SnapshotSegment& segment, SegmentCollector& collector) const {
    if (clauses_) {
        run_planned(*clauses_, segment, *scoring_, collector);
    } else if (const CursorPointer cursor = compile(root_, segment, *scoring_)) {
        run_pruned(*cursor, collector);
    }
}

std::vector<Hit> Query::best(std::size_t k, const Mark* after) const {
    const std::optional<Hit> behind = hit_of(after, *snapshot_);
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
        if (behind) {
            collector.keep_below(behind->score, first_behind(behind, segment));
        }
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

std::vector<Hit> Query::newest(std::size_t k, const Mark* after) const {
    const std::optional<Hit> behind = hit_of(after, *snapshot_);
    const OwnDeadline deadline(seconds_);
    std::vector<Hit> hits;
    each_segment([&](const SnapshotSegment& segment) {
        const storage::Columns& columns = segment.segment->columns();
        const CursorPointer cursor = k > 0 ? compile(matching(), segment, *scoring_) : nullptr;
        std::size_t found = 0;
        // A segment's documents stand newest first.
        for (std::uint32_t doc = cursor ? cursor->advance(first_behind(behind, segment)) : kEnd;
             doc != kEnd && found < k; doc = cursor->advance(doc + 1)) {
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

std::vector<Hit> Query::oldest(std::size_t k, const Mark* after) const {
    const std::optional<Hit> behind = hit_of(after, *snapshot_);
    const OwnDeadline deadline(seconds_);
    TopDocuments<OldestFirst> top(std::min<std::size_t>(k, snapshot_->size()));
    each_segment([&](const SnapshotSegment& segment) {
        const storage::Columns& columns = segment.segment->columns();
        const CursorPointer cursor = compile(matching(), segment, *scoring_);
        for (std::uint32_t doc = cursor ? cursor->document() : kEnd; doc != kEnd; doc = cursor->advance(doc + 1)) {
            Deadline::check_lightly();
            const Hit hit{0, columns.seconds(doc), columns.sequence(doc), segment.base + doc};
            if ((!behind || OldestFirst()(*behind, hit)) && segment.live(doc)) {
                top.offer(hit);
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
    return clauses_ ? clauses_->plan() : root_.kind == Kind::nothing ? "nothing" : "pruned";
}

} // namespace searchlib::search
