#include "bindings/question_reader.hpp"

#include <algorithm>
#include <iterator>
#include <span>
#include <utility>

#include "analysis/folding.hpp"
#include "analysis/split.hpp"
#include "bindings/convert.hpp"

namespace nb = nanobind;

namespace searchlib::bindings {
namespace {

using planning::Question;
using search::Node;

constexpr int kDeepest = 200;
constexpr std::int64_t kFirstSecond = -(std::int64_t{1} << 62);
constexpr std::int64_t kLastSecond = std::int64_t{1} << 62;

/// What a name stands for in a dictionary of numbers.
std::optional<std::size_t> number_of(const nb::dict& numbers, nb::handle name) {
    PyObject* const found = PyDict_GetItemWithError(numbers.ptr(), name.ptr());
    if (found == nullptr) {
        PyErr_Clear();
        return std::nullopt;
    }
    return nb::cast<std::size_t>(nb::handle(found));
}

/// Every date has a day or a year in digits.
bool has_digit(std::string_view text) {
    return std::ranges::any_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

/// One end of a range of dates; `open` where there is none.
std::optional<std::int64_t> end_of(nb::handle seconds, std::int64_t open) {
    return seconds.is_none() ? std::optional(open) : whole_number(seconds);
}

} // namespace

/// What is being read of one question.
struct QuestionReader::Reading {
    explicit Reading(std::size_t most_terms) : terms(most_terms) {
        // Most questions have no more. With room made once, here, in the analysis and in weighing, it takes an eighth less to
        // plan five words.
        constexpr std::size_t kTexts = 8;
        strings.reserve(kTexts);
        utf8.reserve(kTexts);
        asked.texts.reserve(kTexts);
    }

    /// Terms that a pattern may stand for.
    std::size_t terms;
    /// Whether it must not take too long.
    bool is_bounded = false;
    /// The strings of its texts, which must outlive what is read of them.
    std::vector<nb::object> strings;
    std::vector<std::string_view> utf8;
    planning::Asked asked;

    Node& add_node(Question& question) {
        question.number = static_cast<std::uint32_t>(asked.nodes.size());
        return asked.nodes.emplace_back();
    }
};

QuestionReader::Names::Names() {
    const auto name = [](const char* text) { return nb::steal(PyUnicode_InternFromString(text)); };
    text = name("text");
    field = name("field");
    value = name("value");
    child = name("child");
    children = name("children");
    weight = name("weight");
    start = name("start");
    end = name("end");
    slop = name("slop");
}

QuestionReader::QuestionReader(const nb::tuple& classes, Schema schema, std::vector<Analyzer> analyzers,
                               PatternReader patterns, planning::Planner planner)
    : schema_(std::move(schema)), analyzers_(std::move(analyzers)), patterns_(std::move(patterns)), planner_(planner) {
    if (nb::len(classes) != classes_.size()) {
        throw nb::value_error("a class is needed for each kind of node");
    }
    for (std::size_t at = 0; at < classes_.size(); ++at) {
        classes_[at] = classes[at];
    }
}

std::optional<QuestionReader::Analyzed> QuestionReader::analyze(nb::handle tree, Limits limits) const {
    Question question;
    Reading reading(limits.terms);
    if (!read(tree, 0, question, reading) || !analyze(reading)) {
        return std::nullopt;
    }
    Analyzed analyzed{std::move(question), std::move(reading.asked)};
    if (reading.is_bounded) {
        analyzed.seconds = limits.seconds;
    }
    return analyzed;
}

std::vector<nb::object*> QuestionReader::held() {
    std::vector<nb::object*> objects{&schema_.texts, &schema_.keywords, &schema_.dates, &schema_.fold_keyword};
    std::ranges::transform(classes_, std::back_inserter(objects), [](nb::object& one) { return &one; });
    std::ranges::copy(patterns_.held(), std::back_inserter(objects));
    for (Analyzer& analyzer : analyzers_) {
        objects.push_back(&analyzer.date_terms);
        std::ranges::copy(analyzer.main->held(), std::back_inserter(objects));
        for (const auto& further : analyzer.further) {
            std::ranges::copy(further.second->held(), std::back_inserter(objects));
        }
    }
    return objects;
}

QuestionReader::Class QuestionReader::class_of(nb::handle tree) const {
    const auto* const type = reinterpret_cast<PyObject*>(Py_TYPE(tree.ptr()));
    const auto* const found = std::ranges::find_if(classes_, [&](const nb::object& one) { return one.ptr() == type; });
    return static_cast<Class>(found - classes_.begin());
}

bool QuestionReader::read(nb::handle tree, int depth, Question& question, Reading& reading) const {
    using Kind = Question::Kind;
    if (depth > kDeepest) {
        return false;
    }
    const Class found = class_of(tree);
    switch (found) {
    case word:
    case phrase:
        return read_text(tree, found == phrase, question, reading);
    case conjunction:
    case disjunction:
        question.kind = found == conjunction ? Kind::conjunction : Kind::disjunction;
        return read_children(tree, depth, question, reading);
    case negation:
    case filter:
    case weighted: {
        question.kind = found == negation ? Kind::negation : Kind::scaled;
        if (found == weighted) {
            question.weight = nb::cast<double>(nb::getattr(tree, names_.weight));
        }
        const nb::object child = nb::getattr(tree, names_.child);
        return read(child, depth + 1, question.children.emplace_back(), reading);
    }
    case keyword:
        return read_keyword(tree, reading.add_node(question));
    case date_range:
        return read_dates(tree, reading.add_node(question));
    case undated:
        reading.add_node(question).kind = Node::Kind::undated;
        return schema_.dates.contains(nb::getattr(tree, names_.field));
    case everything:
        reading.add_node(question).kind = Node::Kind::all;
        return true;
    case nothing:
        reading.add_node(question);
        return true;
    case prefix:
    case wildcard:
    case fuzzy:
    case regex:
        return read_pattern(tree, static_cast<PatternReader::Kind>(found - prefix), question, reading);
    case sloppy:
        return read_sloppy(tree, question, reading);
    case kClasses:
        break;
    }
    return false;
}

bool QuestionReader::read_children(nb::handle tree, int depth, Question& question, Reading& reading) const {
    const nb::object children = nb::getattr(tree, names_.children);
    if (!PyTuple_Check(children.ptr())) {
        return false;
    }
    const Py_ssize_t count = PyTuple_Size(children.ptr());
    question.children.reserve(static_cast<std::size_t>(count));
    for (Py_ssize_t at = 0; at < count; ++at) {
        __builtin_prefetch(PyTuple_GetItem(children.ptr(), at));
    }
    for (Py_ssize_t at = 0; at < count; ++at) {
        const nb::handle child(PyTuple_GetItem(children.ptr(), at));
        // An exclusion is no level of its own in what it is excluded from.
        const int level =
            question.kind == Question::Kind::conjunction && class_of(child) == negation ? depth : depth + 1;
        if (!read(child, level, question.children.emplace_back(), reading)) {
            return false;
        }
    }
    return true;
}

bool QuestionReader::read_text(nb::handle tree, bool is_phrase, Question& question, Reading& reading) const {
    const auto fields = number_of(schema_.texts, nb::getattr(tree, names_.field));
    nb::object string = nb::getattr(tree, names_.text);
    const auto text = utf8(string);
    if (!fields || !text) {
        return false;
    }
    question.kind = Question::Kind::text;
    question.number = static_cast<std::uint32_t>(reading.asked.texts.size());
    reading.strings.push_back(std::move(string));
    reading.utf8.push_back(*text);
    reading.asked.texts.push_back({schema_.searched[*fields], is_phrase, 0, {}});
    return true;
}

bool QuestionReader::read_sloppy(nb::handle tree, Question& question, Reading& reading) const {
    constexpr std::int64_t kFarthest = 1000; // MAX_DISTANCE in src/searchlib/query/operators.py
    const auto slop = whole_number(nb::getattr(tree, names_.slop));
    if (!slop || *slop < 0 || *slop > kFarthest || !read_text(tree, true, question, reading)) {
        return false;
    }
    question.kind = Question::Kind::sloppy;
    reading.asked.texts.back().slop = static_cast<std::uint32_t>(*slop);
    reading.is_bounded = true;
    return true;
}

bool QuestionReader::read_pattern(nb::handle tree, PatternReader::Kind kind, Question& question,
                                  Reading& reading) const {
    const auto fields = number_of(schema_.texts, nb::getattr(tree, names_.field));
    auto node = fields ? patterns_.read(tree, kind, *fields, reading.terms) : std::nullopt;
    if (!node) {
        return false;
    }
    question.kind = Question::Kind::pattern;
    reading.add_node(question) = *std::move(node);
    reading.is_bounded = true;
    return true;
}

bool QuestionReader::read_keyword(nb::handle tree, Node& node) const {
    const auto field = number_of(schema_.keywords, nb::getattr(tree, names_.field));
    const nb::object value = nb::getattr(tree, names_.value);
    const auto text = utf8(value);
    if (!field || !text) {
        return false;
    }
    std::string folded;
    if (analysis::is_ascii(*text)) {
        folded = analysis::fold_ascii(*text);
    } else {
        const nb::object found = schema_.fold_keyword(value);
        const auto bytes = utf8(found);
        if (!bytes) {
            return false;
        }
        folded = *bytes;
    }
    node.kind = Node::Kind::keyword;
    node.field = static_cast<std::uint32_t>(*field);
    node.terms.push_back({std::string(planning::cut_term(folded)), 0, {}, {}});
    return true;
}

bool QuestionReader::read_dates(nb::handle tree, Node& node) const {
    const auto begin = end_of(nb::getattr(tree, names_.start), kFirstSecond);
    const auto end = end_of(nb::getattr(tree, names_.end), kLastSecond);
    if (!schema_.dates.contains(nb::getattr(tree, names_.field)) || !begin || !end) {
        return false;
    }
    if (*begin < *end) {
        node.kind = Node::Kind::date_range;
        node.begin = std::max(*begin, kFirstSecond);
        node.end = std::min(*end, kLastSecond);
    }
    return true;
}

bool QuestionReader::analyze(Reading& reading) const {
    std::vector<planning::Text>& texts = reading.asked.texts;
    reading.asked.readings.resize(texts.size() * analyzers_.size());
    for (std::size_t number = 0; number < texts.size(); ++number) {
        texts[number].readings =
            std::span(reading.asked.readings).subspan(number * analyzers_.size(), analyzers_.size());
    }
    for (std::size_t analyzer = 0; analyzer < analyzers_.size(); ++analyzer) {
        if (!analyze_with(analyzer, reading)) {
            return false;
        }
    }
    return true;
}

/// Has all texts that one analyzer is to read read by it at once, and by those of its further languages.
bool QuestionReader::analyze_with(std::size_t analyzer, Reading& reading) const {
    const Analyzer& with = analyzers_[analyzer];
    std::vector<std::string_view> raws;
    std::vector<std::size_t> numbers;
    std::vector<std::size_t> ends;
    raws.reserve(reading.asked.texts.size());
    numbers.reserve(reading.asked.texts.size());
    ends.reserve(reading.asked.texts.size());
    for (std::size_t number = 0; number < reading.asked.texts.size(); ++number) {
        if (std::ranges::any_of(reading.asked.texts[number].fields,
                                [&](const planning::SearchedField& field) { return field.analyzer == analyzer; })) {
            const std::string_view text = reading.utf8[number];
            analysis::split(
                text, [&](std::uint32_t begin, std::uint32_t end) { raws.push_back(text.substr(begin, end - begin)); });
            numbers.push_back(number);
            ends.push_back(raws.size());
        }
    }
    if (numbers.empty()) {
        return true;
    }
    const auto each = [&](const std::vector<planning::Form>& forms, auto&& take) {
        for (std::size_t at = 0; at < numbers.size(); ++at) {
            const std::size_t begin = at == 0 ? 0 : ends[at - 1];
            planning::Text& text = reading.asked.texts[numbers[at]];
            take(std::span(forms).subspan(begin, ends[at] - begin), text, text.readings[analyzer]);
        }
    };
    std::vector<planning::Form> forms;
    forms.reserve(raws.size());
    if (!with.main->analyze(raws, forms)) {
        return false;
    }
    each(forms, [&](std::span<const planning::Form> some, const planning::Text& text, planning::Reading& found) {
        found.alternatives = planning::alternatives(some, text.phrase);
        found.stop_words = planning::are_stop_words(some, with.stop_words);
    });
    for (const auto& [prefix, language] : with.further) {
        forms.clear();
        if (!language->analyze(raws, forms)) {
            return false;
        }
        each(forms, [&](std::span<const planning::Form> some, const planning::Text& text, planning::Reading& found) {
            std::ranges::move(planning::further_alternatives(some, text.phrase, prefix),
                              std::back_inserter(found.alternatives));
        });
    }
    for (const std::size_t number : numbers) {
        planning::Text& text = reading.asked.texts[number];
        if (text.phrase && !with.date_terms.is_none() && has_digit(reading.utf8[number])) {
            for (const nb::handle term : nb::cast<nb::tuple>(with.date_terms(reading.strings[number]))) {
                text.readings[analyzer].alternatives.push_back(
                    {{{0, std::string(nb::cast<nb::str>(term).c_str())}}, {}, {}});
            }
        }
    }
    return true;
}

} // namespace searchlib::bindings
