#include "indexing/merged_postings.hpp"

#include <algorithm>

#include "indexing/merge.hpp"

namespace searchlib::indexing {

SourcePostings::SourcePostings(const storage::PostingList& list, const std::vector<std::uint32_t>& numbers, bool text)
    : list_(list), numbers_(&numbers), text_(text) {
    open_block();
    --at_; // before the first
    advance();
}

void SourcePostings::open_block() {
    at_ = 0;
    count_ = 0;
    if (block_ == list_.block_count()) {
        return;
    }
    const storage::PostingBlock block = list_.block(block_);
    storage::PostingList::documents(block, documents_.data());
    if (text_) {
        storage::PostingList::frequencies(block, frequencies_.data());
        run_ = list_.positions(block_);
    }
    count_ = block.count;
}

void SourcePostings::advance() {
    for (;;) {
        if (++at_ >= count_) {
            if (count_ == 0 || ++block_ >= list_.block_count()) {
                at_end_ = true;
                return;
            }
            open_block();
        }
        document_ = (*numbers_)[documents_[at_]];
        if (document_ != Merge::kDropped) {
            return;
        }
    }
}

void SourcePostings::write(storage::PostingsWriter& writer) {
    positions_.clear();
    if (text_) {
        run_.read(documents_.data(), frequencies_.data(), at_, positions_);
    }
    writer.add(document_, positions_);
}

void MergedPostings::add(const storage::PostingList& list, const std::vector<std::uint32_t>& numbers, bool text) {
    sources_.emplace_back(list, numbers, text);
    if (sources_.back().at_end()) {
        sources_.pop_back();
    }
}

std::uint32_t MergedPostings::write(storage::PostingsWriter& writer) {
    std::uint32_t written = 0;
    while (!sources_.empty()) {
        // Segments are periods that overlap little, so that a source mostly has many documents before another's.
        const auto least = std::ranges::min_element(sources_, {}, &SourcePostings::document);
        std::uint32_t limit = UINT32_MAX;
        for (auto source = sources_.begin(); source != sources_.end(); ++source) {
            if (source != least) {
                limit = std::min(limit, source->document());
            }
        }
        while (!least->at_end() && least->document() < limit) {
            least->write(writer);
            least->advance();
            ++written;
        }
        if (least->at_end()) {
            sources_.erase(least);
        }
    }
    return written;
}

} // namespace searchlib::indexing
