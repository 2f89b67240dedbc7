#include "indexing/text_reader.hpp"

#include <algorithm>

namespace searchlib::indexing {

void TextReader::read(std::string_view text, Forms& forms, std::optional<analysis::Day> near,
                      std::vector<std::uint32_t>& numbers) {
    places_ = splitter_.split(text);
    const std::size_t first = numbers.size();
    numbers.resize(first + places_.size());
    const std::uint8_t says = forms.intern(text, places_, numbers.data() + first);
    // Both look at the clues of the forms as they stand, so the dates are found before a form changes its number.
    terms_.clear();
    if ((says & analysis::Clue::month) != 0 && forms.finds_dates()) {
        find_dates(text, forms, near, std::span(numbers).subspan(first));
    }
    if ((says & analysis::Clue::english) != 0 && forms.marks_english()) {
        mark_english(text, forms, numbers, first);
    }
    add_dates(forms, numbers, first);
}

void TextReader::find_dates(std::string_view text, const Forms& forms, std::optional<analysis::Day> near,
                            std::span<const std::uint32_t> numbers) {
    classes_.clear();
    for (const std::uint32_t form : numbers) {
        classes_.push_back(forms.clue(form).date);
    }
    const analysis::DatedForms around = dated(text);
    analysis::DateReader reader(around, near);
    for (std::size_t at = 0; at < classes_.size(); ++at) {
        if (analysis::DateClasses::is_month(classes_[at])) {
            reader.read(at, terms_);
        }
    }
}

void TextReader::mark_english(std::string_view text, Forms& forms, std::vector<std::uint32_t>& numbers,
                              std::size_t first) {
    const analysis::DatedForms around = dated(text);
    sentences_.begin();
    for (std::size_t at = 0; at < places_.size(); ++at) {
        sentences_.add(forms.clue(numbers[first + at]).evidence, around.gap_before(at));
    }
    const std::vector<bool>& english = sentences_.finish();
    for (std::size_t at = 0; at < places_.size(); ++at) {
        if (english[at]) {
            marked_ = kEnglishMark;
            marked_ += text.substr(places_[at].first, places_[at].second - places_[at].first);
            numbers[first + at] = forms.intern(marked_);
        }
    }
}

void TextReader::add_dates(Forms& forms, std::vector<std::uint32_t>& numbers, std::size_t first) {
    if (terms_.empty()) {
        return;
    }
    std::ranges::stable_sort(terms_, {}, &analysis::DateTerm::first);
    const auto tail = numbers.begin() + static_cast<std::ptrdiff_t>(first);
    const std::vector<std::uint32_t> undated(tail, numbers.end());
    numbers.erase(tail, numbers.end());
    auto term = terms_.begin();
    for (std::size_t at = 0; at < undated.size(); ++at) {
        for (; term != terms_.end() && term->first == at; ++term) {
            marked_ = kDateMark;
            marked_ += term->second;
            numbers.push_back(forms.intern(marked_));
        }
        numbers.push_back(undated[at]);
    }
}

} // namespace searchlib::indexing
