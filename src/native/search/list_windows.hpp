#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "search/cursor.hpp"
#include "storage/postings.hpp"

namespace searchlib::search {

/// Many lists, document by document: goes through them a window of documents at a time, so that what a document costs does
/// not depend on how many lists lack it.
class ListWindows {
public:
    /// There is at least one list.
    explicit ListWindows(const std::vector<storage::PostingList>& lists);

    [[nodiscard]] std::uint32_t document() const { return document_; }
    /// Moves to the first document not before `target` that any of the lists has, if it stands before it. Returns
    /// document(), kEnd behind the last.
    std::uint32_t advance(std::uint32_t target);
    /// The numbers of the lists that have the document, those of the most documents first.
    [[nodiscard]] std::span<const std::uint32_t> having() const;
    /// How many documents there are in all lists together.
    [[nodiscard]] std::uint64_t cost() const { return cost_; }

private:
    /// Documents of the first window and of the largest: each is twice as large as the one before, so that who looks at a
    /// few documents only does not read more of them.
    static constexpr std::uint32_t kFirst = 1U << 7U;
    static constexpr std::uint32_t kMost = 1U << 11U;

    /// A list, and how far it has been read.
    struct Source {
        storage::PostingList list;
        std::uint32_t number;
        std::uint32_t block = 0;
    };
    struct Found {
        std::uint32_t place;
        std::uint32_t source;
    };

    bool fill(std::uint32_t from);
    void read(std::uint32_t source);
    void sort();
    [[nodiscard]] std::uint32_t first_found(std::uint32_t from) const;

    std::vector<Source> sources_;
    /// By source, a document before which it has none from the window on.
    std::vector<std::uint32_t> next_;
    std::uint64_t cost_ = 0;
    std::uint32_t document_ = kEnd;
    /// The window.
    std::uint32_t begin_ = 0;
    std::uint32_t end_ = 0;
    std::vector<Found> found_;
    /// By document of the window, where its lists end among all; and before these a zero.
    std::vector<std::uint32_t> ends_;
    std::vector<std::uint32_t> having_;
};

} // namespace searchlib::search
