#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "storage/bytes.hpp"
#include "storage/term_buffer.hpp"
#include "storage/term_filter.hpp"
#include "storage/terms_block.hpp"

// The term dictionary of one field: terms in byte order, front-coded in blocks, each with the entry
// that says where its postings are. The grammar stands in docs/format.md.
namespace searchlib::storage {

/// Terms a block. Sixteen keeps a look-up within two cache lines of its block's first term.
inline constexpr std::uint32_t kTermsPerBlock = 16;

/// Of every so many blocks the first one's prefix stands in memory, in an array that stays in the cache: a look-up then
/// waits for two or three lines of the file and not for one a step of a bisection of them all.
inline constexpr std::uint32_t kSampleEvery = 32;

/// The first eight bytes of a term as a number that orders like them; zeros stand for bytes that it lacks.
[[nodiscard]] std::uint64_t prefix_of(std::string_view term);

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

    /// A filter of its terms, kept from then on; null the first times that it is asked for, so that who asks seldom does
    /// not pay for reading the dictionary through. For any number of threads.
    [[nodiscard]] const TermFilter* filter() const;

    /// The same for who looks terms up: null, too, as long as looking terms up has not cost as much as reading the
    /// dictionary through would, and for a large dictionary, which has most words that are asked for.
    [[nodiscard]] const TermFilter* filter_for_look_ups() const;

private:
    friend class TermsIterator;
    friend class TermLookup;

    /// Blocks from `first` on, among which something is.
    struct Stretch {
        std::uint32_t first = 0;
        std::uint32_t count = 0;
    };

    struct KeptFilter {
        std::atomic<std::uint32_t> asked = 0;
        std::atomic<std::uint32_t> looked_up = 0;
        std::once_flag made;
        std::unique_ptr<const TermFilter> filter;
        /// The filter, once it is made.
        std::atomic<const TermFilter*> ready = nullptr;
    };

    [[nodiscard]] const TermFilter* make_filter() const;
    [[nodiscard]] Bytes block(std::uint32_t number) const;
    [[nodiscard]] std::string_view first_term(std::uint32_t number) const;
    [[nodiscard]] std::uint64_t prefix_at(std::uint32_t number) const;
    [[nodiscard]] Stretch narrow(std::uint64_t limit) const;
    [[nodiscard]] Stretch narrow_from(std::uint64_t limit, std::uint32_t first) const;
    [[nodiscard]] std::uint32_t blocks_below(std::uint64_t limit, Stretch among) const;
    [[nodiscard]] std::optional<std::uint32_t> block_of(std::string_view term, std::uint32_t below) const;
    [[nodiscard]] std::optional<std::uint32_t> block_from(std::string_view term, std::uint32_t from) const;
    [[nodiscard]] std::optional<TermEntry> find_in(std::uint32_t number, std::string_view term) const;
    void prefetch(Stretch blocks) const;
    void prefetch(std::uint32_t block) const;

    Bytes section_;
    std::uint64_t index_offset_ = 0;
    std::uint32_t count_ = 0;
    std::uint32_t block_count_ = 0;
    std::vector<std::uint64_t> sample_;
    std::shared_ptr<KeptFilter> filter_;
};

/// Goes through all terms in ascending byte order.
class TermsIterator {
public:
    explicit TermsIterator(const TermsReader& terms);

    /// Moves to the next term; false at the end.
    bool next();

    /// Moves to the first term that is not before `target`, from the one at hand only forwards; false at the end, behind
    /// which there is nothing more to ask. Costs a bisection of the blocks, unless the block at hand has the term.
    bool seek(const TermBuffer& buffer);
    bool seek(std::string_view target);

    /// Moves to the next term of the block at hand that does not begin with the first `letters` letters of the term at
    /// hand; false, with the term still at hand, if there is none.
    bool next_unlike(std::size_t letters);

    /// Moves to the term with an ordinal that there is.
    void go_to(std::uint32_t ordinal);

    [[nodiscard]] std::string_view term() const { return term_.view(); }
    /// With how many letters at least the term that was at hand before the last move begins as this one does.
    [[nodiscard]] std::size_t alike() const { return alike_; }
    /// What the dictionary knows of the term, read when it is first asked for.
    const TermEntry& entry();

private:
    void open_block(std::uint32_t number);
    void take(const Suffix& suffix);
    bool seek_in_block(std::string_view target, std::size_t alike);

    const TermsReader* terms_;
    TermsBlock block_;
    /// How the term at hand is written, or one of its block behind which there is none that is wanted.
    Suffix last_{};
    /// The ordinal of the term behind the one at hand, and of the first that is not in its block.
    std::uint32_t following_ = 0;
    std::uint32_t block_end_ = 0;
    bool entry_read_ = false;
    std::size_t alike_ = 0;
    TermBuffer term_;
    TermEntry entry_;
};

} // namespace searchlib::storage
