#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "storage/terms.hpp"

namespace searchlib::storage {

/// A look-up of a term in steps, each of which asks for the memory that the next one reads: the same term is looked up in
/// the dictionaries of many segments, and done step by step for all of them their waits are one. The steps are `narrow`,
/// `locate` and `find`, once each.
class TermLookup {
public:
    /// The reader and the term outlive it; `hash` is that of the term (TermFilter::hash_of).
    TermLookup(const TermsReader& terms, std::string_view term, std::uint64_t hash)
        : terms_(&terms), term_(term), hash_(hash) {}

    /// Finds the few blocks among which that of the term is, unless a filter tells that there is none.
    void narrow();
    /// Finds the block.
    void locate();
    /// What the dictionary knows of the term; none where it lacks it.
    [[nodiscard]] std::optional<TermEntry> find() const;

private:
    const TermsReader* terms_;
    std::string_view term_;
    std::uint64_t hash_;
    bool absent_ = false;
    TermsReader::Stretch among_{};
    std::optional<std::uint32_t> block_;
};

} // namespace searchlib::storage
