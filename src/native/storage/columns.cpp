#include "storage/columns.hpp"

#include <algorithm>
#include <numeric>

namespace searchlib::storage {
namespace {

constexpr const char* kSeconds = "document.seconds";
constexpr const char* kPrecisions = "document.precisions";
constexpr const char* kSequences = "document.sequences";
constexpr const char* kHashes = "document.hashes";
constexpr const char* kDigests = "document.digests";
constexpr const char* kKeyDocuments = "document.key_documents";

/// Seconds as they are ordered without a sign.
std::uint64_t unsigned_of(std::int64_t seconds) { return static_cast<std::uint64_t>(seconds) ^ kSign; }

/// The rows that columns are written of, by their number.
using Row = std::function<DocumentRow(std::size_t)>;

template <class Number>
void write_packed(std::size_t count, const Row& row, ContainerWriter& out, const char* name, Number&& number) {
    std::vector<std::uint64_t> values;
    values.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
        values.push_back(number(row(i)));
    }
    ByteWriter column;
    write_packed_column(values, column);
    out.section(name, column.view());
}

/// The documents in the order of the hashes of their keys.
void write_key_documents(const std::vector<std::uint32_t>& hashes, ContainerWriter& out) {
    std::vector<std::uint64_t> order(hashes.size());
    std::iota(order.begin(), order.end(), std::uint64_t{0});
    std::ranges::sort(order, [&](std::uint64_t a, std::uint64_t b) {
        return hashes[a] != hashes[b] ? hashes[a] < hashes[b] : a < b;
    });
    ByteWriter column;
    write_packed_column(order, column);
    out.section(kKeyDocuments, column.view());
}

} // namespace

void write_columns(std::size_t count, const Row& row, ContainerWriter& out) {
    write_packed(count, row, out, kSeconds, [](const DocumentRow& of) { return unsigned_of(of.seconds); });
    write_packed(count, row, out, kPrecisions, [](const DocumentRow& of) { return std::uint64_t{of.precision}; });
    write_packed(count, row, out, kSequences, [](const DocumentRow& of) { return of.sequence; });
    std::vector<std::uint32_t> hashes;
    hashes.reserve(count);
    out.begin(kDigests);
    for (std::size_t i = 0; i < count; ++i) {
        const DocumentRow of = row(i);
        hashes.push_back(kept_hash(of.key_hash));
        out.write(Bytes(of.digest).first(kKeptDigest));
    }
    out.end();
    ByteWriter column;
    for (const std::uint32_t hash : hashes) {
        column.fixed(hash);
    }
    out.section(kHashes, column.view());
    write_key_documents(hashes, out);
}

Columns::Columns(const ContainerReader& file) : hashes_(file.section(kHashes)), digests_(file.section(kDigests)) {
    const std::size_t rows = hashes_.size() / sizeof(std::uint32_t);
    if (rows >= UINT32_MAX || hashes_.size() != rows * sizeof(std::uint32_t) || digests_.size() != rows * kKeptDigest) {
        throw Corrupt("the document columns differ in length");
    }
    if (rows == 0) {
        throw Corrupt("there are no documents");
    }
    size_ = static_cast<std::uint32_t>(rows);
    seconds_ = PackedColumn(file.section(kSeconds), size_);
    precisions_ = PackedColumn(file.section(kPrecisions), size_);
    sequences_ = PackedColumn(file.section(kSequences), size_);
    key_documents_ = PackedColumn(file.section(kKeyDocuments), size_);
}

std::uint32_t Columns::kept_hash_of(std::uint32_t doc) const {
    return load<std::uint32_t>(hashes_.data() + doc * sizeof(std::uint32_t));
}

std::uint8_t Columns::precision(std::uint32_t doc) const {
    const std::uint64_t precision = precisions_.at(doc);
    if (precision > UINT8_MAX) {
        throw Corrupt("a date has an impossible precision");
    }
    return static_cast<std::uint8_t>(precision);
}

DocumentRow Columns::row(std::uint32_t doc) const {
    DocumentRow row{seconds(doc), precision(doc), sequence(doc), std::uint64_t{kept_hash_of(doc)} << 32U, {}};
    std::ranges::copy(digests_.subspan(doc * kKeptDigest, kKeptDigest), row.digest.begin());
    return row;
}

std::uint32_t Columns::document_of(std::uint32_t place) const {
    const std::uint64_t doc = key_documents_.at(place);
    if (doc >= size_) {
        throw Corrupt("a key names a document that does not exist");
    }
    return static_cast<std::uint32_t>(doc);
}

/// Hashes are spread evenly, so that where one stands can nearly be told; every other step halves what is left all the
/// same, as damaged ones need not be.
std::uint32_t Columns::place_of(std::uint32_t hash) const {
    std::uint32_t low = 0;
    std::uint32_t high = size_;
    std::uint32_t least = 0;
    std::uint32_t most = UINT32_MAX;
    for (bool guess = true; low < high; guess = !guess) {
        std::uint32_t middle = low + (high - low) / 2;
        if (guess && least < hash && hash < most) {
            const double share = static_cast<double>(hash - least) / static_cast<double>(most - least);
            middle = std::min(high - 1, low + static_cast<std::uint32_t>(share * (high - low)));
        }
        const std::uint32_t found = kept_hash_of(document_of(middle));
        if (found < hash) {
            low = middle + 1;
            least = found;
        } else {
            high = middle;
            most = found;
        }
    }
    return low;
}

std::vector<std::uint32_t> Columns::find_key(std::uint64_t hash) const {
    std::vector<std::uint32_t> found;
    const std::uint32_t kept = kept_hash(hash);
    for (std::uint32_t place = place_of(kept); place < size_ && kept_hash_of(document_of(place)) == kept; ++place) {
        found.push_back(document_of(place));
    }
    return found;
}

std::uint32_t Columns::first_behind(std::int64_t seconds, std::uint64_t sequence) const {
    std::uint32_t low = 0;
    for (std::uint32_t high = size_; low < high;) {
        const std::uint32_t middle = low + (high - low) / 2;
        if (comes_before(seconds, sequence, this->seconds(middle), this->sequence(middle))) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return low;
}

std::uint32_t Columns::first_older_than(std::int64_t limit) const {
    std::uint32_t low = 0;
    for (std::uint32_t high = size_; low < high;) {
        const std::uint32_t middle = low + (high - low) / 2;
        if (seconds(middle) >= limit) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

} // namespace searchlib::storage
