#include "passages/text_forms.hpp"

#include <algorithm>

#include "indexing/text_reader.hpp"

namespace searchlib::passages {
namespace {

using indexing::Forms;
using indexing::FormTerms;
using indexing::TermAt;
using indexing::TextReader;

std::uint32_t count_characters(std::string_view utf8) {
    return static_cast<std::uint32_t>(
        std::ranges::count_if(utf8, [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; }));
}

/// The numbers of those strings that are terms of any form.
std::vector<std::uint32_t> numbers_of(const FormTerms& terms, std::span<const std::string> texts) {
    std::vector<std::uint32_t> numbers;
    for (const std::string& text : texts) {
        if (const auto number = terms.find(text)) {
            numbers.push_back(*number);
        }
    }
    return numbers;
}

bool has_any(std::span<const TermAt> terms, const std::vector<std::uint32_t>& wanted) {
    return std::ranges::any_of(terms,
                               [&](const TermAt& at) { return std::ranges::find(wanted, at.term) != wanted.end(); });
}

} // namespace

TextForms::TextForms(std::shared_ptr<Forms> forms, std::string text, std::optional<analysis::Day> near)
    : forms_(std::move(forms)), text_(std::move(text)) {
    TextReader reader;
    reader.read(text_, *forms_, near, numbers_);
    places_.assign(reader.places().begin(), reader.places().end());
}

std::vector<std::string_view> TextForms::words(bool exact) const {
    const FormTerms& terms = exact ? forms_->exact() : forms_->terms();
    std::vector<std::uint32_t> numbers;
    for (const std::uint32_t form : numbers_) {
        for (const TermAt& at : terms.of(form)) {
            numbers.push_back(at.term);
        }
    }
    std::ranges::sort(numbers);
    std::vector<std::string_view> words;
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        if (i == 0 || numbers[i] != numbers[i - 1]) {
            words.push_back(terms.text(numbers[i]));
        }
    }
    return words;
}

std::vector<FoundForm> TextForms::find(std::span<const std::string> terms, std::span<const std::string> exact) const {
    const std::vector<std::uint32_t> wanted = numbers_of(forms_->terms(), terms);
    const std::vector<std::uint32_t> wanted_exact = numbers_of(forms_->exact(), exact);
    const std::string_view text = text_;
    std::vector<FoundForm> found;
    auto number = numbers_.begin();
    std::uint32_t position = 0;
    std::uint32_t byte = 0;
    std::uint32_t character = 0;
    for (const auto& [begin, end] : places_) {
        const std::size_t first = found.size();
        for (; forms_->raw(*number).front() == TextReader::kDateMark; ++number) {
            if (has_any(forms_->terms().of(*number), wanted)) {
                found.push_back(
                    {text.substr(begin, end - begin), false, 0, 0, position, forms_->raw(*number).substr(1)});
            }
        }
        const std::uint32_t form = *number++;
        if (has_any(forms_->terms().of(form), wanted) || has_any(forms_->exact().of(form), wanted_exact)) {
            const bool english = forms_->raw(form).front() == TextReader::kEnglishMark;
            found.push_back({text.substr(begin, end - begin), english, 0, 0, position, {}});
        }
        if (found.size() > first) {
            character += count_characters(text.substr(byte, begin - byte));
            const std::uint32_t behind = character + count_characters(text.substr(begin, end - begin));
            for (std::size_t i = first; i < found.size(); ++i) {
                found[i].begin = character;
                found[i].end = behind;
            }
            character = behind;
            byte = end;
        }
        position += forms_->width(form);
    }
    return found;
}

} // namespace searchlib::passages
