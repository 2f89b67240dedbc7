#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "storage/bytes.hpp"

// Stored records, some documents at a time. What records of a group have in common is written once: which fields they have,
// their shape; and their whole numbers stand side by side, field by field, packed. The grammar stands in docs/format.md.
namespace searchlib::storage {

/// Documents of a group: the more, the less is repeated, and the more has to be checked for one of them.
inline constexpr std::uint32_t kGroupedRecords = 32;

/// Builds a group, record by record.
class RecordGroupWriter {
public:
    /// `shape`: which of the short values tells the key, how many there are, of each twice the number of its name, and one
    /// more if it is a whole number; how many long ones, and of each the number of its name. `numbers` are the whole ones in
    /// that order, three of each long value; `rest` is all else.
    void add(Bytes shape, std::span<const std::uint64_t> numbers, Bytes rest);

    [[nodiscard]] std::size_t size() const { return records_.size(); }

    /// Appends the group, and begins another.
    void finish(ByteWriter& out);

private:
    struct Record {
        std::uint8_t shape;
        std::size_t first_number;
    };

    std::uint8_t number_of(Bytes shape);
    void write_shape(std::uint8_t shape, ByteWriter& out);
    void write_numbers(std::uint8_t shape, std::size_t place, ByteWriter& out);

    std::vector<std::vector<std::uint8_t>> shapes_;
    std::vector<Record> records_;
    std::vector<std::uint64_t> numbers_;
    std::vector<std::uint64_t> ends_;
    ByteWriter rests_;
};

/// What a group says of one of its records.
class RecordOfGroup {
public:
    /// Record `place` of the `count` of a group, that of a document. Throws Corrupt if the group or the rest of the record
    /// is damaged.
    RecordOfGroup(Bytes group, std::uint32_t count, std::uint32_t place, std::uint32_t document);

    /// What the shape says next.
    std::uint64_t shape() { return shaped_.varint(); }
    /// The whole number that belongs to what the shape said last. Throws Corrupt if there is none.
    std::uint64_t number();
    /// Whether the shape says no more.
    [[nodiscard]] bool at_end() const { return shaped_.left() == 0; }

    [[nodiscard]] Bytes rest() const { return rest_; }

private:
    ByteReader shaped_{Bytes()};
    /// How many records have the shape, and how many of them come before this one.
    std::uint32_t alike_ = 0;
    std::uint32_t before_ = 0;
    Bytes rest_;
};

/// Without the checksum behind it; none if that is wrong.
std::optional<Bytes> without_checksum(Bytes bytes);

} // namespace searchlib::storage
