#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "indexing/inversion.hpp"
#include "storage/postings.hpp"

namespace searchlib::indexing {

/// Turns the places of terms into postings. They are taken some hundreds at a time, without branches on what nobody can
/// foretell: whether the next place is in the document of the one before.
class PostingFeed {
public:
    PostingFeed(const Layout& layout, storage::PostingsWriter& writer);

    /// Adds all postings of a term to the writer, of its ascending places; returns how many documents it stands in.
    /// A place that stands twice is one occurrence, as the term of a date may stand twice before one token.
    std::uint32_t add(std::span<const std::uint32_t> places);

private:
    static constexpr std::size_t kAtOnce = 512;

    void take(std::span<const std::uint32_t> places);
    void hand_over(std::size_t count);

    const Layout& layout_;
    storage::PostingsWriter& writer_;
    std::vector<std::uint32_t> documents_at_;

    // Postings that were not handed over yet, of which the last may go on, and the gaps of their positions.
    std::vector<std::uint32_t> documents_;
    std::vector<std::uint32_t> frequencies_;
    std::vector<std::uint32_t> gaps_;
    std::size_t postings_ = 0;
    std::size_t positions_ = 0;
    std::uint32_t last_place_ = 0;
};

} // namespace searchlib::indexing
