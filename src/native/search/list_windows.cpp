#include "search/list_windows.hpp"

#include <algorithm>
#include <array>

#include "search/deadline.hpp"

namespace searchlib::search {

ListWindows::ListWindows(const std::vector<storage::PostingList>& lists) : next_(lists.size(), 0) {
    sources_.reserve(lists.size());
    for (const storage::PostingList& list : lists) {
        sources_.push_back({list, static_cast<std::uint32_t>(sources_.size())});
        cost_ += list.document_frequency();
    }
    std::ranges::stable_sort(sources_, std::ranges::greater(),
                             [](const Source& source) { return source.list.document_frequency(); });
    document_ = fill(0) ? first_found(0) : kEnd;
}

std::uint32_t ListWindows::advance(std::uint32_t target) {
    if (document_ >= target) {
        return document_;
    }
    if (target < end_) {
        document_ = first_found(target);
        if (document_ != kEnd) {
            return document_;
        }
    }
    return document_ = fill(std::max(target, end_)) ? first_found(begin_) : kEnd;
}

std::span<const std::uint32_t> ListWindows::having() const {
    const std::uint32_t place = document_ - begin_;
    return std::span(having_).subspan(ends_[place], ends_[place + 1] - ends_[place]);
}

/// Makes the window that begins with the first document not before `from`; false if there is none.
bool ListWindows::fill(std::uint32_t from) {
    found_.clear();
    while (found_.empty()) {
        Deadline::check();
        const std::uint32_t first = std::ranges::min(next_);
        if (first == kEnd) {
            return false;
        }
        const std::uint32_t size = std::clamp(2 * (end_ - begin_), kFirst, kMost);
        begin_ = std::max(first, from);
        end_ = begin_ + std::min(size, kEnd - begin_);
        for (std::uint32_t source = 0; source < sources_.size(); ++source) {
            if (next_[source] < end_) {
                read(source);
            }
        }
        // Where a list goes on was not known to the document.
        from = end_;
    }
    sort();
    return true;
}

/// Adds what a source has in the window.
void ListWindows::read(std::uint32_t source) {
    const storage::PostingList& list = sources_[source].list;
    std::uint32_t& block_number = sources_[source].block;
    std::array<std::uint32_t, storage::kBlockSize> room; // NOLINT(*-member-init): only what is written is read
    for (block_number = list.block_with(std::max(begin_, next_[source]), block_number);
         block_number < list.block_count(); ++block_number) {
        const storage::PostingBlock block = list.documents_of(block_number);
        if (block.base >= end_) {
            next_[source] = block.base;
            return;
        }
        storage::PostingList::documents(block, room.data());
        const std::uint32_t* const documents = room.data();
        const std::uint32_t* const last = documents + block.count;
        const std::uint32_t* at = std::lower_bound(documents, last, begin_);
        for (; at != last && *at < end_; ++at) {
            found_.push_back({*at - begin_, source});
        }
        if (at != last) {
            next_[source] = *at;
            return;
        }
    }
    next_[source] = kEnd;
}

/// Puts what has been found in the order of the documents, and of the sources in each.
void ListWindows::sort() {
    // Counted one further on, so that each count becomes where the next ends, and then where it is filled from.
    ends_.assign(std::size_t{end_ - begin_} + 2, 0);
    for (const Found& found : found_) {
        ++ends_[found.place + 2];
    }
    for (std::size_t place = 2; place < ends_.size(); ++place) {
        ends_[place] += ends_[place - 1];
    }
    having_.resize(found_.size());
    for (const Found& found : found_) {
        having_[ends_[found.place + 1]++] = sources_[found.source].number;
    }
    ends_.pop_back();
}

/// The first document of the window from `from` on that a list has; kEnd if there is none.
std::uint32_t ListWindows::first_found(std::uint32_t from) const {
    for (std::uint32_t place = std::max(from, begin_) - begin_; place < end_ - begin_; ++place) {
        if (ends_[place] < ends_[place + 1]) {
            return begin_ + place;
        }
    }
    return kEnd;
}

} // namespace searchlib::search
