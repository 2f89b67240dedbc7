#include "search/term_set_cursor.hpp"

#include <algorithm>
#include <bit>

#include "kernels/kernels.hpp"
#include "search/deadline.hpp"

namespace searchlib::search {

TermSetCursor::TermSetCursor(const std::vector<Term>& terms, std::vector<Single> singles, std::uint32_t steps,
                             Score share)
    : room_(std::make_unique_for_overwrite<std::uint32_t[]>(terms.size() * storage::kBlockSize)),
      singles_(std::move(singles)), steps_(steps), wanted_(steps), first_step_(steps), share_(share), any_(kWords),
      by_step_(steps > 1 ? std::size_t{steps} * kWords : 0) {
    std::ranges::sort(singles_, {}, &Single::document);
    cost_ = singles_.size();
    for (const Single& single : singles_) {
        first_step_ = std::min(first_step_, single.step);
    }
    sources_.reserve(terms.size());
    for (const Term& term : terms) {
        Source& source = sources_.emplace_back(Source{term.list, term.step});
        source.documents = room_.get() + (sources_.size() - 1) * storage::kBlockSize;
        source.list.prefetch_head();
        cost_ += term.list.document_frequency();
        first_step_ = std::min(first_step_, term.step);
    }
    document_ = fill(0) ? first_marked(begin_) : kEnd;
}

/// A document from `from` on, before which there is none.
std::uint32_t TermSetCursor::first_from(std::uint32_t from) {
    std::uint32_t first = kEnd;
    for (const Source& source : sources_) {
        first = std::min(first, source.next == kEnd ? kEnd : std::max(source.next, from));
    }
    while (next_single_ < singles_.size() &&
           (singles_[next_single_].document < from || singles_[next_single_].step >= wanted_)) {
        ++next_single_;
    }
    return next_single_ < singles_.size() ? std::min(first, singles_[next_single_].document) : first;
}

/// Makes the window of the first document not before `from` the one at hand; false if there is none.
bool TermSetCursor::fill(std::uint32_t from) {
    for (;;) {
        Deadline::check();
        const std::uint32_t first = first_from(from);
        if (first == kEnd) {
            return false;
        }
        begin_ = first - first % kWindow;
        std::ranges::fill(by_step_.empty() ? any_ : by_step_, 0);
        const auto bits_of = [&](std::uint32_t step) {
            return by_step_.empty() ? any_.data() : by_step_.data() + std::size_t{step} * kWords;
        };
        const std::uint32_t end = begin_ + kWindow;
        for (Source& source : sources_) {
            if (source.next < end) {
                read(source, bits_of(source.step));
            }
        }
        for (; next_single_ < singles_.size() && singles_[next_single_].document < end; ++next_single_) {
            const auto [document, step] = singles_[next_single_];
            bits_of(step)[(document - begin_) / 64] |= std::uint64_t{1} << ((document - begin_) % 64);
        }
        std::erase_if(sources_, [](const Source& source) { return source.next == kEnd; });
        unite();
        if (first_marked(std::max(from, begin_)) != kEnd) {
            return true;
        }
        // Where a list goes on was not known to the document.
        from = end;
    }
}

/// Sets the bits of the documents of a source in the window.
void TermSetCursor::read(Source& source, std::uint64_t* bits) {
    const storage::PostingList& list = source.list;
    const std::uint32_t end = begin_ + kWindow;
    if (list.bits() != nullptr) {
        read_dense(source, bits);
        return;
    }
    while (source.next < end) {
        if (source.count == 0) {
            source.block = list.block_with(std::max(source.next, begin_), source.block);
            if (source.block == list.block_count()) {
                source.next = kEnd;
                return;
            }
            const storage::PostingBlock block = list.documents_of(source.block);
            if (block.base >= end) {
                source.next = block.base;
                return;
            }
            if (block.bitmap) {
                kernels::active().mark_bitmap(block, begin_, end, begin_, bits);
                source.next = std::min(block.end, end);
                source.block += block.end <= end ? 1 : 0;
                continue;
            }
            storage::PostingList::documents(block, source.documents);
            source.at = 0;
            source.count = block.count;
        }
        read_decoded(source, bits);
    }
}

/// The same of a list that is one bitmap.
void TermSetCursor::read_dense(Source& source, std::uint64_t* bits) const {
    const storage::PostingList& list = source.list;
    const std::uint32_t words = (list.documents() - begin_ + 63) / 64;
    for (std::uint32_t word = 0; word < std::min(words, kWords); ++word) {
        bits[word] |= storage::load<std::uint64_t>(list.bits() + begin_ / 8 + std::size_t{word} * 8);
    }
    if (words <= kWords && list.documents() % 64 != 0) {
        // Behind the last document nothing is promised.
        bits[words - 1] &= (std::uint64_t{1} << (list.documents() % 64)) - 1;
    }
    source.next = words <= kWords ? kEnd : begin_ + kWindow;
}

/// The same of the block that has been decoded.
void TermSetCursor::read_decoded(Source& source, std::uint64_t* bits) const {
    const std::uint32_t* const all = source.documents;
    const auto from = static_cast<std::uint32_t>(std::lower_bound(all + source.at, all + source.count, begin_) - all);
    std::uint32_t to = from;
    while (to < source.count && all[to] < begin_ + kWindow) {
        ++to;
    }
    kernels::active().mark_documents(all + from, to - from, begin_, bits);
    source.at = to;
    if (to < source.count) {
        source.next = all[to];
        return;
    }
    source.next = all[source.count - 1] + 1;
    source.count = 0;
    ++source.block;
}

/// Marks the documents of all steps that are wanted.
void TermSetCursor::unite() {
    if (by_step_.empty()) {
        return;
    }
    for (std::uint32_t word = 0; word < kWords; ++word) {
        std::uint64_t any = 0;
        for (std::uint32_t step = 0; step < wanted_; ++step) {
            any |= by_step_[std::size_t{step} * kWords + word];
        }
        any_[word] = any;
    }
}

/// The first document from `from`, which is in the window, on that is marked there; kEnd if none is.
std::uint32_t TermSetCursor::first_marked(std::uint32_t from) const {
    const std::uint32_t at = from - begin_;
    std::size_t word = at / 64;
    std::uint64_t left = any_[word] & (~std::uint64_t{0} << (at % 64));
    while (left == 0 && ++word < any_.size()) {
        left = any_[word];
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
    target = std::max(target, end);
    return document_ = fill(target) ? first_marked(std::max(target, begin_)) : kEnd;
}

Score TermSetCursor::score() {
    std::uint32_t step = first_step_;
    if (!by_step_.empty()) {
        const std::uint32_t at = document_ - begin_;
        const auto marked = [&] { return (by_step_[std::size_t{step} * kWords + at / 64] >> (at % 64) & 1U) != 0; };
        while (step + 1 < steps_ && !marked()) {
            ++step;
        }
    }
    return score_of(step);
}

/// Leaves out the terms of steps that do not score so much.
void TermSetCursor::require(Score score) {
    if (wanted_ == 0 || score_of(wanted_ - 1) >= score) {
        return;
    }
    while (wanted_ > 0 && score_of(wanted_ - 1) < score) {
        --wanted_;
    }
    std::erase_if(sources_, [&](const Source& source) { return source.step >= wanted_; });
    unite();
    if (wanted_ == 0) {
        std::ranges::fill(any_, 0);
        next_single_ = singles_.size();
    }
}

void TermSetCursor::mark(std::uint32_t begin, std::uint32_t end, std::uint64_t* bits) {
    while (document_ < end) {
        const std::uint32_t stop = std::min(end, begin_ + kWindow);
        if ((begin_ - begin) % 64 == 0 && begin_ >= begin && stop == begin_ + kWindow) {
            // Whole words of the window; those before the current document are not wanted.
            const std::uint32_t first = (document_ - begin_) / 64;
            std::uint64_t mask = ~std::uint64_t{0} << ((document_ - begin_) % 64);
            for (std::uint32_t word = first; word < any_.size(); ++word, mask = ~std::uint64_t{0}) {
                bits[(begin_ - begin) / 64 + word] |= any_[word] & mask;
            }
            advance(stop);
        } else {
            Cursor::mark(begin, stop, bits);
        }
    }
}

} // namespace searchlib::search
