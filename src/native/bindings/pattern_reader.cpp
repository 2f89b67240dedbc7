#include "bindings/pattern_reader.hpp"

#include <algorithm>
#include <nanobind/stl/shared_ptr.h>
#include <nanobind/stl/vector.h>
#include <utility>

#include "analysis/folding.hpp"
#include "bindings/convert.hpp"
#include "search/regex.hpp"

namespace nb = nanobind;

namespace searchlib::bindings {
namespace {

using search::Node;

nb::object interned(const char* text) { return nb::steal(PyUnicode_InternFromString(text)); }

/// What stands in words as they are printed and not in the terms of them as a whole, as far as it is ASCII.
constexpr bool is_joint(char c) { return c == '-' || c == '\'' || c == '.' || c == '#' || c == '@'; }

} // namespace

PatternReader::PatternReader(nb::object fields, nb::object word, nb::object regex)
    : fields_(std::move(fields)), word_(std::move(word)), regex_(std::move(regex)), text_(interned("text")),
      pattern_(interned("pattern")), distance_(interned("distance")), prefix_(interned("prefix")) {}

std::vector<nb::object*> PatternReader::held() { return {&fields_, &word_, &regex_}; }

std::optional<Node> PatternReader::read(nb::handle tree, Kind kind, std::size_t fields, std::size_t terms) const {
    const std::optional<Look> looks = look(tree, kind);
    if (!looks) {
        return std::nullopt;
    }
    Node any;
    any.kind = Node::Kind::disjunction;
    if (looks->automaton) {
        for (const std::uint32_t field : fields_of(fields)) {
            Node& node = any.children.emplace_back();
            node.kind = Node::Kind::pattern;
            node.field = field;
            node.extras = std::make_shared<search::NodeExtras>();
            node.extras->automaton = looks->automaton;
            node.extras->limit = terms;
            node.extras->value = looks->share;
        }
    }
    if (any.children.size() > 1) {
        return any;
    }
    return any.children.empty() ? Node() : std::move(any.children.front());
}

std::optional<PatternReader::Look> PatternReader::look(nb::handle tree, Kind kind) const {
    const bool is_text = kind == Kind::prefix || kind == Kind::fuzzy;
    const nb::object string = nb::getattr(tree, is_text ? text_ : pattern_);
    const auto text = utf8(string);
    if (!text) {
        return std::nullopt;
    }
    if (kind == Kind::regex) {
        if (auto graph = search::regex_graph(*text)) {
            return Look{std::make_shared<search::Automaton>(*std::move(graph))};
        }
        return Look{nb::cast<std::shared_ptr<search::Automaton>>(regex_(string))};
    }
    const std::optional<std::string> word = word_of(string, *text);
    if (!word) {
        return std::nullopt;
    }
    if (kind == Kind::fuzzy) {
        return nb::len(string.attr("split")()) == 1 ? near(tree, *word) : std::nullopt;
    }
    if (word->empty()) {
        return Look{};
    }
    if (kind == Kind::prefix) {
        return Look{std::make_shared<search::Automaton>(search::StartsWith{*word})};
    }
    return word->size() < search::Graph::kMaxStates
               ? std::optional(Look{std::make_shared<search::Automaton>(search::Graph::shaped_like(*word))})
               : std::nullopt;
}

std::optional<PatternReader::Look> PatternReader::near(nb::handle tree, const std::string& word) const {
    const auto distance = whole_number(nb::getattr(tree, distance_));
    const auto fixed = whole_number(nb::getattr(tree, prefix_));
    if (!distance || *distance < 1 || *distance > 2 || !fixed || *fixed < 0 || std::cmp_greater(*fixed, UINT32_MAX) ||
        word.size() > search::kLongestNear) {
        return std::nullopt;
    }
    if (word.empty()) {
        return Look{};
    }
    const auto edits = static_cast<std::uint32_t>(*distance);
    return Look{std::make_shared<search::Automaton>(search::near(word, edits, static_cast<std::uint32_t>(*fixed))),
                1.0 / (edits + 1)};
}

/// The text of a pattern as words of the index are.
std::optional<std::string> PatternReader::word_of(nb::handle text, std::string_view bytes) const {
    if (!analysis::is_ascii(bytes)) {
        const nb::object found = word_(text);
        const auto word = utf8(found);
        return word ? std::optional(std::string(*word)) : std::nullopt;
    }
    std::string letters(bytes);
    std::erase_if(letters, is_joint);
    return analysis::fold_ascii(letters);
}

const std::vector<std::uint32_t>& PatternReader::fields_of(std::size_t set) const {
    if (set >= known_fields_.size()) {
        known_fields_.resize(set + 1);
    }
    if (known_fields_[set].empty()) {
        known_fields_[set] = nb::cast<std::vector<std::uint32_t>>(fields_(set));
    }
    return known_fields_[set];
}

} // namespace searchlib::bindings
