#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <memory>
#include <nanobind/nanobind.h>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bindings/pattern_reader.hpp"
#include "bindings/query_forms.hpp"
#include "planning/planner.hpp"

namespace searchlib::bindings {

/// Plans the trees of src/searchlib/query/tree.py for one schema: reads a tree, asks the analyzers once for all its
/// words, and has the planner make the node.
class QuestionReader {
public:
    /// The classes of the nodes of a tree, in the order in which they are given.
    enum Class : std::uint8_t {
        word,
        phrase,
        conjunction,
        disjunction,
        negation,
        filter,
        weighted,
        keyword,
        date_range,
        undated,
        everything,
        nothing,
        /// Those of patterns, in the order of PatternReader::Kind.
        prefix,
        wildcard,
        fuzzy,
        regex,
        sloppy,
        kClasses,
    };
    /// With its further languages, each with what stands before its terms.
    struct Analyzer {
        std::shared_ptr<FormSource> main;
        std::vector<std::pair<std::string, std::shared_ptr<FormSource>>> further;
        /// Gives the terms of a phrase that is a date; none where the analyzer does not find dates.
        nanobind::object date_terms;
        planning::StopWords stop_words;
    };
    struct Schema {
        /// Name of a text field, or None → its place in `searched`.
        nanobind::dict texts;
        std::vector<std::vector<planning::SearchedField>> searched;
        /// Name of a keyword field → its number.
        nanobind::dict keywords;
        /// Names of the date field.
        nanobind::dict dates;
        nanobind::object fold_keyword;
    };
    /// How much a question may ask for.
    struct Limits {
        /// Terms that one pattern may stand for.
        std::size_t terms;
        /// How long planning and each run may take where there are patterns or phrases with gaps.
        double seconds;
    };

    QuestionReader(const nanobind::tuple& classes, Schema schema, std::vector<Analyzer> analyzers,
                   PatternReader patterns, planning::Planner planner);

    /// A tree as it was read, its words analysed. Of what is Python's it has at most automata.
    struct Analyzed {
        planning::Question question;
        planning::Asked asked;
        /// How long planning and each run may take.
        double seconds = std::numeric_limits<double>::infinity();
    };

    /// Reads a tree; nothing where Python has to plan it, or to say what is wrong with it. Throws what the parser of
    /// regular expressions throws.
    [[nodiscard]] std::optional<Analyzed> analyze(nanobind::handle tree, Limits limits) const;

    /// The plan of a tree; needs no lock of the interpreter.
    [[nodiscard]] search::Node plan(Analyzed tree) const {
        return planner_.plan(std::move(tree.question), std::move(tree.asked));
    }

    /// The objects of Python that it holds, which the collector of cycles has to see; it plans no more once they are cleared.
    [[nodiscard]] std::vector<nanobind::object*> held();

private:
    struct Reading;
    /// The attributes of the nodes of a tree, interned.
    struct Names {
        Names();
        nanobind::object text, field, value, child, children, weight, start, end, slop;
    };

    [[nodiscard]] Class class_of(nanobind::handle tree) const;
    bool read(nanobind::handle tree, int depth, planning::Question& question, Reading& reading) const;
    bool read_children(nanobind::handle tree, int depth, planning::Question& question, Reading& reading) const;
    bool read_text(nanobind::handle tree, bool is_phrase, planning::Question& question, Reading& reading) const;
    bool read_sloppy(nanobind::handle tree, planning::Question& question, Reading& reading) const;
    bool read_pattern(nanobind::handle tree, PatternReader::Kind kind, planning::Question& question,
                      Reading& reading) const;
    bool read_keyword(nanobind::handle tree, search::Node& node) const;
    bool read_dates(nanobind::handle tree, search::Node& node) const;
    bool analyze(Reading& reading) const;
    bool analyze_with(std::size_t analyzer, Reading& reading) const;

    std::array<nanobind::object, kClasses> classes_;
    Schema schema_;
    std::vector<Analyzer> analyzers_;
    PatternReader patterns_;
    planning::Planner planner_;
    Names names_;
};

} // namespace searchlib::bindings
