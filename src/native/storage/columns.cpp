#include "storage/columns.hpp"

#include <algorithm>
#include <compare>
#include <utility>
#include <vector>

namespace searchlib::storage {
namespace {

constexpr const char* kSeconds = "document.seconds";
constexpr const char* kPrecisions = "document.precisions";
constexpr const char* kSequences = "document.sequences";
constexpr const char* kHashes = "document.hashes";
constexpr const char* kDigests = "document.digests";
constexpr const char* kKeys = "document.keys";
constexpr const char* kKeyDocuments = "document.key_documents";

/// Bytes of a column that are written at once.
constexpr std::size_t kAtOnce = std::size_t{1} << 16;

/// Writes a section of what `add` appends for each number below `count`.
template <class Add> void write_column(std::size_t count, ContainerWriter& out, const char* name, Add&& add) {
    ByteWriter column;
    out.begin(name);
    for (std::size_t number = 0; number < count; ++number) {
        add(column, number);
        if (column.size() >= kAtOnce) {
            out.write(column.view());
            column.clear();
        }
    }
    out.write(column.view());
    out.end();
}

struct HashedKey {
    std::uint64_t hash;
    std::uint32_t document;

    friend auto operator<=>(const HashedKey&, const HashedKey&) = default;
};

/// The part of a table of `size` ascending hashes in which the first that is not below `hash` lies, or behind it. As
/// hashes are spread evenly, that one is near its share of the table, and mostly on the page that is looked at first.
template <class HashAt>
std::pair<std::uint32_t, std::uint32_t> around_share(std::uint64_t hash, std::uint32_t size, HashAt&& hash_at) {
    __extension__ using Wide = unsigned __int128;
    const auto share = static_cast<std::uint32_t>(static_cast<Wide>(hash) * size >> 64U);
    std::uint64_t step = 32;
    if (share < size && hash_at(share) < hash) {
        std::uint64_t low = share + std::uint64_t{1};
        while (low + step < size && hash_at(static_cast<std::uint32_t>(low + step)) < hash) {
            low += step + 1;
            step *= 2;
        }
        return {static_cast<std::uint32_t>(low), static_cast<std::uint32_t>(std::min<std::uint64_t>(low + step, size))};
    }
    std::uint64_t high = share;
    while (high > step && hash_at(static_cast<std::uint32_t>(high - step)) >= hash) {
        high -= step;
        step *= 2;
    }
    return {static_cast<std::uint32_t>(high > step ? high - step : 0), static_cast<std::uint32_t>(high)};
}

} // namespace

void write_columns(std::size_t count, const std::function<DocumentRow(std::size_t)>& row, ContainerWriter& out) {
    const auto write = [&](const char* name, auto&& add) {
        write_column(count, out, name, [&](ByteWriter& to, std::size_t number) { add(to, row(number)); });
    };
    write(kSeconds, [](ByteWriter& to, const DocumentRow& row) { to.fixed(row.seconds); });
    write(kPrecisions, [](ByteWriter& to, const DocumentRow& row) { to.fixed(row.precision); });
    write(kSequences, [](ByteWriter& to, const DocumentRow& row) { to.fixed(row.sequence); });
    write(kHashes, [](ByteWriter& to, const DocumentRow& row) { to.fixed(row.key_hash); });
    write(kDigests, [](ByteWriter& to, const DocumentRow& row) { to.raw(Bytes(row.digest)); });

    std::vector<HashedKey> keys;
    keys.reserve(count);
    for (std::size_t number = 0; number < count; ++number) {
        keys.push_back({row(number).key_hash, static_cast<std::uint32_t>(number)});
    }
    std::ranges::sort(keys);
    write_column(count, out, kKeys, [&](ByteWriter& to, std::size_t number) { to.fixed(keys[number].hash); });
    write_column(count, out, kKeyDocuments,
                 [&](ByteWriter& to, std::size_t number) { to.fixed(keys[number].document); });
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
    auto [low, high] = around_share(hash, size_, hash_at);
    while (low < high) {
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
