#include "bindings/form_analysis.hpp"

#include <algorithm>
#include <nanobind/nanobind.h>
#include <span>

#include "indexing/text_reader.hpp"

namespace nb = nanobind;

namespace searchlib::bindings {
namespace {

using analysis::AnalyzedForms;
using analysis::RomanianChain;
using indexing::Forms;
using Texts = std::vector<indexing::TermText>;

bool is_date(std::string_view raw) { return raw.starts_with(indexing::TextReader::kDateMark); }

/// The word of a form in an English sentence in lower case, if it has letters a to z or digits alone; else nothing.
std::string plain_english(std::string_view raw) {
    constexpr std::size_t kLongest = 64;
    if (!raw.starts_with(indexing::TextReader::kEnglishMark) || raw.size() > kLongest) {
        return {};
    }
    std::string word(raw.substr(1));
    for (char& letter : word) {
        letter = letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
    }
    const auto is_letter = [](char one) { return one >= 'a' && one <= 'z'; };
    const auto is_digit = [](char one) { return one >= '0' && one <= '9'; };
    return std::ranges::all_of(word, is_letter) || std::ranges::all_of(word, is_digit) ? word : std::string();
}

/// The plain words among forms of English sentences.
struct EnglishWords {
    /// The forms without the marks of those words.
    std::vector<std::string_view> unmarked;
    /// By form; none where there is no such word.
    std::vector<std::size_t> numbers;
    std::vector<std::string> words;
    std::vector<std::string> terms;
};

constexpr std::size_t kNoWord = SIZE_MAX;

EnglishWords read_english(const std::vector<std::string_view>& raws, const RomanianChain::Stemmer& english) {
    EnglishWords found;
    found.unmarked = raws;
    found.numbers.assign(raws.size(), kNoWord);
    for (std::size_t number = 0; english && number < raws.size(); ++number) {
        if (std::string word = plain_english(raws[number]); !word.empty()) {
            found.unmarked[number].remove_prefix(1);
            found.numbers[number] = found.words.size();
            found.words.push_back(std::move(word));
        }
    }
    if (!found.words.empty()) {
        found.terms = english({found.words.begin(), found.words.end()});
        if (found.terms.size() != found.words.size()) {
            throw indexing::BadForm("the English stemmer gave another number of stems than it got words");
        }
    }
    return found;
}

/// Puts the terms of tokens and their exact terms in two lists.
void list_terms(std::span<const analysis::AnalyzedToken> tokens, Texts& terms, Texts& exact_terms) {
    terms.clear();
    exact_terms.clear();
    for (const auto& [term, piece] : tokens) {
        terms.emplace_back(term, piece.position);
        if (piece.role != analysis::Role::extra) {
            exact_terms.emplace_back(piece.folded, piece.position);
            if (!piece.letters.empty()) {
                exact_terms.emplace_back(piece.letters, piece.position);
            }
        }
    }
}

/// Has the terms of a form fetched that is soon to be defined.
void prefetch(const Forms& forms, const AnalyzedForms& analyzed, std::size_t number) {
    if (number < analyzed.forms().size()) {
        for (const auto& [term, piece] : analyzed.tokens(analyzed.forms()[number])) {
            forms.terms().prefetch(term);
            forms.exact().prefetch(piece.folded);
        }
    }
}

/// What Python says of the forms that the chain leaves.
Definitions left_to_python(const std::vector<std::string_view>& raws, const AnalyzedForms& analyzed,
                           const Others& others) {
    std::vector<std::string_view> left;
    for (std::size_t number = 0; number < raws.size(); ++number) {
        if (analyzed.forms()[number].left && !is_date(raws[number])) {
            left.push_back(raws[number]);
        }
    }
    Definitions definitions = left.empty() ? Definitions() : others(left);
    if (definitions.size() != left.size()) {
        throw indexing::BadForm("the analyzer returned another number of forms than it got");
    }
    return definitions;
}

} // namespace

std::vector<std::string_view> undefined_forms(const Forms& forms, std::uint32_t most) {
    std::vector<std::string_view> raws;
    for (std::uint32_t form = forms.defined(); form < forms.size() && raws.size() < most; ++form) {
        raws.push_back(forms.raw(form));
    }
    return raws;
}

void define_form(Forms& forms, const Definition& definition) {
    const auto& [terms, exact, width] = definition;
    Texts texts(terms.begin(), terms.end());
    Texts exact_texts(exact.begin(), exact.end());
    forms.define(texts, exact_texts, width);
}

void analyze_forms(Forms& forms, const RomanianChain& shared, std::uint32_t most, bool exact,
                   const RomanianChain::Stemmer& stemmer, const RomanianChain::Stemmer& english, const Others& others) {
    RomanianChain chain = shared; // while no other thread may teach it letters
    const nb::gil_scoped_release released;
    const std::vector<std::string_view> raws = undefined_forms(forms, most);
    const EnglishWords in_english = read_english(raws, english);
    const AnalyzedForms analyzed = chain.analyze(in_english.unmarked, stemmer);
    const Definitions rest = left_to_python(raws, analyzed, others);
    constexpr std::size_t kAhead = 8; // as many as the memory brings while the one before is defined
    auto next = rest.begin();
    Texts terms;
    Texts exact_terms;
    for (std::size_t number = 0; number < raws.size(); ++number) {
        prefetch(forms, analyzed, number + kAhead);
        const AnalyzedForms::Form& form = analyzed.forms()[number];
        if (is_date(raws[number])) {
            terms.assign(1, {raws[number].substr(1), 0});
            forms.define(terms, {}, 0);
            continue;
        }
        if (form.left) {
            define_form(forms, *next++);
            continue;
        }
        list_terms(analyzed.tokens(form), terms, exact_terms);
        if (const std::size_t word = in_english.numbers[number]; word != kNoWord) {
            terms.emplace_back(in_english.terms[word], 0);
            exact_terms.assign(1, {in_english.words[word], 0});
        }
        forms.define(terms, exact ? exact_terms : std::span<indexing::TermText>(), form.width);
    }
}

} // namespace searchlib::bindings
