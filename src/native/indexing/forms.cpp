#include "indexing/forms.hpp"

#include <algorithm>

#include "storage/terms.hpp"

namespace searchlib::indexing {

void FormTerms::add(Terms terms) {
    const auto by_position = [](const auto& a, const auto& b) {
        return a.second != b.second ? a.second < b.second : a.first < b.first;
    };
    std::ranges::sort(terms, by_position);
    const auto repeated = std::ranges::unique(terms);
    terms.erase(repeated.begin(), repeated.end());
    for (const auto& [text, position] : terms) {
        terms_.push_back({texts_.intern(text), position});
    }
    starts_.push_back(static_cast<std::uint32_t>(terms_.size()));
}

std::size_t FormTerms::memory() const {
    return texts_.memory() + terms_.capacity() * sizeof(TermAt) + starts_.capacity() * sizeof(std::uint32_t);
}

void Forms::define(Terms terms, Terms exact, std::uint32_t width) {
    check(terms, width);
    check(exact, width);
    terms_.add(std::move(terms));
    exact_.add(std::move(exact));
    widths_.push_back(width);
}

void Forms::check(const Terms& terms, std::uint32_t width) const {
    const std::string_view raw = raws_.text(defined());
    if (width > std::max<std::size_t>(raw.size(), 1)) {
        throw BadForm("the form " + std::string(raw) + " takes more positions than it has bytes");
    }
    for (const auto& [text, position] : terms) {
        if (position >= width) {
            throw BadForm("the term " + text + " of " + std::string(raw) + " has position " + std::to_string(position) +
                          " of only " + std::to_string(width));
        }
        if (text.size() > storage::kMaxTermBytes) {
            throw BadForm("a term of more than 255 bytes: " + text.substr(0, 40) + "…");
        }
    }
}

std::size_t Forms::memory() const {
    return raws_.memory() + terms_.memory() + exact_.memory() + widths_.capacity() * sizeof(std::uint32_t);
}

} // namespace searchlib::indexing
