// The Romanian chain over many raw forms at once: pieces, then stems.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analysis/romanian_reader.hpp"
#include "analysis/suffix_table.hpp"

namespace searchlib::analysis {

struct AnalyzedToken {
    std::string term;
    Piece piece;
};

/// Many forms, and their tokens one after another: a vector for each would cost more than its analysis.
class AnalyzedForms {
public:
    struct Form {
        std::size_t begin = 0;
        std::size_t end = 0;
        std::uint32_t width = 0;
        /// Whether Python has to analyse it instead.
        bool left = false;
    };

    [[nodiscard]] const std::vector<Form>& forms() const { return forms_; }
    [[nodiscard]] std::span<const AnalyzedToken> tokens(const Form& form) const {
        return std::span(tokens_).subspan(form.begin, form.end - form.begin);
    }

private:
    friend class RomanianChain;
    std::vector<Form> forms_;
    std::vector<AnalyzedToken> tokens_;
};

/// Copies share what they know; one is for one thread at a time.
class RomanianChain {
public:
    /// Gives the stems of words that the table does not know, in their order.
    using Stemmer = std::function<std::vector<std::string>(const std::vector<std::string_view>&)>;

    RomanianChain(WordLists lists, OldSpelling spelling, SuffixTable table)
        : reader_(std::move(lists), std::move(spelling)),
          table_(std::make_shared<const SuffixTable>(std::move(table))) {}

    /// The letters of other scripts that it knows.
    [[nodiscard]] ForeignLetters& foreign() { return reader_.foreign(); }

    /// Analyses raw forms; `stemmer` is asked at most once. Throws std::length_error if it gives too few stems.
    AnalyzedForms analyze(const std::vector<std::string_view>& raws, const Stemmer& stemmer);

private:
    RomanianReader reader_;
    std::shared_ptr<const SuffixTable> table_;
};

} // namespace searchlib::analysis
