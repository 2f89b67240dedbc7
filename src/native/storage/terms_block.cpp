#include "storage/terms_block.hpp"

#include <bit>

namespace searchlib::storage {
namespace {

/// The numbers of an entry; a term of one document has one fewer than others.
constexpr unsigned kNumbers = 5;

constexpr unsigned kWord = sizeof(std::uint64_t);

/// A mask of the first so many bytes of a word.
constexpr std::uint64_t first_bytes(std::size_t count) {
    return count >= kWord ? ~std::uint64_t{0} : (std::uint64_t{1} << (8 * count)) - 1;
}

/// A bit for each byte of a word: whether it is the last of a number, which is one without the high bit.
constexpr unsigned ends_of_numbers(std::uint64_t word) {
    constexpr std::uint64_t kLowBits = 0x0101010101010101U;
    constexpr std::uint64_t kGather = 0x0102040810204080U; // moves the bit of byte i to bit 56 + i
    return static_cast<unsigned>((~word >> 7U & kLowBits) * kGather >> 56U);
}

void read_entry(ByteReader& reader, TermEntry& entry) {
    entry.document_frequency = reader.varint32();
    entry.total_frequency = entry.document_frequency + reader.varint();
    if (entry.document_frequency == 0 || entry.total_frequency < entry.document_frequency) {
        throw Corrupt("a term stands in no document");
    }
    if (entry.document_frequency == 1) {
        entry.only_document = reader.varint32();
    } else {
        entry.postings_offset = reader.varint();
        entry.postings_length = reader.varint();
    }
    entry.positions_offset = reader.varint();
}

} // namespace

Suffix TermsBlock::first() const {
    ByteReader reader(block_);
    const std::string_view letters = reader.text(static_cast<std::size_t>(reader.varint()));
    if (letters.size() > kMaxTermBytes) {
        throw Corrupt("a term is too long");
    }
    return {0, letters};
}

/// Reads a term with longer numbers, or finds out what is wrong with it.
Suffix TermsBlock::read_unusual(const std::uint8_t* at, std::size_t size_before) const {
    ByteReader reader(at > end() ? Bytes() : Bytes(at, end()));
    const std::uint64_t shared = reader.varint();
    if (shared > size_before) {
        throw Corrupt("a term shares more letters than the one before it has");
    }
    const std::string_view letters = reader.text(static_cast<std::size_t>(reader.varint()));
    if (shared + letters.size() > kMaxTermBytes) {
        throw Corrupt("a term is too long");
    }
    return {static_cast<std::size_t>(shared), letters};
}

const std::uint8_t* TermsBlock::behind_unusual_entry(const std::uint8_t* at) {
    const unsigned numbers = *at == 1 ? kNumbers - 1 : kNumbers;
    const auto low = load<std::uint64_t>(at);
    const auto high = load<std::uint64_t>(at + kWord);
    unsigned ends = ends_of_numbers(low) | ends_of_numbers(high) << kWord;
    for (unsigned passed = 1; passed < numbers; ++passed) {
        ends &= ends - 1;
    }
    if (ends == 0) {
        ByteReader reader(Bytes(at, end()));
        reader.skip_varints(numbers);
        return end() - reader.left();
    }
    const auto size = static_cast<std::size_t>(std::countr_zero(ends)) + 1;
    if (numbers < kNumbers) {
        // Most terms stand in one document. That it is one is part of what is alike: it says how many numbers there are.
        usual_ = {low, high, (first_bytes(size) & kHighBits) | 0xFFU,
                  size > kWord ? first_bytes(size - kWord) & kHighBits : 0, size};
    }
    return at + size;
}

TermEntry TermsBlock::entry_of(const Suffix& term) const {
    ByteReader reader(Bytes(end_of(term), end()));
    TermEntry entry;
    read_entry(reader, entry);
    return entry;
}

} // namespace searchlib::storage
