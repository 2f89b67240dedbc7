#include "indexing/forms.hpp"

#include <algorithm>
#include <array>

#include "storage/terms.hpp"

namespace searchlib::indexing {

void FormTerms::add(std::span<TermText> terms) {
    const auto by_position = [](const auto& a, const auto& b) {
        return a.second != b.second ? a.second < b.second : a.first < b.first;
    };
    if (terms.size() > 1) {
        std::ranges::sort(terms, by_position);
        terms = terms.first(terms.size() - std::ranges::unique(terms).size());
    }
    for (const auto& [text, position] : terms) {
        terms_.push_back({texts_.intern(text), position});
    }
    starts_.push_back(static_cast<std::uint32_t>(terms_.size()));
}

std::size_t FormTerms::memory() const {
    return texts_.memory() + terms_.capacity() * sizeof(TermAt) + starts_.capacity() * sizeof(std::uint32_t);
}

std::uint8_t Forms::intern(std::string_view text, std::span<const Place> places, std::uint32_t* numbers) {
    // Some forms ahead, so that the memory brings their slots while others are looked up.
    constexpr std::size_t kAtOnce = 32;
    std::array<StringKey, kAtOnce> keys;
    std::array<std::size_t, kAtOnce> hashes{};
    const auto raw = [&](const Place& place) { return text.substr(place.first, place.second - place.first); };
    std::uint8_t says = 0;
    for (; !places.empty(); places = places.subspan(std::min(kAtOnce, places.size()))) {
        const std::span<const Place> some = places.first(std::min(kAtOnce, places.size()));
        for (std::size_t at = 0; at < some.size(); ++at) {
            const bool readable = text.size() - some[at].first >= StringKey::kInline;
            keys[at] = readable ? StringKey::of_readable(raw(some[at])) : StringKey(raw(some[at]));
            hashes[at] = keys[at].hash();
            raws_.prefetch(hashes[at]);
        }
        for (std::size_t at = 0; at < some.size(); ++at) {
            numbers[at] = raws_.intern(raw(some[at]), keys[at], hashes[at]);
            look_at(numbers[at], raw(some[at]));
        }
        // Apart, so that none of these waits for another.
        for (std::size_t at = 0; clue_reader_ != nullptr && at < some.size(); ++at) {
            says |= clues_[numbers[at]].says;
        }
        numbers += some.size();
    }
    return says;
}

void Forms::define(std::span<TermText> terms, std::span<TermText> exact, std::uint32_t width) {
    check(terms, width);
    check(exact, width);
    terms_.add(terms);
    exact_.add(exact);
    widths_.push_back(width);
}

void Forms::check(std::span<const TermText> terms, std::uint32_t width) const {
    const std::string_view raw = raws_.text(defined());
    if (width > std::max<std::size_t>(raw.size(), 1)) {
        throw BadForm("the form " + std::string(raw) + " takes more positions than it has bytes");
    }
    for (const auto& [text, position] : terms) {
        // What takes no position itself, such as the term of a written date, stands at that of the form behind it.
        if (position >= std::max(width, 1U)) {
            throw BadForm("the term " + std::string(text) + " of " + std::string(raw) + " has position " +
                          std::to_string(position) + " of only " + std::to_string(width));
        }
        if (text.size() > storage::kMaxTermBytes) {
            throw BadForm("a term of more than 255 bytes: " + std::string(text.substr(0, 40)) + "…");
        }
    }
}

std::size_t Forms::memory() const {
    const std::size_t defining = std::size_t{size() - defined()} * kDefinition;
    return defining + raws_.memory() + clues_.capacity() * sizeof(analysis::Clue) + terms_.memory() + exact_.memory() +
           widths_.capacity() * sizeof(std::uint32_t);
}

} // namespace searchlib::indexing
