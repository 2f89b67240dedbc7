#include "search/strong_bigram.hpp"

#include <algorithm>

namespace searchlib::search {

using kernels::Marked;

StrongBigram::StrongBigram(std::unique_ptr<TermList> list, std::uint32_t unlisted) : list_(std::move(list)) {
    for (std::size_t code = 0; code < unlisted_scores_.size(); ++code) {
        unlisted_scores_[code] = marked(list_->weight().contribution(unlisted, static_cast<std::uint8_t>(code)));
    }
}

std::span<const std::uint32_t> StrongBigram::find(std::uint32_t begin, std::uint32_t end) {
    std::size_t found = 0;
    documents_.clear();
    for (std::uint32_t block = list_->block_with(begin); block < list_->block_count() && list_->begin_of(block) < end;
         ++block) {
        documents_.resize(found + storage::kBlockSize);
        scores_.resize(std::max(scores_.size(), documents_.size()));
        found += list_->read(block, begin, end, {documents_.data() + found, scores_.data() + found, 0});
    }
    documents_.resize(found);
    return documents_;
}

void StrongBigram::lower(kernels::Candidates candidates) {
    if (candidates.count == 0) {
        return;
    }
    find(candidates.documents[0], candidates.documents[candidates.count - 1] + 1);
    std::size_t next = 0;
    for (std::uint32_t i = 0; i < candidates.count; ++i) {
        const std::uint32_t document = candidates.documents[i];
        while (next < documents_.size() && documents_[next] < document) {
            ++next;
        }
        const bool listed = next < documents_.size() && documents_[next] == document;
        const Marked bound = listed ? scores_[next] : unlisted_scores_[list_->length_code(document)];
        candidates.scores[i] = std::min(candidates.scores[i], bound);
    }
}

std::optional<std::uint8_t> StrongBigram::longest(Marked needed) const {
    for (std::size_t code = unlisted_scores_.size(); code-- > 0;) {
        if (unlisted_scores_[code] >= needed) {
            return static_cast<std::uint8_t>(code);
        }
    }
    return std::nullopt;
}

} // namespace searchlib::search
