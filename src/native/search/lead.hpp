#pragma once

#include <algorithm>
#include <array>
#include <span>

#include "search/document_filter.hpp"
#include "search/term_list.hpp"
#include "search/top_documents.hpp"

namespace searchlib::search {

/// A score as kernels compare it; nothing reaches what does not fit.
inline kernels::Marked marked(Score score) {
    constexpr Score kMost = kernels::kMark - 1;
    return kernels::kMark | static_cast<kernels::Marked>(std::clamp<Score>(score, 0, kMost));
}

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
    Lead(const TermList& list, const DocumentFilter& filter)
        : list_(list), begin_(list.block_with(filter.begin())), end_(list.block_with(filter.end() - 1)) {
        if (end_ < list.block_count()) {
            ++end_;
        }
    }

    /// Calls `process(block)` for each block that may have a document which, with `rest` from others, reaches what the
    /// collector needs.
    template <class Process> void each(const SegmentCollector& collector, Score rest, Process&& process) {
        if (list_.scores() && end_ - begin_ >= kWorthSorting) {
            find_best();
            for (std::uint32_t i = 0; i < best_count_; ++i) {
                process(best_[i]);
            }
        }
        const auto best = std::span(best_).first(best_count_);
        for (std::uint32_t block = begin_; block < end_; ++block) {
            const std::uint32_t stored = list_.stored_bound(collector.needed_from(list_.begin_of(block)) - rest);
            block = list_.find_at_least(stored, block);
            if (block >= end_) {
                return;
            }
            if (!std::ranges::binary_search(best, block)) {
                process(block);
            }
        }
    }

private:
    static constexpr std::uint32_t kFirst = 12;
    static constexpr std::uint32_t kWorthSorting = 4 * kFirst;

    [[nodiscard]] std::uint32_t* least_of_best() {
        return std::ranges::min_element(best_, {},
                                        [this](std::uint32_t block) { return list_.stored_bound_of(block); });
    }

    /// The blocks with the greatest bounds, in ascending order.
    void find_best() {
        std::uint32_t least = 0;
        for (std::uint32_t block = begin_; block < end_; ++block) {
            block = best_count_ < kFirst ? block : list_.find_at_least(least + 1, block);
            if (block >= end_) {
                break;
            }
            if (best_count_ < kFirst) {
                best_[best_count_++] = block;
            } else {
                *least_of_best() = block;
            }
            if (best_count_ == kFirst) {
                least = list_.stored_bound_of(*least_of_best());
            }
        }
        std::ranges::sort(std::span(best_).first(best_count_));
    }

    const TermList& list_;
    std::uint32_t begin_;
    std::uint32_t end_;
    std::uint32_t best_count_ = 0;
    std::array<std::uint32_t, kFirst> best_{};
};

} // namespace searchlib::search
