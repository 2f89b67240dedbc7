#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>

#include "storage/length_code.hpp"
#include "storage/postings.hpp"

// BM25 on a fixed binary grid: each contribution is rounded to a multiple of 1/65536 and kept as an
// integer, so that sums are the same in any order, in any plan and on any shard.
namespace searchlib::search {

/// A score or contribution in units of the grid.
using Score = std::int64_t;

inline constexpr double kGrid = 65536.0;

/// Lucene's inverse document frequency, which is never negative.
inline double inverse_document_frequency(std::uint64_t documents, std::uint64_t frequency) {
    const auto n = static_cast<double>(documents);
    const auto f = static_cast<double>(frequency);
    return std::max(0.0, std::log(1.0 + (n - f + 0.5) / (f + 0.5)));
}

/// What a term tells about a document that is known to have another one, which stands wherever it stands: nothing
/// if it always stands with it.
inline double conditional_inverse_document_frequency(std::uint64_t documents_of_other, std::uint64_t frequency) {
    return frequency == 0 ? 0.0 : std::log(static_cast<double>(documents_of_other) / static_cast<double>(frequency));
}

/// What BM25 adds to a frequency in the denominator, for each length code of a field.
struct LengthNorms {
    std::array<double, 256> values{};

    LengthNorms() = default;
    LengthNorms(double k1, double b, double average_length) {
        for (std::size_t code = 0; code < values.size(); ++code) {
            const auto length = static_cast<double>(storage::kLengths[code]);
            values[code] = k1 * (1.0 - b + b * length / average_length);
        }
    }
};

/// The weight of one term (or phrase) in one field.
struct Weight {
    double idf = 0.0;
    const LengthNorms* norms = nullptr;

    [[nodiscard]] Score contribution(std::uint32_t frequency, std::uint8_t length_code) const {
        const double f = frequency;
        const double value = (idf * f) / (f + norms->values[length_code]);
        // Nothing is negative, so cutting off the fraction rounds to the nearest; lround is a call for each posting.
        // NOLINTNEXTLINE(bugprone-incorrect-roundings)
        return static_cast<Score>(value * kGrid + 0.5);
    }
};

/// What the bounds of blocks, which were made with other parameters and another average length, must be multiplied by
/// to bound scores with these norms: f / (f + n) grows by at most n' / n if n falls from n' to n. A document that has a
/// term has a length. Not more than what makes the least bound the greatest, so that norms of 0 give no infinity.
inline double bound_slack(const storage::BoundBasis& basis, const LengthNorms& norms) {
    double slack = 1.0;
    for (std::size_t code = 1; code < norms.values.size(); ++code) {
        slack = std::max(slack, basis.norm(static_cast<std::uint8_t>(code)) / norms.values[code]);
    }
    return std::min(slack, storage::kBoundUnit);
}

/// What the best document of a block, which reached its bound with the parameters it was made with, scores at least of it
/// with these norms.
inline double bound_share(const storage::BoundBasis& basis, const LengthNorms& norms) {
    double share = 1.0;
    for (std::size_t code = 1; code < norms.values.size(); ++code) {
        share = std::min(share, basis.norm(static_cast<std::uint8_t>(code)) / norms.values[code]);
    }
    return share;
}

} // namespace searchlib::search
