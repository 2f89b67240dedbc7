#include "planning/quieting.hpp"

#include <algorithm>
#include <utility>

namespace searchlib::planning {
namespace {

using Kind = Question::Kind;

/// Whether a question scores by more than stop words. It is none for filters, for synonyms, which nobody typed, and for
/// groups of stop words and these.
enum class Heard : std::uint8_t { no, yes, none };

bool is_group(const Question& question) {
    return question.kind == Kind::conjunction || question.kind == Kind::disjunction;
}

bool is_quiet(const Text& text) {
    return !text.phrase && std::ranges::all_of(text.fields, [&](const SearchedField& field) {
        return text.readings[field.analyzer].stop_words;
    });
}

Heard heard(const Question& question, std::span<const Text> texts) {
    if (question.kind == Kind::text) {
        return is_quiet(texts[question.number]) ? Heard::no : Heard::yes;
    }
    if (question.kind == Kind::pattern || question.kind == Kind::sloppy) {
        return Heard::yes;
    }
    if (!is_group(question) || question.children.empty()) {
        return Heard::none;
    }
    Heard all = Heard::no;
    for (const Question& child : question.children) {
        const Heard one = heard(child, texts);
        if (one == Heard::yes) {
            return Heard::yes;
        }
        if (one == Heard::none) {
            all = Heard::none;
        }
    }
    return all;
}

Question silenced(Question question) {
    Question filter;
    filter.kind = Kind::scaled;
    filter.children.push_back(std::move(question));
    return filter;
}

} // namespace

void quieten(Question& question, std::span<const Text> texts) {
    if (!is_group(question) || heard(question, texts) != Heard::yes) {
        return;
    }
    std::vector<Question> kept;
    kept.reserve(question.children.size());
    for (Question& child : question.children) {
        if (heard(child, texts) != Heard::no) {
            quieten(child, texts);
            kept.push_back(std::move(child));
        } else if (question.kind == Kind::conjunction) {
            kept.push_back(silenced(std::move(child)));
        }
    }
    question.children = std::move(kept);
}

} // namespace searchlib::planning
