#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "storage/postings.hpp"

// The bigrams of a text field: in which documents, and how often, one of the commonest terms stands right behind
// another one. Phrases of such terms would otherwise cost the most, as nearly every document has all of them. Where it
// is many documents, only those are listed in which the bigram is most frequent, and how frequent it is in others at most:
// so few others have to be looked at. The grammar stands in docs/format.md.
namespace searchlib::storage {

/// A term of at least one in so many documents is common. The rarer a term may be, the more room bigrams take and the
/// fewer phrases are left that read many positions. Of 500,000 articles a sixth in place of a fifth takes 2 % more of the
/// index, and phrases of two and three words a tenth less time.
inline constexpr std::uint32_t kCommonShare = 5;

/// Documents that are listed of a bigram: all, as long as they are not more than that. A 32nd saves as much as
/// kCommonShare does, but the slowest phrases of three words take longer, and those of common words a third more.
inline constexpr std::uint32_t kListedShare = 16;
inline constexpr std::uint32_t kLeastListed = 256;

/// Common terms a field can have, as a number of each is one byte. Segments of fewer documents have none.
inline constexpr std::size_t kMostCommon = 255;
inline constexpr std::uint32_t kLeastDocuments = 256;

/// Two bytes that name two of the common terms, by their numbers.
std::string bigram_key(std::uint32_t first, std::uint32_t second);

/// Chooses the common terms of a field among terms and their document frequencies; in ascending byte order.
class CommonTerms {
public:
    explicit CommonTerms(std::uint32_t documents) : documents_(documents) {}

    void offer(std::string_view term, std::uint64_t document_frequency);
    [[nodiscard]] std::vector<std::string> take();

private:
    struct Offer {
        std::string term;
        std::uint64_t document_frequency;
    };

    std::uint32_t documents_;
    std::vector<Offer> offers_;
};

/// Writes the bigrams of one field.
class BigramsWriter {
public:
    BigramsWriter(ContainerWriter& out, const std::string& field, std::span<const std::uint8_t> length_codes,
                  const std::vector<std::string>& common)
        : out_(out), field_(field), postings_(out, field + ".bigrams", ListKind::frequencies, length_codes),
          most_(std::max(kLeastListed, static_cast<std::uint32_t>(length_codes.size()) / kListedShare)),
          common_(common) {}

    /// Adds a document to the current bigram, in ascending order.
    void add(std::uint32_t document, std::uint32_t frequency) { counts_.push_back({document, frequency}); }

    /// Ends the current bigram, if there is any; bigrams come in ascending order of their numbers. Documents that were not
    /// added have it at most `unknown` times.
    void finish(std::uint32_t first, std::uint32_t second, std::uint32_t unknown = 0);

    void write();

private:
    struct Count {
        std::uint32_t document;
        std::uint32_t frequency;
    };

    [[nodiscard]] std::uint32_t unlisted(std::uint32_t unknown) const;

    ContainerWriter& out_;
    std::string field_;
    PostingsWriter postings_;
    /// Documents that may be listed of a bigram.
    std::uint32_t most_;
    const std::vector<std::string>& common_;
    /// Of the current bigram.
    std::vector<Count> counts_;
};

/// The bigrams of one field, mapped.
class BigramsReader {
public:
    /// The numbers of two common terms.
    struct Pair {
        std::uint8_t first;
        std::uint8_t second;
    };

    BigramsReader() = default;
    /// Throws Corrupt unless the common terms are whole, at most kMostCommon, and ascend.
    BigramsReader(Bytes common, Bytes terms, Bytes postings);

    [[nodiscard]] const std::vector<std::string_view>& common() const { return common_; }

    /// The number of a common term; none if it is not one.
    [[nodiscard]] std::optional<std::uint32_t> number(std::string_view term) const;

    /// The terms that a key of `terms` names. Throws Corrupt unless they are two that there are.
    [[nodiscard]] Pair pair(std::string_view key) const;

    [[nodiscard]] const TermsReader& terms() const { return terms_; }
    /// How often a document that is not in the list of an entry has the bigram, at most; 0 if all that have it are there.
    /// Throws Corrupt if that is more than there can be.
    [[nodiscard]] static std::uint32_t unlisted(const TermEntry& entry);

    /// Where it does not have all, the list says only that no document of it has the bigram more often.
    [[nodiscard]] PostingList list(const TermEntry& entry, std::uint32_t documents) const {
        return {postings_, Bytes(), Bytes(), entry, documents, ListKind::frequencies};
    }

private:
    std::vector<std::string_view> common_;
    TermsReader terms_;
    Bytes postings_;
};

} // namespace searchlib::storage
