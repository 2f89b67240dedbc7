#include "indexing/shared_lists.hpp"

#include <algorithm>
#include <utility>

namespace searchlib::indexing {
namespace {

/// An exact term and the term that stands wherever it does.
using Companion = std::pair<std::uint32_t, std::uint32_t>;

/// The forms that the documents have, ascending.
std::vector<std::uint32_t> forms_of(const FieldTexts& texts) {
    std::vector<std::uint32_t> forms;
    const std::vector<std::uint32_t>& occurrences = texts.layout.occurrences();
    for (std::uint32_t form = 0; form < occurrences.size(); ++form) {
        if (occurrences[form] > 0) {
            forms.push_back(form);
        }
    }
    if (occurrences.empty()) {
        for (const std::uint32_t document : texts.order) {
            const auto tokens = texts.stream.of(document);
            forms.insert(forms.end(), tokens.begin(), tokens.end());
        }
        std::ranges::sort(forms);
        const auto repeated = std::ranges::unique(forms);
        forms.erase(repeated.begin(), repeated.end());
    }
    return forms;
}

/// Of each exact term, in each form that has it, the first of the terms at the same place: pairs in ascending order, each
/// once.
std::vector<Companion> companions_of(const FieldTexts& texts) {
    std::vector<Companion> pairs;
    for (const std::uint32_t form : forms_of(texts)) {
        const auto stems = texts.forms.terms().of(form);
        for (const TermAt& exact : texts.forms.exact().of(form)) {
            const auto stem = std::ranges::find(stems, exact.position, &TermAt::position);
            pairs.emplace_back(exact.term, stem == stems.end() ? UINT32_MAX : stem->term);
        }
    }
    std::ranges::sort(pairs);
    const auto repeated = std::ranges::unique(pairs);
    pairs.erase(repeated.begin(), repeated.end());
    return pairs;
}

} // namespace

std::vector<std::size_t> shared_lists(const FieldTexts& exact, const Inversion& inversion, const WrittenLists& stems) {
    const std::vector<Companion> pairs = companions_of(exact);
    std::vector<std::size_t> shared(inversion.terms().size(), kOwn);
    auto pair = pairs.begin();
    for (std::size_t index = 0; index < shared.size(); ++index) {
        const std::uint32_t term = inversion.terms()[index];
        pair = std::find_if(pair, pairs.end(), [&](const Companion& of) { return of.first >= term; });
        const bool one = pair != pairs.end() && pair->first == term && pair->second != UINT32_MAX &&
                         (pair + 1 == pairs.end() || (pair + 1)->first != term);
        if (!one) {
            continue;
        }
        // A term that stands wherever another does, and as often, stands nowhere else.
        const std::size_t at = stems.find(pair->second);
        if (at < stems.terms.size() && stems.terms[at] == pair->second &&
            stems.places[at] == inversion.places(index).size()) {
            shared[index] = at;
        }
    }
    return shared;
}

} // namespace searchlib::indexing
