#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analysis/written_dates.hpp"
#include "indexing/forms.hpp"

// Where the words of a question stand in a text: read as the text was when it was indexed, without making anything of the
// words that nobody asks for.
namespace searchlib::passages {

/// A form of a text that has a term asked for.
struct FoundForm {
    /// Without its mark, if it is in English.
    std::string_view raw;
    bool english;
    /// Half open, in characters of the text.
    std::uint32_t begin;
    std::uint32_t end;
    /// Of its first term, in the text.
    std::uint32_t position;
    /// That of a written date that begins with this form; empty where there is none.
    std::string_view date;
};

/// The forms of one text.
class TextForms {
public:
    /// Reads a text of UTF-8. Forms that were not met before are to be defined before anything is asked.
    TextForms(std::shared_ptr<indexing::Forms> forms, std::string text, std::optional<analysis::Day> near);

    /// The terms of the text, or the exact ones, each once.
    [[nodiscard]] std::vector<std::string_view> words(bool exact) const;

    /// The forms that have any of some terms, or any of some exact ones, from the first to the last.
    [[nodiscard]] std::vector<FoundForm> find(std::span<const std::string> terms,
                                              std::span<const std::string> exact) const;

private:
    std::shared_ptr<indexing::Forms> forms_;
    std::string text_;
    std::vector<indexing::Place> places_;
    /// As TextReader gives them: a date stands before the form it begins with.
    std::vector<std::uint32_t> numbers_;
};

} // namespace searchlib::passages
