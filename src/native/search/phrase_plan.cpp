#include "search/phrase_plan.hpp"

#include <algorithm>

#include "search/deadline.hpp"

namespace searchlib::search {

PhrasePlan::PhrasePlan(PhraseMatcher phrase, std::vector<std::unique_ptr<TermList>> bigrams, Weight weight,
                       const DocumentFilter& filter)
    : phrase_(std::move(phrase)), bigrams_(std::move(bigrams)), weight_(weight), filter_(filter) {
    for (const PhraseMatcher::Part& part : phrase_.parts()) {
        lists_.push_back(part.list.get());
    }
    for (const auto& bigram : bigrams_) {
        lists_.push_back(bigram.get());
    }
    std::ranges::stable_sort(lists_, {}, [](const TermList* list) { return list->cost(); });
}

void PhrasePlan::run(SegmentCollector& collector) {
    if (!filter_.empty()) {
        Lead(*lists_.front(), filter_, 0).each(collector, 0, [&](std::uint32_t block) { process(block, collector); });
    }
}

void PhrasePlan::process(std::uint32_t block, SegmentCollector& collector) {
    Deadline::check_lightly();
    TermList& lead = *lists_.front();
    const std::uint32_t begin = std::max(lead.begin_of(block), filter_.begin());
    const std::uint32_t end = std::min(lead.last_document(block) + 1, filter_.end());
    const kernels::Marked needed = marked(collector.needed_from(begin));
    if (begin >= end || kernels::kMark + lead.bound(block) < needed) {
        return;
    }
    std::uint32_t count = lead.read(block, begin, end, candidates_.view(0));
    count = filter_.keep(candidates_.view(count));
    count = kernels::active().keep(candidates_.view(count), needed);
    for (std::size_t i = 1; i < lists_.size() && count > 0; ++i) {
        count = lists_[i]->limit(candidates_.view(count), needed);
    }
    for (std::uint32_t i = 0; i < count; ++i) {
        const std::uint32_t document = candidates_.documents[i];
        // What is needed may have grown since the block was begun.
        if (candidates_.scores[i] >= marked(collector.needed_from(document))) {
            const std::uint32_t frequency = phrase_.count(document);
            if (frequency > 0) {
                collector.collect(document, weight_.contribution(frequency, lead.length_code(document)));
            }
        }
    }
}

} // namespace searchlib::search
