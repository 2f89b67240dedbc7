#include "storage/term_filter.hpp"

#include "storage/terms.hpp"

namespace searchlib::storage {
namespace {

/// Terms that share 64 bits, three of which each sets: hardly one word of a hundred is taken for a term.
constexpr std::uint32_t kTermsPerWord = 4;

} // namespace

TermFilter::TermFilter(const TermsReader& terms) : words_(terms.size() / kTermsPerWord + 1) {
    TermsIterator iterator(terms);
    while (iterator.next()) {
        const std::uint64_t hash = hash_of(iterator.term());
        words_[place_of(hash)] |= bits_of(hash);
    }
}

} // namespace searchlib::storage
