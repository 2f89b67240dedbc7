// Which words a list may hold, by their first letters and lengths: most words are in none, and need no look at it.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

namespace searchlib::analysis {

class WordShapes {
public:
    /// Notes a folded word of the list.
    void add(std::string_view word) {
        if (!word.empty()) {
            lengths_[slot(word.front())] |= bit(word.size());
        }
    }

    /// Whether the list may hold what a form folds to; true of all forms that have more than letters a to z.
    [[nodiscard]] bool may_hold(std::string_view raw) const {
        const auto is_letter = [](char one) { return static_cast<unsigned char>((one | 0x20) - 'a') < 26; };
        return raw.empty() || !std::ranges::all_of(raw, is_letter) ||
               (lengths_[slot(raw.front())] & bit(raw.size())) != 0;
    }

private:
    /// The same for a letter and its capital.
    static std::size_t slot(char letter) { return static_cast<unsigned char>(letter) & 0x1FU; }
    /// One for each length, and one for all longer ones.
    static std::uint32_t bit(std::size_t size) { return 1U << std::min<std::size_t>(size, 31); }

    std::array<std::uint32_t, 32> lengths_{};
};

} // namespace searchlib::analysis
