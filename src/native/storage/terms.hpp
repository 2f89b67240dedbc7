#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "storage/bytes.hpp"

// The term dictionary of one field: terms in byte order, front-coded in blocks, each with the entry
// that says where its postings are. The grammar stands in docs/format.md.
namespace searchlib::storage {

/// Terms a block. Sixteen keeps a look-up within two cache lines of its block's first term.
inline constexpr std::uint32_t kTermsPerBlock = 16;
inline constexpr std::size_t kMaxTermBytes = 255;

/// What the dictionary knows of a term.
struct TermEntry {
    std::uint32_t ordinal = 0;
    std::uint32_t document_frequency = 0;
    std::uint64_t total_frequency = 0;
    /// Of a term in one document: that document, which has no posting list.
    std::uint32_t only_document = 0;
    std::uint64_t postings_offset = 0;
    std::uint64_t postings_length = 0;
    std::uint64_t positions_offset = 0;
};

class TermsWriter {
public:
    /// Terms come in ascending byte order.
    void add(std::string_view term, const TermEntry& entry);

    /// The finished section.
    [[nodiscard]] Bytes finish();

private:
    ByteWriter bytes_;
    std::vector<std::uint64_t> blocks_;
    /// Of each block the first bytes of its first term, in one array, where bisection finds them side by side.
    std::vector<std::uint64_t> prefixes_;
    std::string previous_;
    std::uint32_t count_ = 0;
};

class TermsReader {
public:
    TermsReader() = default;
    explicit TermsReader(Bytes section);

    [[nodiscard]] std::uint32_t size() const { return count_; }
    [[nodiscard]] std::optional<TermEntry> find(std::string_view term) const;

private:
    friend class TermsIterator;

    [[nodiscard]] Bytes block(std::uint32_t number) const;
    [[nodiscard]] std::string_view first_term(std::uint32_t number) const;
    [[nodiscard]] std::uint64_t prefix_at(std::uint32_t number) const;
    [[nodiscard]] std::uint32_t blocks_below(std::uint64_t limit) const;
    [[nodiscard]] std::optional<std::uint32_t> block_of(std::string_view term) const;

    Bytes section_;
    std::uint64_t index_offset_ = 0;
    std::uint32_t count_ = 0;
    std::uint32_t block_count_ = 0;
};

/// Goes through all terms in ascending byte order.
class TermsIterator {
public:
    explicit TermsIterator(const TermsReader& terms);

    /// Moves to the next term; false at the end.
    bool next();

    /// Moves to before the first term that is not before `target`, so that `next` gives it.
    void seek(std::string_view target);

    [[nodiscard]] std::string_view term() const { return term_; }
    [[nodiscard]] const TermEntry& entry() const { return entry_; }

private:
    const TermsReader* terms_;
    ByteReader reader_;
    std::uint32_t following_ = 0;
    /// Whether the term at hand is the next one all the same.
    bool again_ = false;
    std::string term_;
    TermEntry entry_;
};

} // namespace searchlib::storage
