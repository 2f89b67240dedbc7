#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/written_dates.hpp"
#include "indexing/forms.hpp"
#include "passages/excerpt.hpp"
#include "passages/form_tokens.hpp"
#include "passages/marks.hpp"
#include "passages/matching.hpp"

// Where the words of a question stand in a text: read as the text was when it was indexed, without making anything of the
// words that nobody asks for.
namespace searchlib::passages {

/// The forms of one text, and what was found in it.
class TextForms {
public:
    /// Reads a text of UTF-8. Forms that were not met before are to be defined before anything is asked.
    TextForms(std::shared_ptr<indexing::Forms> forms, std::string text, std::optional<analysis::Day> near);

    /// The terms of the text, or the exact ones, each once.
    [[nodiscard]] std::vector<std::string_view> words(bool exact) const;

    /// Looks for the forms that have any of the terms of some marks; `lists` are those that are told for this text.
    void look_for(const std::vector<Mark>& marks, const std::vector<std::vector<std::string>>& lists);

    /// The forms that were found and of which the tokens are not known, each once.
    [[nodiscard]] std::vector<std::uint32_t> unknown(const FormTokens& known) const;

    /// The letters of a form, and whether it is in English.
    [[nodiscard]] std::pair<std::string_view, bool> letters(std::uint32_t form) const;

    /// The excerpt of at most `length` characters that has most of the marks that were looked for.
    [[nodiscard]] Excerpt excerpt(const FormTokens& known, std::uint32_t length) const;

private:
    /// A form of the text that has a term looked for.
    struct Found {
        std::uint32_t form;
        /// In bytes, half open; those of its first form if it is a date.
        std::uint32_t begin;
        std::uint32_t end;
        /// Of its first term.
        std::uint32_t position;
    };

    [[nodiscard]] bool is_date(std::uint32_t form) const;
    [[nodiscard]] std::vector<TextToken> tokens(const FormTokens& known, std::vector<std::uint32_t>& dates) const;

    std::shared_ptr<indexing::Forms> forms_;
    std::string text_;
    std::vector<indexing::Place> places_;
    /// As TextReader gives them: a date stands before the form it begins with.
    std::vector<std::uint32_t> numbers_;
    std::optional<SoughtMarks> sought_;
    std::vector<Found> found_;
};

} // namespace searchlib::passages
