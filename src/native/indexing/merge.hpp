#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <stdexcept>
#include <vector>

#include "storage/container.hpp"
#include "storage/segment.hpp"

namespace searchlib::indexing {

class MergedLists;

/// Joins the live documents of several segments in one.
class Merge {
public:
    struct Source {
        std::shared_ptr<const storage::Segment> segment;
        /// Ascending.
        std::vector<std::uint32_t> deleted;
    };
    struct Origin {
        std::uint32_t source;
        std::uint32_t document;
    };

    explicit Merge(std::vector<Source> sources);

    /// Where each document of the new segment comes from, in its order there.
    [[nodiscard]] const std::vector<Origin>& order() const { return order_; }

    [[nodiscard]] const std::vector<Source>& sources() const { return sources_; }
    /// The number of a live document in the new segment. Throws std::out_of_range if there is none.
    [[nodiscard]] std::uint32_t number(std::uint32_t source, std::uint32_t document) const {
        const std::uint32_t number = numbers_.at(source).at(document);
        return number == kDropped ? throw std::out_of_range("the document is not live") : number;
    }
    [[nodiscard]] bool is_live(std::uint32_t source, std::uint32_t document) const {
        return numbers_[source][document] != kDropped;
    }

    /// Lets go of what was read of the sources.
    void forget() const;

    /// Writes columns and inverted fields.
    void write(storage::ContainerWriter& out) const;

    /// The number of a document that is not in the new segment.
    static constexpr std::uint32_t kDropped = UINT32_MAX;

private:
    [[nodiscard]] std::vector<std::uint32_t> key_hashes() const;
    [[nodiscard]] std::vector<std::uint8_t> lengths_of(std::size_t field) const;
    /// `lists` are those of the text fields that are written.
    void write_field(std::size_t field, bool text, std::vector<MergedLists>& lists,
                     storage::ContainerWriter& out) const;
    void write_bigrams(std::size_t field, std::span<const std::uint8_t> lengths, storage::CommonTerms& own,
                       storage::ContainerWriter& out) const;

    std::vector<Source> sources_;
    std::vector<Origin> order_;
    /// For each source and document its number in the new segment, or kDropped.
    std::vector<std::vector<std::uint32_t>> numbers_;
};

} // namespace searchlib::indexing
