#include "planning/alternatives.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace searchlib::planning {
namespace {

struct PlacedPart {
    std::uint32_t position;
    const Token* token;

    /// By position, and among parts of one position by what they are, so that their order is no accident.
    bool operator<(const PlacedPart& other) const {
        const auto key = [](const PlacedPart& part) {
            return std::tie(part.position, part.token->term, part.token->folded, part.token->printed);
        };
        return key(*this) < key(other);
    }
};

Alternative alone(const Token& token) {
    Alternative one;
    one.terms.push_back({0, token.term});
    if (token.exact_forms > 0) {
        one.exact.push_back({0, token.folded});
    }
    if (token.exact_forms > 1) {
        one.printed.push_back({0, token.printed});
    }
    return one;
}

Alternative together(std::span<const PlacedPart> parts) {
    Alternative one;
    const std::uint32_t first = parts.front().position;
    const bool exact = std::ranges::all_of(parts, [](const PlacedPart& part) { return part.token->exact_forms > 0; });
    const bool printed =
        exact && std::ranges::any_of(parts, [](const PlacedPart& part) { return part.token->exact_forms > 1; });
    for (const auto& [position, token] : parts) {
        one.terms.push_back({position - first, token->term});
        if (exact) {
            one.exact.push_back({position - first, token->folded});
        }
        if (printed) {
            one.printed.push_back({position - first, token->exact_forms > 1 ? token->printed : token->folded});
        }
    }
    return one;
}

/// The only token of the forms, if there is but one and it is found by itself.
const Token* only_token(std::span<const Form> forms) {
    if (forms.size() != 1 || forms.front().tokens.size() != 1 || forms.front().tokens.front().role == Role::extra) {
        return nullptr;
    }
    return &forms.front().tokens.front();
}

} // namespace

std::vector<Alternative> alternatives(std::span<const Form> forms, bool phrase) {
    std::vector<Alternative> found;
    if (const Token* const only = only_token(forms)) {
        found.push_back(alone(*only));
        return found;
    }
    std::vector<PlacedPart> parts;
    std::uint32_t position = 0;
    for (const Form& form : forms) {
        for (const Token& token : form.tokens) {
            if (token.role == Role::part) {
                parts.push_back({position + token.position, &token});
            } else if (token.role == Role::whole && !phrase && forms.size() == 1) {
                found.push_back(alone(token));
            }
        }
        position += form.width;
    }
    if (!parts.empty()) {
        std::ranges::sort(parts, std::less<>());
        found.insert(found.begin(), together(parts));
    }
    return found;
}

std::vector<Alternative> further_alternatives(std::span<const Form> forms, bool phrase, std::string_view prefix) {
    std::vector<Alternative> found;
    if (const Token* const only = only_token(forms)) {
        found.emplace_back().terms.push_back({0, only->term});
    } else {
        found = alternatives(forms, phrase);
    }
    for (Alternative& one : found) {
        for (PlacedTerm& term : one.terms) {
            term.text = cut_term(std::string(prefix).append(term.text));
        }
        one.exact.clear();
        one.printed.clear();
        one.weight = kFurtherWeight;
    }
    return found;
}

bool are_stop_words(std::span<const Form> forms, const StopWords& words) {
    for (const Form& form : forms) {
        for (const Token& token : form.tokens) {
            if (token.role == Role::part && (token.exact_forms == 0 || !words.contains(token.folded))) {
                return false;
            }
        }
    }
    return true;
}

} // namespace searchlib::planning
