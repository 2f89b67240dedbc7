#pragma once

#include <cstdint>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

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

using Terms = std::vector<std::pair<std::string, std::uint32_t>>;

/// The terms of each form, of one kind.
class FormTerms {
public:
    /// Adds those of the next form, each with its position, and once.
    void add(Terms terms);

    [[nodiscard]] std::span<const TermAt> of(std::uint32_t form) const {
        return std::span(terms_).subspan(starts_[form], starts_[form + 1] - starts_[form]);
    }
    /// How many different terms there are.
    [[nodiscard]] std::uint32_t count() const { return texts_.size(); }
    [[nodiscard]] std::string_view text(std::uint32_t term) const { return texts_.text(term); }
    [[nodiscard]] std::size_t memory() const;

private:
    StringTable texts_;
    std::vector<TermAt> terms_;
    std::vector<std::uint32_t> starts_{0};
};

/// The raw forms one analyzer has met, and the terms of each once it has been analysed. The text is
/// read with one look-up a token; each distinct form is analysed once, in batches, when it is needed.
class Forms {
public:
    std::uint32_t intern(std::string_view raw) { return raws_.intern(raw); }

    [[nodiscard]] std::uint32_t size() const { return raws_.size(); }
    [[nodiscard]] std::uint32_t defined() const { return static_cast<std::uint32_t>(widths_.size()); }
    [[nodiscard]] std::string_view raw(std::uint32_t form) const { return raws_.text(form); }

    /// Defines form number `defined()`: its terms and its exact terms, not stemmed, with their positions, and
    /// the number of positions it takes. Throws BadForm if a position lies outside or a term has more than
    /// 255 bytes.
    void define(Terms terms, Terms exact, std::uint32_t width);

    [[nodiscard]] std::uint32_t width(std::uint32_t form) const { return widths_[form]; }
    [[nodiscard]] const FormTerms& terms() const { return terms_; }
    [[nodiscard]] const FormTerms& exact() const { return exact_; }
    [[nodiscard]] std::size_t memory() const;

private:
    void check(const Terms& terms, std::uint32_t width) const;

    StringTable raws_;
    FormTerms terms_;
    FormTerms exact_;
    std::vector<std::uint32_t> widths_;
};

} // namespace searchlib::indexing
