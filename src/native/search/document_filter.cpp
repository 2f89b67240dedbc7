#include "search/document_filter.hpp"

#include <algorithm>

namespace searchlib::search {

void DocumentFilter::limit(std::uint32_t begin, std::uint32_t end) {
    begin_ = std::max(begin_, begin);
    end_ = std::max(begin_, std::min(end_, end));
}

std::vector<std::uint64_t> DocumentFilter::bits_of(Cursor& cursor, std::uint32_t base) const {
    std::vector<std::uint64_t> bits((std::size_t{end_} - base + 63) / 64);
    cursor.advance(begin_);
    cursor.mark(base, end_, bits.data());
    return bits;
}

void DocumentFilter::limit(Cursor& cursor) {
    if (empty()) {
        return;
    }
    if (bits_.empty()) {
        base_ = begin_ / 64 * 64;
        bits_ = bits_of(cursor, base_);
        return;
    }
    const std::vector<std::uint64_t> bits = bits_of(cursor, base_);
    for (std::size_t word = 0; word < bits.size(); ++word) {
        bits_[word] &= bits[word];
    }
}

void DocumentFilter::exclude(Cursor& cursor) {
    if (empty()) {
        return;
    }
    if (bits_.empty()) {
        base_ = begin_ / 64 * 64;
        bits_.assign((std::size_t{end_} - base_ + 63) / 64, ~std::uint64_t{0});
    }
    const std::vector<std::uint64_t> bits = bits_of(cursor, base_);
    for (std::size_t word = 0; word < bits.size(); ++word) {
        bits_[word] &= ~bits[word];
    }
}

void DocumentFilter::copy(std::uint32_t begin, std::uint32_t end, std::span<std::uint64_t> window) const {
    const std::uint32_t first = begin / kernels::kWindow * kernels::kWindow;
    const std::size_t from = (begin - first) / 64;
    const std::size_t to = (end - first + 63) / 64;
    std::ranges::fill(window.first(from), 0);
    std::ranges::fill(window.subspan(to), 0);
    if (from == to) {
        return;
    }
    const std::span<std::uint64_t> within = window.subspan(from, to - from);
    if (bits_.empty()) {
        std::ranges::fill(within, ~std::uint64_t{0});
    } else {
        std::ranges::copy(std::span(bits_).subspan((first + from * 64 - base_) / 64, within.size()), within.begin());
    }
    within.front() &= ~std::uint64_t{0} << begin % 64;
    within.back() &= ~std::uint64_t{0} >> (64 - end % 64) % 64;
}

} // namespace searchlib::search
