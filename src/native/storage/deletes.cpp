#include "storage/deletes.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <iterator>

#include "storage/bisection.hpp"

namespace searchlib::storage {
namespace {

constexpr const char* kBitmap = "deleted";
/// An ordinal and a count, 32 bits each.
constexpr std::size_t kPair = 8;
/// Pairs of which the first one's ordinal stands in memory: so many lie in four lines.
constexpr std::size_t kPairsASample = 32;

std::uint32_t ordinal_of(Bytes pairs, std::size_t at) { return load<std::uint32_t>(pairs.data() + at * kPair); }

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

/// Both lists as one, ascending.
std::vector<Loss> sum(const std::vector<Loss>& one, const std::vector<Loss>& other) {
    std::vector<Loss> both;
    both.reserve(one.size() + other.size());
    std::ranges::merge(one, other, std::back_inserter(both), {}, &Loss::ordinal, &Loss::ordinal);
    std::vector<Loss> summed;
    for (const Loss& loss : both) {
        if (!summed.empty() && summed.back().ordinal == loss.ordinal) {
            summed.back().documents += loss.documents;
        } else {
            summed.push_back(loss);
        }
    }
    return summed;
}

} // namespace

ContainerWriter::Written write_deletes(const std::string& path, const Segment& segment,
                                       const std::vector<std::uint32_t>& deleted) {
    Losses losses;
    for (const SegmentField& field : segment.text_fields()) {
        std::vector<Loss>& of_field = losses.emplace_back();
        TermsIterator terms(field.terms);
        while (terms.next()) {
            const std::uint32_t count = count_deleted(field.list(terms.entry(), segment.size()), deleted);
            if (count > 0) {
                of_field.push_back({terms.entry().ordinal, count});
            }
        }
    }
    return write_deletes(path, segment, deleted, nullptr, losses);
}

ContainerWriter::Written write_deletes(const std::string& path, const Segment& segment,
                                       const std::vector<std::uint32_t>& deleted, const Deletes* before,
                                       const Losses& since) {
    ContainerWriter out(path);
    std::vector<std::uint8_t> bitmap((segment.size() + 7) / 8);
    for (const std::uint32_t doc : deleted) {
        bitmap.at(doc / 8) = static_cast<std::uint8_t>(bitmap[doc / 8] | (1U << (doc % 8)));
    }
    out.section(kBitmap, Bytes(bitmap));
    const Losses earlier = before == nullptr ? Losses(since.size()) : before->losses();
    for (std::size_t field = 0; field < segment.text_fields().size(); ++field) {
        ByteWriter removed;
        for (const Loss& loss : sum(earlier.at(field), since.at(field))) {
            removed.fixed(loss.ordinal);
            removed.fixed(loss.documents);
        }
        out.section(segment.text_fields()[field].name + ".removed", removed.view());
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
            const Bytes pairs = removed_.emplace_back(file_.section(field.name + ".removed"));
            std::vector<std::uint32_t>& sample = samples_.emplace_back();
            for (std::size_t at = 0; at < pairs.size() / kPair; at += kPairsASample) {
                sample.push_back(ordinal_of(pairs, at));
            }
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

Losses Deletes::losses() const {
    Losses losses;
    for (const Bytes pairs : removed_) {
        std::vector<Loss>& of_field = losses.emplace_back();
        for (std::size_t at = 0; at + kPair <= pairs.size(); at += kPair) {
            of_field.push_back({load<std::uint32_t>(pairs.data() + at),
                                load<std::uint32_t>(pairs.data() + at + sizeof(std::uint32_t))});
        }
    }
    return losses;
}

std::uint32_t Deletes::removed(std::size_t text_field, std::uint32_t ordinal) const {
    const Bytes pairs = removed_[text_field];
    const std::size_t count = pairs.size() / kPair;
    const std::vector<std::uint32_t>& sample = samples_[text_field];
    const std::size_t below =
        bisect(std::size_t{0}, sample.size(), ordinal, [&](std::size_t at) { return sample[at]; });
    // The first that is not below is that of the next sample, or one of those between it and the sample before.
    const std::size_t first = below == 0 ? 0 : (below - 1) * kPairsASample + 1;
    const std::size_t found = bisect(first, std::min(below * kPairsASample, count) - first, ordinal,
                                     [&](std::size_t at) { return ordinal_of(pairs, at); });
    return found < count && ordinal_of(pairs, found) == ordinal
               ? load<std::uint32_t>(pairs.data() + found * kPair + sizeof(std::uint32_t))
               : 0;
}

} // namespace searchlib::storage
