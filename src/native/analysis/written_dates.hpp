// Dates written in words, over the raw forms of a text. The readable twin is src/searchlib/analysis/written_dates.py,
// which owns the words and says what each kind of date looks like.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "analysis/gap.hpp"
#include "analysis/word_shapes.hpp"

namespace searchlib::analysis {

struct Day {
    int year;
    unsigned month;
    unsigned day;
};

/// What a raw form can be in a date: a kind, shifted by 12 bits, and a value; 0 is nothing.
using DateClass = std::uint16_t;

class DateClasses {
public:
    /// Folded word → class.
    explicit DateClasses(std::unordered_map<std::string, DateClass> words);

    [[nodiscard]] DateClass of(std::string_view raw) const;

    /// Adds the words that are known.
    void add_shapes(WordShapes& shapes) const;

    static bool is_month(DateClass found);

private:
    std::unordered_map<std::string, DateClass> words_;
    WordShapes shapes_;
    std::size_t longest_ = 0;
};

/// The raw forms of one text as a reader of dates sees them.
struct DatedForms {
    std::span<const DateClass> classes;
    /// Begin and end of each form, in bytes of the text.
    std::span<const std::pair<std::uint32_t, std::uint32_t>> spans;
    std::string_view text;

    [[nodiscard]] Gap gap_before(std::size_t form) const {
        if (form == 0) {
            return Gap::line;
        }
        return gap(text.substr(spans[form - 1].second, spans[form].first - spans[form - 1].second));
    }
};

/// The number of a form, and a term as 2025-10-23 or 2025-10.
using DateTerm = std::pair<std::size_t, std::string>;

/// Reads the dates of a text, month by month from left to right.
class DateReader {
public:
    /// A day without a year is the one nearest to `near`.
    DateReader(const DatedForms& forms, std::optional<Day> near) : forms_(&forms), near_(near) {}

    /// Adds the terms of the date whose month is the form `at`.
    void read(std::size_t at, std::vector<DateTerm>& terms);

private:
    using NumberedDay = std::pair<std::size_t, unsigned>;

    [[nodiscard]] unsigned kind(std::size_t at) const;
    [[nodiscard]] unsigned value(std::size_t at) const;
    [[nodiscard]] std::vector<NumberedDay> days_before(std::size_t at) const;
    [[nodiscard]] bool has_day_behind(std::size_t at) const;
    [[nodiscard]] std::optional<unsigned> year_at(std::size_t at, bool abbreviated) const;
    [[nodiscard]] std::string term(std::optional<unsigned> year, unsigned month, unsigned day) const;

    const DatedForms* forms_;
    std::optional<Day> near_;
    std::size_t end_ = 0; // behind the last form of the date just read
};

} // namespace searchlib::analysis
