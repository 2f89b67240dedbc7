#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <vector>

#include "storage/container.hpp"
#include "storage/packed_column.hpp"

// What a segment keeps of each document in arrays. The grammar stands in docs/format.md.
namespace searchlib::storage {

/// The seconds of an undated document: before every date, so that newest first puts it last.
inline constexpr std::int64_t kUndated = std::numeric_limits<std::int64_t>::min();

/// What seconds and the same without a sign differ by.
inline constexpr std::uint64_t kSign = std::uint64_t{1} << 63U;

using Digest = std::array<std::uint8_t, 16>;

struct DocumentRow {
    /// UTC seconds of the start of the document's date, or kUndated.
    std::int64_t seconds = kUndated;
    std::uint8_t precision = 0;
    /// Grows with each document added to the index, and stays with the document.
    std::uint64_t sequence = 0;
    /// 64-bit hash of the key, by which upserts find the document.
    std::uint64_t key_hash = 0;
    /// Of the document's content, by which upserts see whether it changed.
    Digest digest{};
};

/// The one order of documents: newer first, undated last, then the earlier in sequence.
inline bool comes_before(std::int64_t seconds, std::uint64_t sequence, std::int64_t other_seconds,
                         std::uint64_t other_sequence) {
    return seconds != other_seconds ? seconds > other_seconds : sequence < other_sequence;
}

/// Of the hash of a key a segment keeps the upper half: what has the same is compared whole by whoever looks for a key.
inline std::uint32_t kept_hash(std::uint64_t key_hash) { return static_cast<std::uint32_t>(key_hash >> 32U); }

/// Bytes that a segment keeps of a digest: that another version of a document has the same is as good as impossible.
inline constexpr std::size_t kKeptDigest = 6;

/// Writes the columns of so many documents in their final order, of which `row` gives each by its number there, but the
/// hashes of their keys, as they are kept, come beside.
void write_columns(const std::vector<std::uint32_t>& hashes, const std::function<DocumentRow(std::size_t)>& row,
                   ContainerWriter& out);

/// The columns, mapped.
class Columns {
public:
    Columns() = default;
    explicit Columns(const ContainerReader& file);

    [[nodiscard]] std::uint32_t size() const { return size_; }
    [[nodiscard]] std::int64_t seconds(std::uint32_t doc) const {
        return static_cast<std::int64_t>(seconds_.at(doc) ^ kSign);
    }
    [[nodiscard]] std::uint64_t sequence(std::uint32_t doc) const { return sequences_.at(doc); }
    /// As it was written, but for the hash of the key and the bytes of the digest that are not kept: they are 0.
    [[nodiscard]] DocumentRow row(std::uint32_t doc) const;

    /// Of each document the kept hash of its key: reads all of them. Throws Corrupt if a document has none.
    [[nodiscard]] std::vector<std::uint32_t> kept_hashes() const;

    /// The documents whose key has this hash: nearly always one or none.
    [[nodiscard]] std::vector<std::uint32_t> find_key(std::uint64_t hash) const;

    /// The first document whose seconds are below `limit`: all before it are as new or newer.
    [[nodiscard]] std::uint32_t first_older_than(std::int64_t limit) const;

    /// The first document that comes behind one with that date and sequence number.
    [[nodiscard]] std::uint32_t first_behind(std::int64_t seconds, std::uint64_t sequence) const;

private:
    [[nodiscard]] std::uint8_t precision(std::uint32_t doc) const;
    [[nodiscard]] std::uint32_t hash_at(std::uint32_t place) const;
    [[nodiscard]] std::uint32_t document_of(std::uint32_t place) const;
    [[nodiscard]] std::uint32_t place_of(std::uint32_t hash) const;

    std::uint32_t size_ = 0;
    PackedColumn seconds_;
    PackedColumn precisions_;
    PackedColumn sequences_;
    Bytes digests_;
    /// Ascending, and the documents in their order.
    PackedColumn key_hashes_;
    PackedColumn key_documents_;
};

} // namespace searchlib::storage
