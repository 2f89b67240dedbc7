#include "search/term_set_cursor.hpp"

#include <algorithm>
#include <bit>

#include "search/deadline.hpp"

namespace searchlib::search {

TermSetCursor::TermSetCursor(std::vector<std::unique_ptr<TermCursor>> terms, std::vector<std::uint32_t> singles,
                             Score score)
    : terms_(std::move(terms)), singles_(std::move(singles)), score_(score), bits_(kWindow / 64) {
    std::ranges::sort(singles_);
    cost_ = singles_.size();
    for (const auto& term : terms_) {
        cost_ += term->cost();
    }
    document_ = fill(0) ? first_marked(begin_) : kEnd;
}

/// Makes the window of the first document not before `from` the one at hand; false if there is none.
bool TermSetCursor::fill(std::uint32_t from) {
    Deadline::check();
    std::uint32_t first = kEnd;
    for (const auto& term : terms_) {
        first = std::min(first, term->advance(from));
    }
    while (next_single_ < singles_.size() && singles_[next_single_] < from) {
        ++next_single_;
    }
    if (next_single_ < singles_.size()) {
        first = std::min(first, singles_[next_single_]);
    }
    if (first == kEnd) {
        return false;
    }
    begin_ = first - first % kWindow;
    std::ranges::fill(bits_, 0);
    const std::uint32_t end = begin_ + kWindow;
    for (const auto& term : terms_) {
        if (term->document() < end) {
            term->mark(begin_, end, bits_.data());
        }
    }
    for (; next_single_ < singles_.size() && singles_[next_single_] < end; ++next_single_) {
        const std::uint32_t at = singles_[next_single_] - begin_;
        bits_[at / 64] |= std::uint64_t{1} << (at % 64);
    }
    std::erase_if(terms_, [](const auto& term) { return term->document() == kEnd; });
    return true;
}

/// The first document from `from`, which is in the window, on that is marked there; kEnd if none is.
std::uint32_t TermSetCursor::first_marked(std::uint32_t from) const {
    const std::uint32_t at = from - begin_;
    std::size_t word = at / 64;
    std::uint64_t left = bits_[word] & (~std::uint64_t{0} << (at % 64));
    while (left == 0 && ++word < bits_.size()) {
        left = bits_[word];
    }
    return left == 0
               ? kEnd
               : begin_ + static_cast<std::uint32_t>(word) * 64 + static_cast<std::uint32_t>(std::countr_zero(left));
}

std::uint32_t TermSetCursor::advance(std::uint32_t target) {
    if (document_ >= target) {
        return document_;
    }
    const std::uint32_t end = begin_ + kWindow;
    if (target < end) {
        document_ = first_marked(target);
        if (document_ != kEnd) {
            return document_;
        }
    }
    return document_ = fill(std::max(target, end)) ? first_marked(std::max(target, begin_)) : kEnd;
}

void TermSetCursor::mark(std::uint32_t begin, std::uint32_t end, std::uint64_t* bits) {
    while (document_ < end) {
        const std::uint32_t stop = std::min(end, begin_ + kWindow);
        if ((begin_ - begin) % 64 == 0 && begin_ >= begin && stop == begin_ + kWindow) {
            // Whole words of the window; those before the current document are not wanted.
            const std::uint32_t first = (document_ - begin_) / 64;
            std::uint64_t mask = ~std::uint64_t{0} << ((document_ - begin_) % 64);
            for (std::uint32_t word = first; word < bits_.size(); ++word, mask = ~std::uint64_t{0}) {
                bits[(begin_ - begin) / 64 + word] |= bits_[word] & mask;
            }
            advance(stop);
        } else {
            Cursor::mark(begin, stop, bits);
        }
    }
}

} // namespace searchlib::search
