#pragma once

#include <cstdint>
#include <memory>
#include <nanobind/nanobind.h>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "search/node.hpp"

namespace searchlib::bindings {

/// Plans the patterns of src/searchlib/query/patterns.py; the readable twin is src/searchlib/search/kinds.py.
class PatternReader {
public:
    enum class Kind : std::uint8_t { prefix, wildcard, fuzzy, regex };

    /// `fields` gives for each set of text fields, by its number, those that patterns are held against there; `word` the
    /// text of a pattern as words of the index are; `regex` the automaton of a regular expression.
    PatternReader(nanobind::object fields, nanobind::object word, nanobind::object regex);

    /// The plan of a pattern that is looked for in a set of fields, and stands for so many terms at most; nothing where
    /// Python has to say what is wrong with it. Throws what `regex` throws.
    [[nodiscard]] std::optional<search::Node> read(nanobind::handle tree, Kind kind, std::size_t fields,
                                                   std::size_t terms) const;

    /// The objects of Python that it holds, which the collector of cycles has to see.
    [[nodiscard]] std::vector<nanobind::object*> held();

private:
    using Automaton = std::shared_ptr<const search::Automaton>;

    /// What words look like; null if none does.
    struct Look {
        Automaton automaton;
        double share = 1.0;
    };

    [[nodiscard]] std::optional<Look> look(nanobind::handle tree, Kind kind) const;
    [[nodiscard]] std::optional<Look> near(nanobind::handle tree, const std::string& word) const;
    [[nodiscard]] std::optional<std::string> word_of(nanobind::handle text, std::string_view bytes) const;
    [[nodiscard]] const std::vector<std::uint32_t>& fields_of(std::size_t set) const;

    nanobind::object fields_;
    nanobind::object word_;
    nanobind::object regex_;
    /// The attributes of the nodes of a tree, interned.
    nanobind::object text_, pattern_, distance_, prefix_;
    /// What `fields` has given, by set; empty where it has not been asked. Only touched with the interpreter locked.
    mutable std::vector<std::vector<std::uint32_t>> known_fields_;
};

} // namespace searchlib::bindings
