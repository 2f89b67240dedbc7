#include "search/pruned_plan.hpp"

namespace searchlib::search {

void run_pruned(Cursor& cursor, SegmentCollector& collector) {
    Bound bound{INT64_MAX, 0};
    bool bounded = false;
    cursor.require(collector.needed());
    for (std::uint32_t doc = cursor.document(); doc != kEnd;) {
        if (collector.needed() > 0) {
            if (!bounded || doc > bound.last) {
                bound = cursor.bound(doc);
                bounded = true;
            }
            if (bound.score < collector.needed()) {
                doc = bound.last == kEnd ? kEnd : cursor.advance(bound.last + 1);
                continue;
            }
        }
        const Score needed = collector.needed();
        collector.collect(doc, cursor.score());
        if (collector.needed() != needed) {
            cursor.require(collector.needed());
        }
        doc = cursor.advance(doc + 1);
    }
}

} // namespace searchlib::search
