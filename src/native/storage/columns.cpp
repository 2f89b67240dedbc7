#include "storage/columns.hpp"

#include <algorithm>

namespace searchlib::storage {
namespace {

constexpr const char* kSeconds = "document.seconds";
constexpr const char* kPrecisions = "document.precisions";
constexpr const char* kSequences = "document.sequences";
constexpr const char* kDigests = "document.digests";
constexpr const char* kKeyHashes = "document.key_hashes";
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

/// The hashes of the keys in ascending order, and the documents in that order.
void write_keys(const std::vector<std::uint32_t>& hashes, ContainerWriter& out) {
    std::vector<std::uint64_t> keys;
    keys.reserve(hashes.size());
    for (std::size_t document = 0; document < hashes.size(); ++document) {
        keys.push_back(std::uint64_t{hashes[document]} << 32U | document);
    }
    std::ranges::sort(keys);
    std::vector<std::uint64_t> halves(keys.size());
    std::ranges::transform(keys, halves.begin(), [](std::uint64_t key) { return key >> 32U; });
    ByteWriter column;
    write_packed_column(halves, column);
    out.section(kKeyHashes, column.view());
    std::ranges::transform(keys, halves.begin(), [](std::uint64_t key) { return key & UINT32_MAX; });
    column.clear();
    write_packed_column(halves, column);
    out.section(kKeyDocuments, column.view());
}

} // namespace

void write_columns(const std::vector<std::uint32_t>& hashes, const Row& row, ContainerWriter& out) {
    const std::size_t count = hashes.size();
    write_packed(count, row, out, kSeconds, [](const DocumentRow& of) { return unsigned_of(of.seconds); });
    write_packed(count, row, out, kPrecisions, [](const DocumentRow& of) { return std::uint64_t{of.precision}; });
    write_packed(count, row, out, kSequences, [](const DocumentRow& of) { return of.sequence; });
    out.begin(kDigests);
    for (std::size_t i = 0; i < count; ++i) {
        const DocumentRow of = row(i);
        out.write(Bytes(of.digest).first(kKeptDigest));
    }
    out.end();
    write_keys(hashes, out);
}

Columns::Columns(const ContainerReader& file) : digests_(file.section(kDigests)) {
    const std::size_t rows = digests_.size() / kKeptDigest;
    if (rows >= UINT32_MAX || digests_.size() != rows * kKeptDigest) {
        throw Corrupt("the document columns differ in length");
    }
    if (rows == 0) {
        throw Corrupt("there are no documents");
    }
    size_ = static_cast<std::uint32_t>(rows);
    seconds_ = PackedColumn(file.section(kSeconds), size_);
    precisions_ = PackedColumn(file.section(kPrecisions), size_);
    sequences_ = PackedColumn(file.section(kSequences), size_);
    key_hashes_ = PackedColumn(file.section(kKeyHashes), size_);
    key_documents_ = PackedColumn(file.section(kKeyDocuments), size_);
}

std::uint32_t Columns::hash_at(std::uint32_t place) const {
    const std::uint64_t hash = key_hashes_.at(place);
    if (hash > UINT32_MAX) {
        throw Corrupt("the hash of a key is too large");
    }
    return static_cast<std::uint32_t>(hash);
}

std::uint8_t Columns::precision(std::uint32_t doc) const {
    const std::uint64_t precision = precisions_.at(doc);
    if (precision > UINT8_MAX) {
        throw Corrupt("a date has an impossible precision");
    }
    return static_cast<std::uint8_t>(precision);
}

DocumentRow Columns::row(std::uint32_t doc) const {
    DocumentRow row{seconds(doc), precision(doc), sequence(doc), 0, {}};
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
        const std::uint32_t found = hash_at(middle);
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

std::vector<std::uint32_t> Columns::kept_hashes() const {
    std::vector<std::uint32_t> hashes(size_);
    std::vector<bool> known(size_);
    for (std::uint32_t place = 0; place < size_; ++place) {
        const std::uint32_t document = document_of(place);
        hashes[document] = hash_at(place);
        known[document] = true;
    }
    if (std::ranges::find(known, false) != known.end()) {
        throw Corrupt("a document has no key");
    }
    return hashes;
}

std::vector<std::uint32_t> Columns::find_key(std::uint64_t hash) const {
    std::vector<std::uint32_t> found;
    const std::uint32_t kept = kept_hash(hash);
    for (std::uint32_t place = place_of(kept); place < size_ && hash_at(place) == kept; ++place) {
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
