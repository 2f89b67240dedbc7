#include "passages/matching.hpp"

#include <algorithm>
#include <optional>
#include <tuple>
#include <utility>

#include "passages/standing_together.hpp"

namespace searchlib::passages {
namespace {

using indexing::Forms;
using indexing::FormTerms;
using Kind = Single::Kind;
/// The position of a token and its number.
using PlacedToken = std::pair<std::uint32_t, std::uint32_t>;

bool has(std::span<const std::uint32_t> terms, std::uint32_t wanted) {
    return std::ranges::find(terms, wanted) != terms.end();
}

bool has_any(std::span<const std::uint32_t> terms, const std::vector<std::uint32_t>& wanted) {
    return std::ranges::any_of(terms, [&](std::uint32_t term) { return std::ranges::binary_search(wanted, term); });
}

bool fits(const TextToken& token, const SoughtTerms& sought) {
    switch (sought.kind) {
    case Kind::phrase:
        return has(token.terms, sought.numbers.front());
    case Kind::any_term:
        return has_any(token.terms, sought.numbers);
    case Kind::any_exact:
        return has_any(token.exact, sought.numbers);
    case Kind::last_exact:
        return !token.exact.empty() && has_any(token.exact.last(1), sought.numbers);
    }
    return false;
}

Standing standing(const TextToken& token) { return {token.position, token.position, token.begin, token.end}; }

void widen(Standing& place, const TextToken& token) {
    place.first = std::min(place.first, token.position);
    place.last = std::max(place.last, token.position);
    place.begin = token.begin.byte < place.begin.byte ? token.begin : place.begin;
    place.end = token.end.byte > place.end.byte ? token.end : place.end;
}

/// The tokens that have a term, by their positions: the first at each.
std::vector<PlacedToken> placed(std::span<const TextToken> tokens, std::uint32_t term) {
    std::vector<PlacedToken> found;
    for (std::uint32_t number = 0; number < tokens.size(); ++number) {
        if (has(tokens[number].terms, term)) {
            found.emplace_back(tokens[number].position, number);
        }
    }
    std::ranges::sort(found);
    const auto rest = std::ranges::unique(found, {}, &PlacedToken::first);
    found.erase(rest.begin(), rest.end());
    return found;
}

/// Where a phrase of two terms or more stands.
void add_phrases(std::span<const TextToken> tokens, const SoughtTerms& sought, std::vector<Standing>& places) {
    std::vector<std::pair<std::uint32_t, std::vector<PlacedToken>>> parts;
    parts.reserve(sought.numbers.size());
    for (std::size_t i = 0; i < sought.numbers.size(); ++i) {
        parts.emplace_back(sought.positions[i], placed(tokens, sought.numbers[i]));
    }
    std::ranges::sort(parts, {}, [](const auto& part) { return part.second.size(); });
    for (const auto& [position, first_token] : parts.front().second) {
        const std::int64_t base = std::int64_t{position} - parts.front().first;
        Standing place = standing(tokens[first_token]);
        const bool whole = std::ranges::all_of(parts, [&](const auto& part) {
            const std::int64_t wanted = base + part.first;
            const auto at = std::ranges::lower_bound(part.second, wanted, {}, &PlacedToken::first);
            if (at == part.second.end() || at->first != wanted) {
                return false;
            }
            widen(place, tokens[at->second]);
            return true;
        });
        if (whole) {
            places.push_back(place);
        }
    }
}

void add_places(std::span<const TextToken> tokens, const SoughtTerms& sought, std::vector<Standing>& places) {
    if (sought.numbers.empty()) {
        return;
    }
    if (sought.kind == Kind::phrase && sought.numbers.size() > 1) {
        add_phrases(tokens, sought, places);
        return;
    }
    for (const TextToken& token : tokens) {
        if (fits(token, sought)) {
            places.push_back(standing(token));
        }
    }
}

SoughtTerms resolve(const Single& single, const std::vector<std::vector<std::string>>& lists, const Forms& forms) {
    SoughtTerms sought{single.kind, {}, {}};
    if (single.kind == Kind::phrase) {
        for (const auto& [position, term] : single.terms) {
            const auto number = forms.terms().find(term);
            if (!number) {
                return {};
            }
            sought.positions.push_back(position);
            sought.numbers.push_back(*number);
        }
        return sought;
    }
    const FormTerms& terms = single.kind == Kind::any_term ? forms.terms() : forms.exact();
    for (const std::string& term : lists.at(single.list)) {
        if (const auto number = terms.find(term)) {
            sought.numbers.push_back(*number);
        }
    }
    std::ranges::sort(sought.numbers);
    return sought;
}

} // namespace

SoughtMarks::SoughtMarks(const std::vector<Mark>& marks, const std::vector<std::vector<std::string>>& lists,
                         const Forms& forms) {
    for (const Mark& mark : marks) {
        Parts& sought = marks_.emplace_back(Parts{{}, mark.near});
        for (const std::vector<Single>& part : mark.parts) {
            std::vector<SoughtTerms>& any = sought.parts.emplace_back();
            for (const Single& single : part) {
                const SoughtTerms& terms = any.emplace_back(resolve(single, lists, forms));
                const bool exact = terms.kind == Kind::any_exact || terms.kind == Kind::last_exact;
                std::vector<std::uint32_t>& all = exact ? exact_ : terms_;
                all.insert(all.end(), terms.numbers.begin(), terms.numbers.end());
            }
        }
    }
}

std::vector<Match> SoughtMarks::find(std::span<const TextToken> tokens) const {
    std::vector<Match> matches;
    std::vector<std::vector<Standing>> places;
    for (std::uint32_t number = 0; number < marks_.size(); ++number) {
        const Parts& mark = marks_[number];
        places.assign(mark.parts.size(), {});
        for (std::size_t part = 0; part < places.size(); ++part) {
            for (const SoughtTerms& sought : mark.parts[part]) {
                add_places(tokens, sought, places[part]);
            }
        }
        for (const Standing& place : mark.near ? stand_together(places, *mark.near) : places.at(0)) {
            matches.push_back({place.begin, place.end, number});
        }
    }
    const auto order = [](const Match& match) { return std::tuple(match.begin.byte, match.end.byte, match.mark); };
    std::ranges::sort(matches, {}, order);
    const auto rest = std::ranges::unique(matches, {}, order);
    matches.erase(rest.begin(), rest.end());
    return matches;
}

} // namespace searchlib::passages
