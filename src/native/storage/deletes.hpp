#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "storage/container.hpp"
#include "storage/segment.hpp"

// The deleted documents of a segment as of one generation. The grammar stands in docs/format.md.
namespace searchlib::storage {

inline bool bit(Bytes bitmap, std::uint32_t doc) { return ((bitmap[doc / 8] >> (doc % 8)) & 1U) != 0; }

/// Writes the deletes of `segment`: the bitmap, and for each text field the terms that lost documents
/// with how many they lost, so that document frequencies can count live documents only.
ContainerWriter::Written write_deletes(const std::string& path, const Segment& segment,
                                       const std::vector<std::uint32_t>& deleted);

/// A term of a field, by its ordinal, and how many documents it lost.
struct Loss {
    std::uint32_t ordinal;
    std::uint32_t documents;
};

/// For each text field the terms that lost documents, ascending.
using Losses = std::vector<std::vector<Loss>>;

class Deletes {
public:
    Deletes(const std::string& path, std::uint64_t length, std::uint32_t checksum, const Segment& segment);

    [[nodiscard]] bool contains(std::uint32_t doc) const { return bit(bitmap_, doc); }
    [[nodiscard]] std::uint32_t count() const { return count_; }
    [[nodiscard]] std::vector<std::uint32_t> documents() const;

    /// How many deleted documents the term with this ordinal in this text field stands in.
    [[nodiscard]] std::uint32_t removed(std::size_t text_field, std::uint32_t ordinal) const;

    /// What the terms of each text field lost.
    [[nodiscard]] Losses losses() const;

private:
    ContainerReader file_;
    std::uint32_t size_;
    std::uint32_t count_ = 0;
    Bytes bitmap_;
    std::vector<Bytes> removed_;
    /// Of each text field every so many ordinals, side by side: most steps of a bisection stay in the cache.
    std::vector<std::vector<std::uint32_t>> samples_;
};

/// Writes the same where it is known what the terms lost to those documents that are not in `before`; null for none.
ContainerWriter::Written write_deletes(const std::string& path, const Segment& segment,
                                       const std::vector<std::uint32_t>& deleted, const Deletes* before,
                                       const Losses& since);

} // namespace searchlib::storage
