#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "indexing/forms.hpp"
#include "passages/form_tokens.hpp"
#include "passages/marks.hpp"
#include "passages/walking.hpp"

namespace searchlib::passages {

/// A token in its text.
struct TextToken {
    At begin;
    At end;
    std::uint32_t position;
    std::span<const std::uint32_t> terms;
    std::span<const std::uint32_t> exact;
};

/// One occurrence of a mark, by its number.
struct Match {
    At begin;
    At end;
    std::uint32_t mark;
};

/// What one thing is looked for by: numbers of terms.
struct SoughtTerms {
    Single::Kind kind = Single::Kind::phrase;
    /// Of a phrase: the position of each.
    std::vector<std::uint32_t> positions;
    /// Of a phrase in its order, of others ascending. None of a phrase of which no form has a term.
    std::vector<std::uint32_t> numbers;
};

/// What is looked for in one text: marks, their terms as numbers.
class SoughtMarks {
public:
    /// `lists` are the terms that are told for this text.
    SoughtMarks(const std::vector<Mark>& marks, const std::vector<std::vector<std::string>>& lists,
                const indexing::Forms& forms);

    [[nodiscard]] std::uint32_t count() const { return static_cast<std::uint32_t>(marks_.size()); }

    /// All terms that are looked for, and all exact ones.
    [[nodiscard]] const std::vector<std::uint32_t>& terms() const { return terms_; }
    [[nodiscard]] const std::vector<std::uint32_t>& exact() const { return exact_; }

    /// Every occurrence of the marks among the tokens of a text, ordered by begin, end and mark, and once. The readable
    /// twin is `find_matches` of src/searchlib/results/matches.py.
    [[nodiscard]] std::vector<Match> find(std::span<const TextToken> tokens) const;

private:
    struct Parts {
        std::vector<std::vector<SoughtTerms>> parts;
        std::optional<Nearness> near;
    };

    std::vector<Parts> marks_;
    std::vector<std::uint32_t> terms_;
    std::vector<std::uint32_t> exact_;
};

} // namespace searchlib::passages
