#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "storage/postings.hpp"

// The bigrams of a text field: in which documents, and how often, one of the commonest terms stands right behind
// another one. Phrases of such terms would otherwise cost the most, as nearly every document has all of them. The
// grammar stands in docs/format.md.
namespace searchlib::storage {

/// A term of at least one in so many documents is common. The rarer a term may be, the more room bigrams take and the
/// fewer phrases are left that read many positions: a choice between the two, of which no other was built and measured.
inline constexpr std::uint32_t kCommonShare = 6;

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
          common_(common) {}

    /// Adds a document to the current bigram, in ascending order.
    void add(std::uint32_t document, std::uint32_t frequency) {
        postings_.add_counted(document, frequency);
        ++documents_;
    }

    /// Ends the current bigram, if any document has it; bigrams come in ascending order of their numbers.
    void finish(std::uint32_t first, std::uint32_t second);

    void write();

private:
    ContainerWriter& out_;
    std::string field_;
    PostingsWriter postings_;
    const std::vector<std::string>& common_;
    std::uint32_t documents_ = 0;
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
    [[nodiscard]] PostingList list(const TermEntry& entry, std::uint32_t documents) const {
        return {postings_, Bytes(), Bytes(), entry, documents, ListKind::frequencies};
    }

private:
    std::vector<std::string_view> common_;
    TermsReader terms_;
    Bytes postings_;
};

} // namespace searchlib::storage
