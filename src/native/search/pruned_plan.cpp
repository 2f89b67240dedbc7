#include "search/pruned_plan.hpp"

#include "search/deadline.hpp"

namespace searchlib::search {

namespace {

/// The first document from `doc` on that a bound lets be among the best; kEnd if there is none. Bounds
/// are asked for without moving the cursor, so that what is passed over is never decoded.
std::uint32_t first_promising(Cursor& cursor, std::uint32_t doc, Score needed, Bound& bound) {
    while (doc != kEnd) {
        if (doc > bound.last) {
            bound = cursor.bound(doc);
        }
        if (bound.score >= needed) {
            break;
        }
        doc = bound.last == kEnd ? kEnd : bound.last + 1;
    }
    return doc;
}

} // namespace

void run_pruned(Cursor& cursor, SegmentCollector& collector) {
    if (cursor.document() == kEnd) {
        return;
    }
    cursor.require(collector.needed());
    Bound bound = cursor.bound(cursor.document());
    for (std::uint32_t doc = cursor.document(); doc != kEnd;) {
        Deadline::check_lightly();
        // Documents ascend, so among equal scores those that come later lose.
        const Score needed = collector.needed_from(doc);
        if (needed > 0) {
            const std::uint32_t promising = first_promising(cursor, doc, needed, bound);
            if (promising != doc) {
                doc = promising == kEnd ? kEnd : cursor.advance(promising);
                continue;
            }
        }
        collector.collect(doc, cursor.score());
        if (collector.needed_from(doc + 1) != needed) {
            cursor.require(collector.needed_from(doc + 1));
        }
        doc = cursor.advance(doc + 1);
    }
}

} // namespace searchlib::search
