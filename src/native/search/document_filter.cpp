#include "search/document_filter.hpp"

#include <algorithm>

namespace searchlib::search {

void DocumentFilter::limit(std::uint32_t begin, std::uint32_t end) {
    begin_ = std::max(begin_, begin);
    end_ = std::max(begin_, std::min(end_, end));
}

void DocumentFilter::limit(Cursor& cursor) {
    if (empty()) {
        return;
    }
    const std::uint32_t base = bits_.empty() ? begin_ : base_;
    std::vector<std::uint64_t> bits((std::size_t{end_} - base + 63) / 64);
    cursor.advance(begin_);
    cursor.mark(base, end_, bits.data());
    if (bits_.empty()) {
        base_ = base;
        bits_ = std::move(bits);
        return;
    }
    for (std::size_t word = 0; word < bits.size(); ++word) {
        bits_[word] &= bits[word];
    }
}

} // namespace searchlib::search
