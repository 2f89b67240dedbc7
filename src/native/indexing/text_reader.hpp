#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analysis/splitter.hpp"
#include "analysis/stretches.hpp"
#include "analysis/written_dates.hpp"
#include "indexing/forms.hpp"

namespace searchlib::indexing {

/// Reads texts as the numbers of their forms. A form in an English sentence is another form than the same letters
/// elsewhere: it begins with kEnglishMark. A date written in words is one more form, which begins with kDateMark, has
/// the term of the date, takes no position, and stands before the form of its day. No form of a text begins so, as both
/// marks are breaks.
class TextReader {
public:
    static constexpr char kEnglishMark = '\x01';
    static constexpr char kDateMark = '\x02';

    /// Adds the forms of `text` to `numbers`. A day without a year is the one nearest to `near`.
    void read(std::string_view text, Forms& forms, std::optional<analysis::Day> near,
              std::vector<std::uint32_t>& numbers);

    /// Where the forms of the text last read are, those of dates aside.
    [[nodiscard]] std::span<const Place> places() const { return places_; }

private:
    [[nodiscard]] analysis::DatedForms dated(std::string_view text) const { return {classes_, places_, text}; }
    void mark_english(std::string_view text, Forms& forms, std::vector<std::uint32_t>& numbers, std::size_t first);
    void find_dates(std::string_view text, const Forms& forms, std::optional<analysis::Day> near,
                    std::span<const std::uint32_t> numbers);
    void add_dates(Forms& forms, std::vector<std::uint32_t>& numbers, std::size_t first);

    // Of the text being read; kept for their memory.
    analysis::Splitter splitter_;
    std::span<const Place> places_;
    std::vector<analysis::DateClass> classes_;
    std::vector<analysis::DateTerm> terms_;
    std::string marked_;
    analysis::EnglishSentences sentences_;
};

} // namespace searchlib::indexing
