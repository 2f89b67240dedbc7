#include "storage/bigrams.hpp"

#include <algorithm>
#include <array>

#include "storage/checksum.hpp"

namespace searchlib::storage {

std::string bigram_key(std::uint32_t first, std::uint32_t second) {
    return {static_cast<char>(first), static_cast<char>(second)};
}

void CommonTerms::offer(std::string_view term, std::uint64_t document_frequency) {
    if (documents_ >= kLeastDocuments && document_frequency >= documents_ / kCommonShare) {
        offers_.push_back({std::string(term), document_frequency});
    }
}

std::vector<std::string> CommonTerms::take() {
    std::ranges::sort(offers_, [](const Offer& a, const Offer& b) {
        return a.document_frequency != b.document_frequency ? a.document_frequency > b.document_frequency
                                                            : a.term < b.term;
    });
    offers_.resize(std::min(offers_.size(), kMostCommon));
    std::vector<std::string> common;
    common.reserve(offers_.size());
    for (Offer& offer : offers_) {
        common.push_back(std::move(offer.term));
    }
    std::ranges::sort(common);
    return common;
}

/// How often documents have the bigram that are not worth listing: as seldom as leaves no more than may be listed, but not
/// none.
std::uint32_t BigramsWriter::unlisted(std::uint32_t unknown) const {
    if (counts_.size() <= most_) {
        return unknown;
    }
    constexpr std::uint32_t kSeldom = 255;
    std::array<std::uint32_t, kSeldom + 1> having{};
    for (const Count& count : counts_) {
        ++having[std::min(count.frequency, kSeldom)];
    }
    auto left = static_cast<std::uint32_t>(counts_.size());
    std::uint32_t frequency = 0;
    while (frequency < kSeldom && left > most_ && left > having[frequency]) {
        left -= having[frequency++];
    }
    return std::max(unknown, frequency - 1);
}

void BigramsWriter::finish(std::uint32_t first, std::uint32_t second, std::uint32_t unknown) {
    if (counts_.empty() && unknown == 0) {
        return;
    }
    const std::uint32_t others = unlisted(unknown);
    bool listed = false;
    for (const auto& [document, frequency] : counts_) {
        if (frequency > others) {
            postings_.add_counted(document, frequency);
            listed = true;
        }
    }
    if (!listed) {
        // No list is empty, and this document has it at most as often.
        postings_.add_counted(0, others);
    }
    postings_.finish_term(bigram_key(first, second), others);
    counts_.clear();
}

void BigramsWriter::write() {
    ByteWriter common;
    for (const std::string& term : common_) {
        common.varint(term.size());
        common.raw(term);
    }
    common.fixed(crc32c(common.view()));
    out_.section(field_ + ".common", common.view());
    postings_.write();
}

BigramsReader::BigramsReader(Bytes common, Bytes terms, Bytes postings) : terms_(terms), postings_(postings) {
    if (common.size() < sizeof(std::uint32_t)) {
        throw Corrupt("the common terms of a field are too short");
    }
    const Bytes named = common.first(common.size() - sizeof(std::uint32_t));
    if (crc32c(named) != load<std::uint32_t>(common.data() + named.size())) {
        throw Corrupt("the common terms of a field have the wrong checksum");
    }
    ByteReader reader(named);
    while (reader.left() > 0) {
        const std::string_view term = reader.text(static_cast<std::size_t>(reader.varint()));
        if (term.size() > kMaxTermBytes || common_.size() == kMostCommon) {
            throw Corrupt("the common terms of a field are too long or too many");
        }
        if (!common_.empty() && term <= common_.back()) {
            throw Corrupt("the common terms of a field do not ascend");
        }
        common_.push_back(term);
    }
    if (terms_.size() > common_.size() * common_.size()) {
        throw Corrupt("a field has more bigrams than its common terms can form");
    }
}

BigramsReader::Pair BigramsReader::pair(std::string_view key) const {
    if (key.size() == 2) {
        const Pair pair{static_cast<std::uint8_t>(key[0]), static_cast<std::uint8_t>(key[1])};
        if (pair.first < common_.size() && pair.second < common_.size()) {
            return pair;
        }
    }
    throw Corrupt("a bigram is not of two common terms");
}

std::uint32_t BigramsReader::unlisted(const TermEntry& entry) {
    if (entry.positions_offset > kMaxPositions) {
        throw Corrupt("a bigram is more frequent than there are positions");
    }
    return static_cast<std::uint32_t>(entry.positions_offset);
}

std::optional<std::uint32_t> BigramsReader::number(std::string_view term) const {
    const auto found = std::ranges::lower_bound(common_, term);
    if (found == common_.end() || *found != term) {
        return std::nullopt;
    }
    return static_cast<std::uint32_t>(found - common_.begin());
}

} // namespace searchlib::storage
