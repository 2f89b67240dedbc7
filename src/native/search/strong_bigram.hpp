#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "search/term_list.hpp"

namespace searchlib::search {

/// A bigram of which only the documents are listed that have it most often, and what it lets documents score.
class StrongBigram {
public:
    /// The list scores with the weight of the phrase. Others have the bigram at most `unlisted` times.
    StrongBigram(std::unique_ptr<TermList> list, std::uint32_t unlisted);

    /// Lists the documents from `begin` to before `end`.
    std::span<const std::uint32_t> find(std::uint32_t begin, std::uint32_t end);

    /// What the bigram lets each of those score, marked.
    [[nodiscard]] std::span<const kernels::Marked> scores() const { return {scores_.data(), documents_.size()}; }

    /// Lowers the scores of candidates, marked, to what the bigram allows.
    void lower(kernels::Candidates candidates);

    /// The greatest length code that a document may have which is not listed and scores so much (marked); none if there is
    /// no such.
    [[nodiscard]] std::optional<std::uint8_t> longest(kernels::Marked needed) const;

    /// What documents score that stand in the list for having the bigram more often than others, and are `wanted`; marked.
    template <class Wanted>
    std::vector<kernels::Marked> scores_of(std::uint32_t begin, std::uint32_t end, Wanted&& wanted) {
        std::vector<kernels::Marked> scores;
        find(begin, end);
        for (std::size_t i = 0; i < documents_.size(); ++i) {
            // Another one may stand in place of an empty list.
            if (scores_[i] > unlisted_scores_[list_->length_code(documents_[i])] && wanted(documents_[i])) {
                scores.push_back(scores_[i]);
            }
        }
        return scores;
    }

private:
    std::unique_ptr<TermList> list_;
    /// What a document of each length code scores that has it as often as others may.
    std::array<kernels::Marked, 256> unlisted_scores_; // NOLINT(*-member-init): filled at once
    std::vector<std::uint32_t> documents_;
    std::vector<kernels::Marked> scores_;
};

} // namespace searchlib::search
