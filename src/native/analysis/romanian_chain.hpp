// The Romanian chain over many raw forms at once: pieces, then stems.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "analysis/romanian_reader.hpp"
#include "analysis/suffix_table.hpp"

namespace searchlib::analysis {

struct AnalyzedToken {
    std::string term;
    Piece piece;
};

struct AnalyzedForm {
    std::vector<AnalyzedToken> tokens;
    std::uint32_t width = 0;
    /// Whether Python has to analyse it instead.
    bool left = false;
};

class RomanianChain {
public:
    /// Gives the stems of words that the table does not know, in their order.
    using Stemmer = std::function<std::vector<std::string>(const std::vector<std::string>&)>;

    RomanianChain(WordLists lists, SuffixTable table) : reader_(std::move(lists)), table_(std::move(table)) {}

    /// Analyses raw forms; `stemmer` is asked at most once. Throws std::length_error if it gives too few stems.
    std::vector<AnalyzedForm> analyze(const std::vector<std::string_view>& raws, const Stemmer& stemmer);

private:
    RomanianReader reader_;
    SuffixTable table_;
};

} // namespace searchlib::analysis
