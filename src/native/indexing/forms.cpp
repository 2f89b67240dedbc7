#include "indexing/forms.hpp"

#include <algorithm>

#include "storage/terms.hpp"

namespace searchlib::indexing {

void Forms::define(std::vector<std::pair<std::string, std::uint32_t>> terms, std::uint32_t width) {
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
    widths_.push_back(width);
}

std::size_t Forms::memory() const {
    return raws_.memory() + texts_.memory() + terms_.capacity() * sizeof(TermAt) +
           (starts_.capacity() + widths_.capacity()) * sizeof(std::uint32_t);
}

} // namespace searchlib::indexing
