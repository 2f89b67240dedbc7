#include "bindings/query_forms.hpp"

#include <algorithm>
#include <functional>
#include <nanobind/stl/string.h>
#include <nanobind/stl/string_view.h>
#include <nanobind/stl/vector.h>
#include <optional>
#include <string>
#include <utility>

#include "analysis/form_text.hpp"
#include "analysis/romanian_chain.hpp"
#include "analysis/utf8.hpp"
#include "bindings/convert.hpp"

namespace nb = nanobind;

namespace searchlib::bindings {
namespace {

using planning::Form;
using planning::Role;
using planning::Token;
using Raws = std::vector<std::string_view>;

std::optional<Role> role_of(nb::handle role) {
    const auto name = utf8(role);
    return !name              ? std::nullopt
           : *name == "part"  ? std::optional(Role::part)
           : *name == "whole" ? std::optional(Role::whole)
           : *name == "extra" ? std::optional(Role::extra)
                              : std::nullopt;
}

/// Reads a Token of Python: term, position, start, end, role, exact.
bool read_token(nb::handle tuple, Token& token) {
    if (!is_tuple(tuple, 6)) {
        return false;
    }
    const auto term = utf8(nb::handle(PyTuple_GetItem(tuple.ptr(), 0)));
    const auto position = whole_number(nb::handle(PyTuple_GetItem(tuple.ptr(), 1)));
    const auto role = role_of(nb::handle(PyTuple_GetItem(tuple.ptr(), 4)));
    const nb::handle exact(PyTuple_GetItem(tuple.ptr(), 5));
    if (!term || !position || *position < 0 || std::cmp_greater(*position, UINT32_MAX) || !role ||
        !PyTuple_Check(exact.ptr())) {
        return false;
    }
    token.term = *term;
    token.position = static_cast<std::uint32_t>(*position);
    token.role = *role;
    const Py_ssize_t count = PyTuple_Size(exact.ptr());
    token.exact_forms = static_cast<std::uint32_t>(count);
    if (count > 0) {
        const auto folded = utf8(nb::handle(PyTuple_GetItem(exact.ptr(), 0)));
        const auto printed = utf8(nb::handle(PyTuple_GetItem(exact.ptr(), count - 1)));
        if (!folded || !printed) {
            return false;
        }
        token.folded = *folded;
        token.printed = count > 1 ? *printed : std::string_view();
    }
    return true;
}

/// Reads a Form of Python: tokens and width.
bool read_form(nb::handle tuple, Form& form) {
    if (!is_tuple(tuple, 2)) {
        return false;
    }
    const nb::handle tokens(PyTuple_GetItem(tuple.ptr(), 0));
    const auto width = whole_number(nb::handle(PyTuple_GetItem(tuple.ptr(), 1)));
    if (!PyTuple_Check(tokens.ptr()) || !width || *width < 0 || std::cmp_greater(*width, UINT32_MAX)) {
        return false;
    }
    form.width = static_cast<std::uint32_t>(*width);
    form.tokens.resize(static_cast<std::size_t>(PyTuple_Size(tokens.ptr())));
    for (std::size_t at = 0; at < form.tokens.size(); ++at) {
        if (!read_token(nb::handle(PyTuple_GetItem(tokens.ptr(), static_cast<Py_ssize_t>(at))), form.tokens[at])) {
            return false;
        }
    }
    return true;
}

/// Asks `analyze_forms` of an analyzer in Python.
class PythonForms final : public FormSource {
public:
    explicit PythonForms(nb::object analyze_forms) : analyze_forms_(std::move(analyze_forms)) {}

    bool analyze(const Raws& raws, std::vector<Form>& forms) override {
        nb::list asked;
        for (const std::string_view raw : raws) {
            asked.append(nb::str(raw.data(), raw.size()));
        }
        const nb::object found = analyze_forms_(asked);
        if (!PyList_Check(found.ptr()) || nb::len(found) != raws.size()) {
            return false;
        }
        const std::size_t first = forms.size();
        forms.resize(first + raws.size());
        for (std::size_t at = 0; at < raws.size(); ++at) {
            const nb::handle form(PyList_GetItem(found.ptr(), static_cast<Py_ssize_t>(at)));
            if (!read_form(form, forms[first + at])) {
                return false;
            }
        }
        return true;
    }

    std::vector<nb::object*> held() override { return {&analyze_forms_}; }

private:
    nb::object analyze_forms_;
};

/// Asks a stemmer in Python; as an object, not as a function of C++, whose objects nobody sees.
class PythonStemmer {
public:
    explicit PythonStemmer(nb::object stemmer) : stemmer_(std::move(stemmer)) {}

    std::vector<std::string> operator()(const std::vector<std::string_view>& words) const {
        return nb::cast<std::vector<std::string>>(stemmer_(words));
    }

    [[nodiscard]] nb::object* held() { return &stemmer_; }

private:
    nb::object stemmer_;
};

/// Puts the forms that Python was asked for where they are missing.
bool fill(PythonForms& python, const Raws& raws, const std::vector<std::size_t>& missing, std::vector<Form>& forms) {
    if (missing.empty()) {
        return true;
    }
    Raws left;
    for (const std::size_t at : missing) {
        left.push_back(raws[at]);
    }
    std::vector<Form> others;
    if (!python.analyze(left, others)) {
        return false;
    }
    const std::size_t first = forms.size() - raws.size();
    for (std::size_t at = 0; at < missing.size(); ++at) {
        forms[first + missing[at]] = std::move(others[at]);
    }
    return true;
}

Role role_of(analysis::Role role) {
    switch (role) {
    case analysis::Role::part:
        return Role::part;
    case analysis::Role::whole:
        return Role::whole;
    case analysis::Role::extra:
        break;
    }
    return Role::extra;
}

class RomanianForms final : public FormSource {
public:
    RomanianForms(PythonForms python, nb::object chain, PythonStemmer stemmer)
        : python_(std::move(python)), held_(std::move(chain)), chain_(nb::cast<analysis::RomanianChain&>(held_)),
          stemmer_(std::move(stemmer)) {}

    bool analyze(const Raws& raws, std::vector<Form>& forms) override {
        std::vector<std::size_t> missing;
        const analysis::AnalyzedForms analyzed = chain_.analyze(raws, std::ref(stemmer_));
        for (const analysis::AnalyzedForms::Form& one : analyzed.forms()) {
            Form& form = forms.emplace_back();
            if (one.left) {
                missing.push_back(forms.size() - 1);
                continue;
            }
            form.width = one.width;
            for (const auto& [term, piece] : analyzed.tokens(one)) {
                form.tokens.push_back({term, piece.position, role_of(piece.role), piece.letters.empty() ? 1U : 2U,
                                       piece.folded, piece.letters});
            }
        }
        const std::size_t first = forms.size() - raws.size();
        std::ranges::for_each(missing, [&](std::size_t& at) { at -= first; });
        return fill(python_, raws, missing, forms);
    }

    std::vector<nb::object*> held() override {
        std::vector<nb::object*> objects = python_.held();
        objects.insert(objects.end(), {&held_, stemmer_.held()});
        return objects;
    }

private:
    PythonForms python_;
    nb::object held_;
    analysis::RomanianChain& chain_;
    PythonStemmer stemmer_;
};

/// Reads words of Latin letters and plain numbers as the chain of English does: one part each. All else is Python's.
class EnglishForms final : public FormSource {
public:
    EnglishForms(PythonForms python, PythonStemmer stemmer)
        : python_(std::move(python)), stemmer_(std::move(stemmer)) {}

    bool analyze(const Raws& raws, std::vector<Form>& forms) override {
        std::vector<std::size_t> missing;
        std::vector<std::size_t> stemmed;
        std::vector<std::string> words;
        const std::size_t first = forms.size();
        forms.resize(first + raws.size());
        for (std::size_t at = 0; at < raws.size(); ++at) {
            Token token;
            if (is_number(raws[at])) {
                token.term = token.folded = raws[at];
                token.exact_forms = 1;
                set_one(forms[first + at], std::move(token));
            } else if (read_plain(raws[at], token)) {
                stemmed.push_back(at);
                words.push_back(token.folded);
                set_one(forms[first + at], std::move(token));
            } else {
                missing.push_back(at);
            }
        }
        if (!words.empty()) {
            std::vector<std::string> stems = stemmer_({words.begin(), words.end()});
            if (stems.size() != words.size() || std::ranges::any_of(stems, &std::string::empty)) {
                return false;
            }
            for (std::size_t at = 0; at < stemmed.size(); ++at) {
                forms[first + stemmed[at]].tokens.front().term = std::move(stems[at]);
            }
        }
        return fill(python_, raws, missing, forms);
    }

    std::vector<nb::object*> held() override {
        std::vector<nb::object*> objects = python_.held();
        objects.push_back(stemmer_.held());
        return objects;
    }

private:
    static constexpr std::size_t kLongestPlain = 120;

    static void set_one(Form& form, Token token) {
        form.tokens.push_back(std::move(token));
        form.width = 1;
    }

    static bool is_number(std::string_view raw) {
        return raw.size() <= kLongestPlain && std::ranges::all_of(raw, [](char c) { return c >= '0' && c <= '9'; });
    }

    /// Reads a word of ASCII letters and those of Romanian today, which mean the same in every chain.
    static bool read_plain(std::string_view raw, Token& token) {
        constexpr std::u32string_view kRomanian = U"ăâîșțĂÂÎȘȚ";
        if (raw.size() > kLongestPlain) {
            return false;
        }
        if (std::ranges::all_of(raw, [](char c) { return c >= 'a' && c <= 'z'; })) {
            token.folded = raw;
            token.exact_forms = 1;
            return true;
        }
        std::u16string lowered;
        const char* at = raw.data();
        const char* const end = at + raw.size();
        while (at < end) {
            const char32_t code = analysis::next_code(at, end);
            const analysis::Letter& letter = analysis::letter(code);
            if (!analysis::is_letter(letter.kind) ||
                (code >= 0x80 && kRomanian.find(code) == std::u32string_view::npos)) {
                return false;
            }
            token.folded.append(letter.fold, letter.fold_size);
            lowered.push_back(letter.lower);
        }
        token.printed = analysis::utf8(lowered);
        token.exact_forms = token.printed == token.folded ? 1 : 2;
        return true;
    }

    PythonForms python_;
    PythonStemmer stemmer_;
};

class WholeForms final : public FormSource {
public:
    bool analyze(const Raws& raws, std::vector<Form>& forms) override {
        for (const std::string_view raw : raws) {
            Form& form = forms.emplace_back();
            form.width = 1;
            form.tokens.emplace_back().term = planning::cut_term(raw);
        }
        return true;
    }
};

} // namespace

std::shared_ptr<FormSource> make_form_source(const nb::tuple& description) {
    const auto kind = nb::cast<std::string>(description[0]);
    if (kind == "whole") {
        return std::make_shared<WholeForms>();
    }
    PythonForms python{nb::object(description[1])};
    if (kind == "romanian") {
        return std::make_shared<RomanianForms>(std::move(python), nb::object(description[2]),
                                               PythonStemmer(nb::object(description[3])));
    }
    if (kind == "english") {
        return std::make_shared<EnglishForms>(std::move(python), PythonStemmer(nb::object(description[2])));
    }
    return std::make_shared<PythonForms>(std::move(python));
}

} // namespace searchlib::bindings
