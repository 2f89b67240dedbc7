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
    const std::uint32_t base = bits_.empty() ? begin_ / 64 * 64 : base_;
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

void DocumentFilter::copy(std::uint32_t begin, std::uint32_t end, std::span<std::uint64_t> window) const {
    const std::uint32_t first = begin / kernels::kWindow * kernels::kWindow;
    std::ranges::fill(window, 0);
    for (std::uint32_t word = (begin - first) / 64; first + word * 64 < end; ++word) {
        const std::uint32_t at = first + word * 64;
        std::uint64_t bits = bits_.empty() ? ~std::uint64_t{0} : bits_[(at - base_) / 64];
        if (at < begin) {
            bits &= ~std::uint64_t{0} << (begin - at);
        }
        if (end - at < 64) {
            bits &= (std::uint64_t{1} << (end - at)) - 1;
        }
        window[word] = bits;
    }
}

} // namespace searchlib::search
