#include "passages/text_forms.hpp"

#include <algorithm>
#include <stdexcept>

#include "indexing/text_reader.hpp"

namespace searchlib::passages {
namespace {

using indexing::Forms;
using indexing::FormTerms;
using indexing::TermAt;
using indexing::TextReader;

/// Tells terms that are looked for from the many that are not.
class Wanted {
public:
    explicit Wanted(std::vector<std::uint32_t> terms) : terms_(std::move(terms)) {
        std::ranges::sort(terms_);
        for (const std::uint32_t term : terms_) {
            some_ |= bit(term);
        }
    }

    [[nodiscard]] bool any(std::span<const TermAt> terms) const {
        return std::ranges::any_of(terms, [&](const TermAt& at) {
            return (some_ & bit(at.term)) != 0 && std::ranges::binary_search(terms_, at.term);
        });
    }

private:
    static std::uint64_t bit(std::uint32_t term) { return std::uint64_t{1} << (term % 64); }

    std::vector<std::uint32_t> terms_;
    /// Nearly always says at once that a term is not wanted.
    std::uint64_t some_ = 0;
};

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

void TextForms::look_for(const std::vector<Mark>& marks, const std::vector<std::vector<std::string>>& lists) {
    sought_.emplace(marks, lists, *forms_);
    found_.clear();
    const Wanted terms(sought_->terms());
    const Wanted exact(sought_->exact());
    auto number = numbers_.begin();
    std::uint32_t position = 0;
    for (const auto& [begin, end] : places_) {
        for (; is_date(*number); ++number) {
            if (terms.any(forms_->terms().of(*number))) {
                found_.push_back({*number, begin, end, position});
            }
        }
        const std::uint32_t form = *number++;
        if (terms.any(forms_->terms().of(form)) || exact.any(forms_->exact().of(form))) {
            found_.push_back({form, begin, end, position});
        }
        position += forms_->width(form);
    }
}

bool TextForms::is_date(std::uint32_t form) const { return forms_->raw(form).front() == TextReader::kDateMark; }

std::vector<std::uint32_t> TextForms::unknown(const FormTokens& known) const {
    std::vector<std::uint32_t> forms;
    for (const Found& one : found_) {
        if (!is_date(one.form) && known.of(one.form) == nullptr && std::ranges::find(forms, one.form) == forms.end()) {
            forms.push_back(one.form);
        }
    }
    return forms;
}

std::pair<std::string_view, bool> TextForms::letters(std::uint32_t form) const {
    const std::string_view raw = forms_->raw(form);
    const bool english = raw.front() == TextReader::kEnglishMark;
    return {raw.substr(english ? 1 : 0), english};
}

std::vector<TextToken> TextForms::tokens(const FormTokens& known, std::vector<std::uint32_t>& dates) const {
    // No date is added once spans point at them.
    dates.reserve(found_.size());
    std::vector<TextToken> tokens;
    const Walk walk(text_);
    At begin;
    for (const Found& one : found_) {
        begin = walk.to(begin, one.begin);
        const At end = walk.to(begin, one.end);
        if (is_date(one.form)) {
            dates.push_back(forms_->terms().of(one.form).front().term);
            tokens.push_back({begin, end, one.position, std::span(dates).last(1), {}});
            continue;
        }
        const std::vector<FormToken>* const form_tokens = known.of(one.form);
        if (form_tokens == nullptr) {
            throw std::logic_error("the tokens of a form are not known");
        }
        for (const FormToken& token : *form_tokens) {
            const At first = walk.forward(begin, token.begin, end);
            const At last = walk.forward(first, std::max(token.end, token.begin) - token.begin, end);
            tokens.push_back({first, last, one.position + token.position, token.terms, token.exact});
        }
    }
    return tokens;
}

Excerpt TextForms::excerpt(const FormTokens& known, std::uint32_t length) const {
    if (!sought_) {
        throw std::logic_error("nothing was looked for");
    }
    std::vector<std::uint32_t> dates;
    const std::vector<Match> matches = sought_->find(tokens(known, dates));
    return best_excerpt(text_, matches, sought_->count(), length);
}

} // namespace searchlib::passages
