#include <algorithm>
#include <nanobind/stl/function.h>
#include <nanobind/stl/map.h>
#include <nanobind/stl/pair.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/string_view.h>
#include <nanobind/stl/tuple.h>
#include <nanobind/stl/unordered_map.h>
#include <nanobind/stl/vector.h>
#include <string_view>
#include <utility>
#include <vector>

#include "analysis/clues.hpp"
#include "analysis/romanian_chain.hpp"
#include "analysis/splitter.hpp"
#include "bindings/bindings.hpp"

namespace nb = nanobind;

namespace searchlib::bindings {
namespace {

std::uint32_t characters(std::string_view utf8) {
    std::uint32_t count = 0;
    for (const char byte : utf8) {
        count += (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U ? 1U : 0U;
    }
    return count;
}

/// Raw forms with offsets in characters, as Python counts them.
std::vector<std::pair<std::uint32_t, std::uint32_t>> split(std::string_view text) {
    std::vector<std::pair<std::uint32_t, std::uint32_t>> forms;
    std::uint32_t byte = 0;
    std::uint32_t character = 0;
    const auto character_at = [&](std::uint32_t offset) {
        character += characters(text.substr(byte, offset - byte));
        byte = offset;
        return character;
    };
    analysis::Splitter splitter;
    for (const auto& [begin, end] : splitter.split(text)) {
        const std::uint32_t first = character_at(begin);
        forms.emplace_back(first, character_at(end));
    }
    return forms;
}

using analysis::RomanianChain;
using Lists = std::map<std::string, std::vector<std::string>>;

void make_chain(RomanianChain* self, const Lists& lists, const std::vector<analysis::OldSpelling::Rule>& spellings,
                const nb::bytes& rules) {
    analysis::WordLists words;
    const auto set = [&](const char* name) {
        const std::vector<std::string>& list = lists.at(name);
        return analysis::WordSet(list.begin(), list.end());
    };
    words.endings = set("endings");
    words.acronym_endings = set("acronym_endings");
    words.ordinal_endings = set("ordinal_endings");
    words.clitics_before = set("clitics_before");
    words.clitics_behind = set("clitics_behind");
    words.prefixes = set("prefixes");
    words.domains = set("domains");
    analysis::SuffixTable table({rules.c_str(), rules.size()});
    new (self) RomanianChain(std::move(words), analysis::OldSpelling(spellings), std::move(table));
}

/// Code point, lower case, what it folds to, whether it is an upper-case letter, and whether it is a Moldovan one.
using ForeignLetter = std::tuple<std::uint32_t, std::uint16_t, std::string, bool, bool>;

void learn_letters(RomanianChain& chain, const std::vector<ForeignLetter>& letters) {
    for (const auto& [code, lower, folded, is_upper, is_moldovan] : letters) {
        analysis::Letter letter{};
        if (folded.size() > sizeof letter.fold) {
            throw nb::value_error("a letter folds to four bytes at most");
        }
        letter.kind = is_upper ? analysis::kUpper : analysis::kLower;
        letter.fold_size = static_cast<std::uint8_t>(folded.size());
        std::ranges::copy(folded, letter.fold);
        letter.lower = lower;
        chain.foreign().learn(code, {letter, is_moldovan});
    }
}

/// The UTF-8 of strings; of one with a lone surrogate nothing, so that Python analyses it.
std::vector<std::string_view> utf8_of(const nb::list& strings) {
    std::vector<std::string_view> texts;
    texts.reserve(strings.size());
    for (const nb::handle one : strings) {
        Py_ssize_t size = 0;
        const char* const data = PyUnicode_AsUTF8AndSize(one.ptr(), &size);
        if (data == nullptr) {
            if (PyErr_ExceptionMatches(PyExc_UnicodeEncodeError) == 0) {
                throw nb::python_error();
            }
            PyErr_Clear();
        }
        texts.emplace_back(data == nullptr ? "\x01" : data, data == nullptr ? 1 : static_cast<std::size_t>(size));
    }
    return texts;
}

/// Each form as its width and its tokens; None for one that Python has to analyse.
nb::list analyze(RomanianChain& chain, const nb::list& raws, const RomanianChain::Stemmer& stemmer) {
    const nb::str roles[] = {nb::str("part"), nb::str("whole"), nb::str("extra")};
    nb::list answer;
    const analysis::AnalyzedForms analyzed = chain.analyze(utf8_of(raws), stemmer);
    for (const analysis::AnalyzedForms::Form& form : analyzed.forms()) {
        if (form.left) {
            answer.append(nb::none());
            continue;
        }
        nb::list tokens;
        for (const auto& [term, piece] : analyzed.tokens(form)) {
            const nb::object exact = piece.role == analysis::Role::extra ? nb::make_tuple()
                                     : piece.letters.empty()             ? nb::make_tuple(piece.folded)
                                                                         : nb::make_tuple(piece.folded, piece.letters);
            tokens.append(nb::make_tuple(term, piece.position, piece.start, piece.end,
                                         roles[static_cast<std::size_t>(piece.role)], exact));
        }
        answer.append(nb::make_tuple(form.width, tokens));
    }
    return answer;
}

using analysis::Clues;

void make_clues(Clues* self, std::unordered_map<std::string, analysis::DateClass> dates,
                const std::unordered_map<std::string, analysis::Evidence>& evidence,
                const std::vector<std::string>& in_names) {
    new (self) Clues(analysis::DateClasses(std::move(dates)),
                     analysis::EvidenceOfForms(evidence, {in_names.begin(), in_names.end()}));
}

/// The clue of one form: what it can be in a date, and its evidence.
std::pair<analysis::DateClass, analysis::Evidence> clue_of(const Clues& clues, std::string_view raw) {
    const analysis::Clue clue = clues.of(raw);
    return {clue.date, clue.evidence};
}

} // namespace

void bind_analysis(nb::module_& module) {
    nb::class_<Clues>(module, "Clues", "What raw forms say beyond their own terms: of dates and of languages.")
        .def("__init__", &make_clues, nb::arg("dates"), nb::arg("evidence"), nb::arg("in_names"))
        .def("of", &clue_of, nb::arg("raw"), "What a form can be in a date, and its evidence of a language.");
    nb::class_<RomanianChain>(module, "RomanianChain", "The Romanian chain for the forms that are not rare.")
        .def("__init__", &make_chain, nb::arg("lists"), nb::arg("spellings"), nb::arg("rules"))
        .def(
            "analyze", &analyze, nb::arg("raws"), nb::arg("stemmer"),
            nb::sig(
                "def analyze(self, raws: list[str], stemmer: collections.abc.Callable[[collections.abc.Sequence[str]], "
                "collections.abc.Sequence[str]]) -> list[tuple[int, list[tuple[typing.Any, ...]]] | None]"),
            "Width and tokens of each raw form; None for one that Python has to analyse.")
        .def("learn_letters", &learn_letters, nb::arg("letters"),
             "Has Cyrillic letters read: code point, lower case, what it folds to, whether upper case, whether "
             "Moldovan.");
    module.def(
        "split", [](const nb::bytes& text) { return split({text.c_str(), text.size()}); }, nb::arg("text"),
        "Raw forms of UTF-8 text: the start and end of each, in characters.");
}

} // namespace searchlib::bindings
