#include "storage/deletes.hpp"

#include <algorithm>
#include <array>
#include <bit>

namespace searchlib::storage {
namespace {

constexpr const char* kBitmap = "deleted";
/// An ordinal and a count, 32 bits each.
constexpr std::size_t kPair = 8;

/// How many of the deleted documents, ascending, a list has. Blocks without any are not decoded.
std::uint32_t count_deleted(const PostingList& list, const std::vector<std::uint32_t>& deleted) {
    std::array<std::uint32_t, kBlockSize> documents{};
    std::uint32_t count = 0;
    auto next = deleted.begin();
    for (std::uint32_t block = 0; block < list.block_count() && next != deleted.end(); ++block) {
        const std::uint32_t last = list.last_document(block);
        if (*next > last) {
            continue;
        }
        PostingList::documents(list.block(block), documents.data());
        for (std::uint32_t i = 0; i < list.block_size(block); ++i) {
            next = std::lower_bound(next, deleted.end(), documents[i]);
            if (next == deleted.end()) {
                break;
            }
            count += *next == documents[i] ? 1 : 0;
        }
        next = std::upper_bound(next, deleted.end(), last);
    }
    return count;
}

} // namespace

ContainerWriter::Written write_deletes(const std::string& path, const Segment& segment,
                                       const std::vector<std::uint32_t>& deleted) {
    ContainerWriter out(path);
    std::vector<std::uint8_t> bitmap((segment.size() + 7) / 8);
    for (const std::uint32_t doc : deleted) {
        bitmap.at(doc / 8) = static_cast<std::uint8_t>(bitmap[doc / 8] | (1U << (doc % 8)));
    }
    out.section(kBitmap, Bytes(bitmap));
    for (const SegmentField& field : segment.text_fields()) {
        ByteWriter removed;
        TermsIterator terms(field.terms);
        while (terms.next()) {
            const std::uint32_t count = count_deleted(field.list(terms.entry(), segment.size()), deleted);
            if (count > 0) {
                removed.fixed(terms.entry().ordinal);
                removed.fixed(count);
            }
        }
        out.section(field.name + ".removed", removed.view());
    }
    return out.finish();
}

Deletes::Deletes(const std::string& path, std::uint64_t length, std::uint32_t checksum, const Segment& segment)
    : file_(path, length, checksum), size_(segment.size()) {
    try {
        // Deletes are small, and no answer is right without them: they are checked whole when opened.
        verify_container(path, length, checksum);
        bitmap_ = file_.section(kBitmap);
        if (bitmap_.size() != (size_ + 7) / 8) {
            throw Corrupt("the bitmap does not fit its segment");
        }
        for (const std::uint8_t byte : bitmap_) {
            count_ += static_cast<std::uint32_t>(std::popcount(byte));
        }
        for (const SegmentField& field : segment.text_fields()) {
            removed_.push_back(file_.section(field.name + ".removed"));
        }
    } catch (const Corrupt& error) {
        throw CorruptFile(path, error.what());
    }
}

std::vector<std::uint32_t> Deletes::documents() const {
    std::vector<std::uint32_t> documents;
    for (std::uint32_t doc = 0; doc < size_; ++doc) {
        if (contains(doc)) {
            documents.push_back(doc);
        }
    }
    return documents;
}

std::uint32_t Deletes::removed(std::size_t text_field, std::uint32_t ordinal) const {
    const Bytes pairs = removed_[text_field];
    std::size_t low = 0;
    for (std::size_t high = pairs.size() / kPair; low < high;) {
        const std::size_t middle = low + (high - low) / 2;
        if (load<std::uint32_t>(pairs.data() + middle * kPair) < ordinal) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    const bool found = (low + 1) * kPair <= pairs.size() && load<std::uint32_t>(pairs.data() + low * kPair) == ordinal;
    return found ? load<std::uint32_t>(pairs.data() + low * kPair + sizeof(std::uint32_t)) : 0;
}

} // namespace searchlib::storage
