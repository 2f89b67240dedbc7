#include <nanobind/stl/function.h>
#include <nanobind/stl/shared_ptr.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/string_view.h>
#include <nanobind/stl/tuple.h>
#include <nanobind/stl/vector.h>

#include "bindings/bindings.hpp"
#include "suggestions/adjacency.hpp"
#include "suggestions/choosing.hpp"
#include "suggestions/vocabulary.hpp"

namespace nb = nanobind;

namespace searchlib::bindings {
namespace {

using suggestions::SideBySide;
using suggestions::Vocabulary;
using suggestions::Word;
using Fields = std::vector<std::uint32_t>;
/// Text, documents and occurrences.
using WordTuple = std::tuple<std::string_view, std::uint64_t, std::uint64_t>;

WordTuple tuple_of(const Word& word) { return {word.text, word.documents, word.occurrences}; }

void make_vocabulary(Vocabulary* self, const search::Snapshot& snapshot, const Fields& fields,
                     const Vocabulary::Fold& fold) {
    const nb::gil_scoped_release released;
    new (self) Vocabulary(suggestions::Words(snapshot, fields), [&](const std::vector<std::string_view>& words) {
        const nb::gil_scoped_acquire acquired;
        return fold(words);
    });
}

std::vector<WordTuple> spellings(const Vocabulary& vocabulary, std::string_view key) {
    const std::uint32_t number = vocabulary.find(key);
    std::vector<WordTuple> found;
    if (number < vocabulary.size()) {
        for (const Word& word : vocabulary.spellings(number)) {
            found.push_back(tuple_of(word));
        }
    }
    return found;
}

WordTuple find(const Vocabulary& vocabulary, std::string_view key) {
    const std::uint32_t number = vocabulary.find(key);
    return number < vocabulary.size() ? tuple_of(vocabulary.key(number)) : WordTuple{key, 0, 0};
}

/// Spelling, and documents of the key.
std::vector<std::tuple<std::string_view, std::uint64_t>> complete(const Vocabulary& vocabulary, std::string_view prefix,
                                                                  std::size_t limit) {
    std::vector<std::tuple<std::string_view, std::uint64_t>> found;
    for (const std::uint32_t number : vocabulary.complete(prefix, limit)) {
        found.emplace_back(vocabulary.spellings(number).front().text, vocabulary.key(number).documents);
    }
    return found;
}

/// Key and occurrences.
std::vector<std::tuple<std::string_view, std::uint64_t>> neighbours(const Vocabulary& vocabulary, std::string_view word,
                                                                    std::uint32_t edits, std::size_t limit) {
    std::vector<std::tuple<std::string_view, std::uint64_t>> found;
    for (const auto& [number, occurrences] : vocabulary.neighbours(word, edits, limit)) {
        found.emplace_back(vocabulary.key(number).text, occurrences);
    }
    return found;
}

std::vector<double> count(SideBySide& rows, const suggestions::Places& places, std::uint32_t documents,
                          std::uint32_t common) {
    const nb::gil_scoped_release released;
    return rows.count(places, {documents, common});
}

/// Text, key, occurrences and cost.
using GuessTuple = std::tuple<std::string, std::string, std::uint64_t, double>;

std::vector<std::uint32_t> choose(SideBySide& rows, std::uint64_t all,
                                  const std::vector<std::vector<GuessTuple>>& guesses) {
    std::vector<std::vector<suggestions::Guess>> made;
    made.reserve(guesses.size());
    for (const std::vector<GuessTuple>& options : guesses) {
        if (options.empty()) {
            throw nb::value_error("each word has at least one guess");
        }
        std::vector<suggestions::Guess>& some = made.emplace_back();
        some.reserve(options.size());
        for (const auto& [text, key, occurrences, cost] : options) {
            some.push_back({text, key, occurrences, cost});
        }
    }
    const nb::gil_scoped_release released;
    return suggestions::choose(rows, all, made);
}

} // namespace

void bind_suggestions(nb::module_& module) {
    nb::class_<Vocabulary>(module, "Vocabulary", "The words of text fields by what they are without diacritics.")
        .def("__init__", &make_vocabulary, nb::arg("snapshot"), nb::arg("fields"), nb::arg("fold"),
             "`fold` is called once, with the words that are not of Latin letters alone.")
        .def("__len__", &Vocabulary::size)
        .def_prop_ro("occurrences", &Vocabulary::occurrences, "How often all words stand in the fields.")
        .def("find", &find, nb::arg("key"), "Text, documents and occurrences of a key; none if there is no such.")
        .def("spellings", &spellings, nb::arg("key"),
             "Text, documents and occurrences of each spelling of a key, the most frequent first.")
        .def("complete", &complete, nb::arg("prefix"), nb::arg("limit"),
             "The commonest spelling of each key that begins so, and its documents, most first.")
        .def("neighbours", &neighbours, nb::arg("word"), nb::arg("edits"), nb::arg("limit"),
             "Keys that are so many edits from a word and their occurrences, the most frequent ones.");
    nb::class_<SideBySide>(module, "SideBySide", "Counts how often the words of one question stand side by side.")
        .def(nb::init<std::shared_ptr<const search::Snapshot>, Fields>(), nb::arg("snapshot"), nb::arg("fields"))
        .def("count", &count, nb::arg("places"), nb::arg("documents"), nb::arg("common"),
             "About how often, for each spelling of each word of the first place, of the second and so on; from at "
             "most so many documents of the rarest word, and so many that have all. A word is its key and then its "
             "spellings with diacritics.")
        .def("choose", &choose, nb::arg("all"), nb::arg("guesses"),
             "For each word of a row the number of its guess (text, key, occurrences, cost), so that all together are "
             "the likeliest among so many words.");
}

} // namespace searchlib::bindings
