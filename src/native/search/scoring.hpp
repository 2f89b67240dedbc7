#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <memory>

#include "storage/length_code.hpp"

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

    /// The same for `count` frequencies below 2^31 and what goes with each in the denominator; the compiler
    /// divides several at once. No weight is large enough to leave 31 bits.
    void contributions(const std::uint32_t* frequencies, const double* denominators, std::uint32_t count,
                       std::int32_t* out) const {
        for (std::uint32_t i = 0; i < count; ++i) {
            const double f = static_cast<std::int32_t>(frequencies[i]);
            const double value = (idf * f) / (f + denominators[i]);
            out[i] = static_cast<std::int32_t>(value * kGrid + 0.5); // NOLINT(bugprone-incorrect-roundings): as above
        }
    }
};

/// The contributions of the low frequencies of a common term, each worked out once for all lengths: a
/// look-up costs a third of the division. A term must be common for its rows to pay.
class ContributionTable {
public:
    explicit ContributionTable(std::uint64_t document_frequency) : worth_it_(document_frequency >= kCommon) {}

    /// Tells that no more documents than that will be scored.
    void expect(std::uint64_t count) { worth_it_ = worth_it_ && count >= kCommon; }

    Score contribution(const Weight& weight, std::uint32_t frequency, std::uint8_t length_code) {
        if (!worth_it_ || frequency > kRows) {
            return weight.contribution(frequency, length_code);
        }
        std::unique_ptr<Row>& row = rows_[frequency - 1];
        if (!row) {
            row = std::make_unique<Row>();
            for (std::size_t code = 0; code < row->size(); ++code) {
                (*row)[code] =
                    static_cast<std::uint32_t>(weight.contribution(frequency, static_cast<std::uint8_t>(code)));
            }
        }
        return (*row)[length_code];
    }

private:
    using Row = std::array<std::uint32_t, 256>;
    static constexpr std::uint32_t kRows = 4;
    static constexpr std::uint64_t kCommon = 2048;

    bool worth_it_;
    std::array<std::unique_ptr<Row>, kRows> rows_;
};

} // namespace searchlib::search
