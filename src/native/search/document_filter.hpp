#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "kernels/kernels.hpp"
#include "search/cursor.hpp"

namespace searchlib::search {

/// The documents of a segment that may be among the answers: an interval and, if more is asked, a bit for each of its
/// documents.
class DocumentFilter {
public:
    DocumentFilter(std::uint32_t begin, std::uint32_t end) : begin_(begin), end_(begin < end ? end : begin) {}

    [[nodiscard]] std::uint32_t begin() const { return begin_; }
    [[nodiscard]] std::uint32_t end() const { return end_; }
    [[nodiscard]] bool empty() const { return begin_ == end_; }

    /// Leaves the documents of an interval, or of a cursor that has not been moved.
    void limit(std::uint32_t begin, std::uint32_t end);
    void limit(Cursor& cursor);
    /// Takes those of a cursor that has not been moved away.
    void exclude(Cursor& cursor);

    /// Keeps the candidates that pass; returns how many. They lie within the interval.
    [[nodiscard]] std::uint32_t keep(kernels::Candidates candidates) const {
        return bits_.empty() ? candidates.count : kernels::active().keep_marked(candidates, bits_.data(), base());
    }

    /// Whether a document of the interval passes.
    [[nodiscard]] bool has(std::uint32_t document) const {
        return bits_.empty() || (bits_[(document - base()) / 64] >> ((document - base()) % 64) & 1U) != 0;
    }

    /// Writes a bit for each document of a window from `begin / kWindow * kWindow` on: of those from `begin` to before
    /// `end`, which lie in it and within the interval, whether they pass; of the others 0.
    void copy(std::uint32_t begin, std::uint32_t end, std::span<std::uint64_t> window) const;

private:
    /// A bit for each document of the interval that a cursor has; `base` is that of bit 0.
    [[nodiscard]] std::vector<std::uint64_t> bits_of(Cursor& cursor, std::uint32_t base) const;

    /// The document of bit 0.
    [[nodiscard]] std::uint32_t base() const { return base_; }

    std::uint32_t begin_;
    std::uint32_t end_;
    std::uint32_t base_ = 0;
    std::vector<std::uint64_t> bits_;
};

} // namespace searchlib::search
