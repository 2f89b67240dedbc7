#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "analysis/clues.hpp"
#include "indexing/large_array.hpp"
#include "indexing/string_table.hpp"

namespace searchlib::indexing {

/// An analyzer returned something that cannot be indexed.
class BadForm : public std::invalid_argument {
public:
    using std::invalid_argument::invalid_argument;
};

struct TermAt {
    std::uint32_t term;
    /// From the form's own first position.
    std::uint32_t position;
};

/// Begin and end of a form, in bytes of its text.
using Place = std::pair<std::uint32_t, std::uint32_t>;

/// A term and its position.
using TermText = std::pair<std::string_view, std::uint32_t>;

/// The terms of each form, of one kind.
class FormTerms {
public:
    /// Adds those of the next form, each with its position, and once. Sorts `terms`.
    void add(std::span<TermText> terms);

    /// Has what is needed to add a term fetched into the caches, where that is soon to be done.
    void prefetch(std::string_view term) const { texts_.prefetch(term); }

    [[nodiscard]] std::span<const TermAt> of(std::uint32_t form) const {
        return std::span(terms_).subspan(starts_[form], starts_[form + 1] - starts_[form]);
    }
    /// How many different terms there are.
    [[nodiscard]] std::uint32_t count() const { return texts_.size(); }
    [[nodiscard]] std::string_view text(std::uint32_t term) const { return texts_.text(term); }
    /// The number of a term; none if no form has it.
    [[nodiscard]] std::optional<std::uint32_t> find(std::string_view text) const { return texts_.find(text); }
    [[nodiscard]] std::size_t memory() const;

private:
    StringTable texts_;
    std::vector<TermAt, LargePages<TermAt>> terms_;
    std::vector<std::uint32_t, LargePages<std::uint32_t>> starts_{0};
};

/// The raw forms one analyzer has met, and the terms of each once it has been analysed. The text is
/// read with one look-up a token; each distinct form is analysed once, in batches, when it is needed.
class Forms {
public:
    /// `clues` tell of each form what it says beyond its terms; none where no text is read for dates and languages.
    explicit Forms(std::shared_ptr<const analysis::Clues> clues = nullptr, bool finds_dates = false,
                   bool marks_english = false)
        : clue_reader_(std::move(clues)), finds_dates_(finds_dates), marks_english_(marks_english) {}

    std::uint32_t intern(std::string_view raw) {
        const std::uint32_t form = raws_.intern(raw);
        look_at(form, raw);
        return form;
    }

    /// Puts the numbers of the forms that lie in `text` at `places` in `numbers`, of which there are as many; returns
    /// what their clues say together.
    std::uint8_t intern(std::string_view text, std::span<const Place> places, std::uint32_t* numbers);

    [[nodiscard]] bool has_clues() const { return clue_reader_ != nullptr; }
    [[nodiscard]] bool finds_dates() const { return finds_dates_; }
    [[nodiscard]] bool marks_english() const { return marks_english_; }
    [[nodiscard]] analysis::Clue clue(std::uint32_t form) const { return clues_[form]; }

    [[nodiscard]] std::uint32_t size() const { return raws_.size(); }
    [[nodiscard]] std::uint32_t defined() const { return static_cast<std::uint32_t>(widths_.size()); }
    [[nodiscard]] std::string_view raw(std::uint32_t form) const { return raws_.text(form); }

    /// Defines form number `defined()`: its terms and its exact terms, not stemmed, with their positions, and
    /// the number of positions it takes. Throws BadForm if a position lies outside or a term has more than
    /// 255 bytes. Sorts what it is given.
    void define(std::span<TermText> terms, std::span<TermText> exact, std::uint32_t width);

    [[nodiscard]] std::uint32_t width(std::uint32_t form) const { return widths_[form]; }
    [[nodiscard]] const FormTerms& terms() const { return terms_; }
    [[nodiscard]] const FormTerms& exact() const { return exact_; }
    /// Bytes held, and those that defining the other forms will need besides.
    [[nodiscard]] std::size_t memory() const;

private:
    /// Bytes that the definition of a form takes, with its share of the tables: 188 of each of 197,000 forms of news.
    static constexpr std::size_t kDefinition = 192;

    /// Notes what a form says that is new.
    void look_at(std::uint32_t form, std::string_view raw) {
        if (clue_reader_ != nullptr && form == clues_.size()) {
            clues_.push_back(clue_reader_->of(raw));
        }
    }
    void check(std::span<const TermText> terms, std::uint32_t width) const;

    StringTable raws_;
    std::shared_ptr<const analysis::Clues> clue_reader_;
    bool finds_dates_;
    bool marks_english_;
    std::vector<analysis::Clue> clues_;
    FormTerms terms_;
    FormTerms exact_;
    std::vector<std::uint32_t, LargePages<std::uint32_t>> widths_;
};

} // namespace searchlib::indexing
