#pragma once

#include <memory>
#include <vector>

#include "search/document_filter.hpp"
#include "search/term_list.hpp"

namespace searchlib::search {

/// What lists bring at most in each window that has documents which may pass a filter.
class WindowBounds {
public:
    explicit WindowBounds(const DocumentFilter& filter);

    void find(const std::vector<std::unique_ptr<TermList>>& lists);

    /// The number of the first window among those of the segment, and how many there are from it on. Windows are
    /// numbered from it.
    [[nodiscard]] std::size_t first() const { return first_; }
    [[nodiscard]] std::size_t count() const { return count_; }

    /// Of a window, the bound of each list, and their sum.
    [[nodiscard]] const Score* of(std::size_t window) const { return bounds_.data() + window * lists_; }
    [[nodiscard]] Score sum(std::size_t window) const;

    /// The windows that raise what is needed the most, in ascending order; none where there are few.
    [[nodiscard]] std::vector<std::size_t> best() const;

private:
    std::uint32_t begin_;
    std::size_t first_;
    std::size_t count_;
    std::size_t lists_ = 0;
    std::vector<Score> bounds_;
};

} // namespace searchlib::search
