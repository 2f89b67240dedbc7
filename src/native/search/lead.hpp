#pragma once

#include <algorithm>
#include <array>
#include <span>

#include "search/document_filter.hpp"
#include "search/term_list.hpp"
#include "search/top_documents.hpp"

namespace searchlib::search {

/// Room for the documents of a block.
struct BlockCandidates {
    std::array<std::uint32_t, storage::kBlockSize> documents; // NOLINT(*-member-init): only what is written is read
    std::array<kernels::Marked, storage::kBlockSize> scores;  // NOLINT(*-member-init): likewise

    [[nodiscard]] kernels::Candidates view(std::uint32_t count) { return {documents.data(), scores.data(), count}; }
};

/// The blocks of a list that a plan works along. Those with the greatest bounds come first: the documents they have
/// raise what is needed, so that most of the others are passed over by one look at their bounds.
class Lead {
public:
    /// The blocks that are to come first are at least `wanted`, if there are as many.
    Lead(const TermList& list, const DocumentFilter& filter, std::size_t wanted)
        : list_(list), begin_(list.block_with(filter.begin())), end_(list.block_with(filter.end() - 1)) {
        if (end_ < list.block_count()) {
            ++end_;
        }
        if (list_.scores() && end_ - begin_ > 1) {
            find_best(static_cast<std::uint32_t>(std::clamp<std::size_t>(wanted, kLeast, kMost)));
            if (wanted > 0) {
                std::ranges::sort(std::span(best_).first(best_count_), [](const Best& a, const Best& b) {
                    return a.stored != b.stored ? a.stored > b.stored : a.block < b.block;
                });
            }
        }
    }

    /// The stored bound that as many blocks reach; 0 if there are not as many, or they are not known.
    [[nodiscard]] std::uint32_t stored_bound_of_best(std::size_t count) const {
        return count > 0 && count <= best_count_ ? best_[count - 1].stored : 0;
    }

    /// Calls `process(block)` for each block that may have a document which, with `rest` from others, reaches what the
    /// collector needs.
    template <class Process> void each(const SegmentCollector& collector, Score rest, Process&& process) {
        const auto needed_in = [&](std::uint32_t block) {
            return list_.stored_bound(collector.needed_from(list_.begin_of(block)) - rest);
        };
        const auto best = std::span(best_).first(best_count_);
        for (const Best& one : best) {
            list_.list().prefetch(one.block);
        }
        for (const Best& one : best) {
            if (one.stored >= needed_in(one.block)) {
                process(one.block);
            }
        }
        for (std::uint32_t block = begin_; block < end_; ++block) {
            block = list_.find_at_least(needed_in(block), block);
            if (block >= end_) {
                return;
            }
            if (block >= behind_best_ || list_.stored_bound_of(block) < least_of_best_) {
                process(block);
            }
        }
    }

private:
    static constexpr std::uint32_t kLeast = 12;
    static constexpr std::uint32_t kMost = kernels::kStripes;

    struct Best {
        std::uint32_t block;
        std::uint32_t stored;
    };

    /// The blocks with the greatest bounds, in descending order.
    void find_best(std::uint32_t wanted) {
        least_of_best_ = list_.stored_bound_of_best(begin_, end_, wanted);
        behind_best_ = begin_;
        while (best_count_ < kMost) {
            const std::uint32_t block = list_.find_at_least(least_of_best_, behind_best_);
            if (block >= end_) {
                behind_best_ = end_;
                break;
            }
            best_[best_count_++] = {block, list_.stored_bound_of(block)};
            behind_best_ = block + 1;
        }
    }

    const TermList& list_;
    std::uint32_t begin_;
    std::uint32_t end_;
    std::uint32_t best_count_ = 0;
    /// All blocks before this that have at least that bound are among the best.
    std::uint32_t behind_best_ = 0;
    std::uint32_t least_of_best_ = 0;
    std::array<Best, kMost> best_; // NOLINT(*-member-init): only what is written is read
};

} // namespace searchlib::search
