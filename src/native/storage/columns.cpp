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
constexpr const char* kKeys = "document.keys";
constexpr const char* kKeyDocuments = "document.key_documents";

template <class Write>
void write_column(const std::vector<DocumentRow>& rows, ContainerWriter& out, const char* name, Write&& write) {
    ByteWriter column;
    for (const DocumentRow& row : rows) {
        write(column, row);
    }
    out.section(name, column.view());
}

} // namespace

void write_columns(const std::vector<DocumentRow>& rows, ContainerWriter& out) {
    write_column(rows, out, kSeconds, [](ByteWriter& to, const auto& row) { to.fixed(row.seconds); });
    write_column(rows, out, kPrecisions, [](ByteWriter& to, const auto& row) { to.fixed(row.precision); });
    write_column(rows, out, kSequences, [](ByteWriter& to, const auto& row) { to.fixed(row.sequence); });
    write_column(rows, out, kHashes, [](ByteWriter& to, const auto& row) { to.fixed(row.key_hash); });
    write_column(rows, out, kDigests, [](ByteWriter& to, const auto& row) { to.raw(Bytes(row.digest)); });

    std::vector<std::uint32_t> order(rows.size());
    std::iota(order.begin(), order.end(), 0U);
    std::ranges::sort(order, [&](std::uint32_t a, std::uint32_t b) {
        return rows[a].key_hash != rows[b].key_hash ? rows[a].key_hash < rows[b].key_hash : a < b;
    });
    ByteWriter keys;
    ByteWriter documents;
    for (const std::uint32_t doc : order) {
        keys.fixed(rows[doc].key_hash);
        documents.fixed(doc);
    }
    out.section(kKeys, keys.view());
    out.section(kKeyDocuments, documents.view());
}

Columns::Columns(const ContainerReader& file)
    : seconds_(file.section(kSeconds)), precisions_(file.section(kPrecisions)), sequences_(file.section(kSequences)),
      hashes_(file.section(kHashes)), digests_(file.section(kDigests)), keys_(file.section(kKeys)),
      key_documents_(file.section(kKeyDocuments)) {
    const std::size_t rows = precisions_.size();
    if (rows >= UINT32_MAX || seconds_.size() != rows * sizeof(std::int64_t) ||
        sequences_.size() != rows * sizeof(std::uint64_t) || hashes_.size() != rows * sizeof(std::uint64_t) ||
        digests_.size() != rows * sizeof(Digest) || keys_.size() != rows * sizeof(std::uint64_t) ||
        key_documents_.size() != rows * sizeof(std::uint32_t)) {
        throw Corrupt("the document columns differ in length");
    }
    if (rows == 0) {
        throw Corrupt("there are no documents");
    }
    size_ = static_cast<std::uint32_t>(rows);
}

std::uint64_t Columns::key_hash(std::uint32_t doc) const {
    return load<std::uint64_t>(hashes_.data() + doc * sizeof(std::uint64_t));
}

DocumentRow Columns::row(std::uint32_t doc) const {
    DocumentRow row{seconds(doc), precisions_[doc], sequence(doc), key_hash(doc), {}};
    std::ranges::copy(digests_.subspan(doc * row.digest.size(), row.digest.size()), row.digest.begin());
    return row;
}

std::vector<std::uint32_t> Columns::find_key(std::uint64_t hash) const {
    const auto hash_at = [&](std::uint32_t i) { return load<std::uint64_t>(keys_.data() + i * sizeof(std::uint64_t)); };
    std::uint32_t low = 0;
    for (std::uint32_t high = size_; low < high;) {
        const std::uint32_t middle = low + (high - low) / 2;
        if (hash_at(middle) < hash) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    std::vector<std::uint32_t> found;
    for (; low < size_ && hash_at(low) == hash; ++low) {
        const auto doc = load<std::uint32_t>(key_documents_.data() + low * sizeof(std::uint32_t));
        if (doc >= size_) {
            throw Corrupt("a key names a document that does not exist");
        }
        found.push_back(doc);
    }
    return found;
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
