#include "search/term_cursor.hpp"

#include <algorithm>

namespace searchlib::search {

TermCursor::TermCursor(storage::PostingList list, Weight weight, storage::Bytes lengths, double slack)
    : list_(list, weight, lengths, slack) {
    enter(0);
}

void TermCursor::enter(std::uint32_t block) {
    count_ = list_.open(block).count;
    documents_ = list_.documents();
    at_ = 0;
    document_ = documents_[0];
}

/// Enters the block that holds the first document not before `target`, which lies behind the current block.
bool TermCursor::enter_block_with(std::uint32_t target) {
    const std::uint32_t block = list_.block_with(target);
    if (block == list_.block_count()) {
        at_ = count_;
        document_ = kEnd;
        return false;
    }
    enter(block);
    return true;
}

std::uint32_t TermCursor::frequency() { return list_.open(list_.open_block()).frequency(at_); }

void TermCursor::mark(std::uint32_t begin, std::uint32_t end, std::uint64_t* bits) {
    if (document_ < end) {
        list_.mark(document_, end, begin, bits);
        enter(list_.open_block());
        advance(end);
    }
}

Score TermCursor::score() {
    return scores() ? list_.weight().contribution(frequency(), list_.length_code(document_)) : 0;
}

Bound TermCursor::bound(std::uint32_t target) {
    bound_block_ = list_.list().block_with(target, bound_block_);
    if (bound_block_ == list_.block_count()) {
        return {0, kEnd};
    }
    if (!scores()) {
        return {0, list_.last_document(list_.block_count() - 1)};
    }
    return {list_.bound(bound_block_), list_.last_document(bound_block_)};
}

} // namespace searchlib::search
