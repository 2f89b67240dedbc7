#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "storage/bytes.hpp"

// One block of a term dictionary, term by term as it is written.
namespace searchlib::storage {

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

/// What of a term is written: how many letters it shares with the one before it, and those that follow.
struct Suffix {
    std::size_t shared;
    std::string_view letters;

    [[nodiscard]] std::size_t term_size() const { return shared + letters.size(); }
};

/// Reads the terms of blocks, and of their entries only those that are asked for.
class TermsBlock {
public:
    /// Bytes that there are behind each block, so that much can be read at once without asking where it ends: what one
    /// block has in the index of its dictionary, and the end of that.
    static constexpr std::size_t kRoom = 28;

    /// Starts a block. What is not there is found out when it is read.
    void open(Bytes block) { block_ = block; }

    /// Reads the first term.
    [[nodiscard]] Suffix first() const;

    /// Reads the term behind one, which there must be.
    Suffix after(const Suffix& last) {
        constexpr unsigned kLonger = 0x8080; // the bits of bytes behind which more follow
        const std::uint8_t* const at = behind_entry(end_of(last));
        const auto both = load<std::uint16_t>(at);
        const std::ptrdiff_t left = end() - at - std::ptrdiff_t{sizeof both};
        const std::size_t shared = both & 0xFFU;
        const std::ptrdiff_t size = both >> 8U;
        if ((both & kLonger) != 0 || size > left || shared > last.term_size()) {
            return read_unusual(at, last.term_size());
        }
        // Two numbers of one byte, as they nearly always are, so that the term is no longer than it may be.
        return {shared, {reinterpret_cast<const char*>(at) + sizeof both, static_cast<std::size_t>(size)}};
    }

    /// Reads what the dictionary knows of a term, but for its ordinal.
    [[nodiscard]] TermEntry entry_of(const Suffix& term) const;

private:
    static constexpr std::uint64_t kHighBits = 0x8080808080808080U;

    /// The first bytes of an entry, as far as they tell how long it is.
    struct Length {
        std::uint64_t low;
        std::uint64_t high;
        std::uint64_t low_mask;
        std::uint64_t high_mask;
        std::size_t size;
    };

    [[nodiscard]] const std::uint8_t* end() const { return block_.data() + block_.size(); }
    static const std::uint8_t* end_of(const Suffix& term) {
        return reinterpret_cast<const std::uint8_t*>(term.letters.data() + term.letters.size());
    }

    /// Passes over an entry. That it is as long as others were is a guess that is mostly right, and lets the processor go
    /// on to the next term before it has looked at the entry.
    const std::uint8_t* behind_entry(const std::uint8_t* at) {
        const std::uint64_t low = load<std::uint64_t>(at) ^ usual_.low;
        const std::uint64_t high = load<std::uint64_t>(at + sizeof low) ^ usual_.high;
        const bool is_usual = ((low & usual_.low_mask) | (high & usual_.high_mask)) == 0;
        return is_usual ? at + usual_.size : behind_unusual_entry(at);
    }

    const std::uint8_t* behind_unusual_entry(const std::uint8_t* at);
    [[nodiscard]] Suffix read_unusual(const std::uint8_t* at, std::size_t size_before) const;

    Bytes block_;
    /// At first that of no document, which no term is like.
    Length usual_{0, 0, 0xFF, 0, 0};
};

} // namespace searchlib::storage
