#pragma once

#include <cstdint>

namespace searchlib::kernels {

/// How a term scores: its weight, what goes with each length code in the denominator of BM25, and, where many documents
/// are scored, the contributions of low frequencies worked out for all lengths.
struct ScoreTable {
    static constexpr std::uint32_t kRows = 8;
    static constexpr std::uint32_t kCodes = 256;

    double idf = 0.0;
    const double* norms = nullptr;
    /// Row f - 1 is that of frequency f; null where the table does not pay.
    std::uint32_t* rows = nullptr;
    /// Bit f - 1 is set where that row is filled.
    std::uint32_t filled = 0;
};

} // namespace searchlib::kernels
