#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "indexing/forms.hpp"
#include "indexing/large_array.hpp"

namespace searchlib::indexing {

/// The tokens of one field: for each document the numbers of its forms or values. They lie in chunks, as one array that
/// grows is for a moment there twice.
class Stream {
public:
    [[nodiscard]] std::span<const std::uint32_t> of(std::uint32_t document) const { return documents_[document]; }
    [[nodiscard]] std::size_t size() const { return size_; }
    [[nodiscard]] std::size_t memory() const {
        return capacity_ * sizeof(std::uint32_t) + documents_.capacity() * sizeof(std::span<const std::uint32_t>);
    }

    /// Adds the next document.
    void add(std::span<const std::uint32_t> numbers);

private:
    static constexpr std::size_t kChunk = std::size_t{1} << 18;

    std::vector<std::unique_ptr<std::uint32_t[]>> chunks_;
    std::vector<std::span<const std::uint32_t>> documents_;
    std::uint32_t* free_ = nullptr;
    std::size_t free_size_ = 0;
    std::size_t size_ = 0;
    std::size_t capacity_ = 0;
};

/// Where each document begins when all are laid one behind the other in their final order, so that one number of 32
/// bits says document and position. Each takes its length and one more, as the last of its terms may take no position.
class Layout {
public:
    /// Throws std::length_error if all together are too long for 32 bits.
    Layout(const Stream& stream, const Forms& forms, std::span<const std::uint32_t> order);

    [[nodiscard]] std::uint32_t base(std::uint32_t document) const { return bases_[document]; }
    [[nodiscard]] std::uint32_t length(std::uint32_t document) const {
        return bases_[document + 1] - bases_[document] - 1;
    }
    /// The places of all documents.
    [[nodiscard]] std::uint32_t size() const { return bases_.back(); }
    /// The document in which a place lies.
    [[nodiscard]] std::uint32_t document_at(std::uint32_t place) const {
        std::uint32_t document = coarse_[place >> shift_];
        // Mostly it is this one or the next, and which of them nobody can foretell: so no branch.
        document += bases_[document + 1] <= place ? 1U : 0U;
        while (bases_[document + 1] <= place) {
            ++document;
        }
        return document;
    }

    /// How often each form stands in the documents; empty where there are so few tokens that a look at all forms would
    /// cost more than the tokens do.
    [[nodiscard]] const std::vector<std::uint32_t>& occurrences() const { return occurrences_; }

    /// Tokens of a form from which a place in a table of all forms costs less than sorting them.
    static constexpr std::size_t kSortBelow = 8;

private:
    void find_bases(const Stream& stream, const Forms& forms, std::span<const std::uint32_t> order);
    void find_coarse();

    std::vector<std::uint32_t> bases_;
    std::vector<std::uint32_t> occurrences_;
    /// For each stretch of 2^shift_ places, about half a document, the document at the first of them.
    std::vector<std::uint32_t> coarse_;
    unsigned shift_ = 0;
};

/// The places of each term of one field: ascending, term by term in the order of their numbers.
class Inversion {
public:
    /// The places lie in `room`, which is made larger if it has to be.
    Inversion(const Stream& stream, const Forms& forms, const FormTerms& terms, std::span<const std::uint32_t> order,
              const Layout& layout, LargeArray<std::uint32_t>& room);

    /// The terms that occur, in the order of their numbers.
    [[nodiscard]] const std::vector<std::uint32_t>& terms() const { return terms_; }
    /// The places of the term at this index of `terms`.
    [[nodiscard]] std::span<const std::uint32_t> places(std::size_t index) const {
        return {places_ + starts_[index], starts_[index + 1] - starts_[index]};
    }
    /// The places of a term by its number; none if it does not occur.
    [[nodiscard]] std::span<const std::uint32_t> places_of(std::uint32_t term) const;

private:
    using Pair = std::pair<std::uint32_t, std::uint32_t>;

    template <class Take>
    static void each(const Stream& stream, const Forms& forms, const FormTerms& terms,
                     std::span<const std::uint32_t> order, const Layout& layout, Take&& take);
    void count(const Stream& stream, const Forms& forms, const FormTerms& terms, std::span<const std::uint32_t> order,
               const Layout& layout, LargeArray<std::uint32_t>& room);
    void sort(std::vector<Pair> pairs, LargeArray<std::uint32_t>& room);

    std::vector<std::uint32_t> terms_;
    std::vector<std::uint64_t> starts_;
    const std::uint32_t* places_ = nullptr;
};

} // namespace searchlib::indexing
