#include "analysis/levelling.hpp"

#include <algorithm>
#include <string_view>

namespace searchlib::analysis {
namespace {

constexpr std::size_t kShortest = 3;

bool is_in(char letter, std::string_view letters) { return letters.find(letter) != std::string_view::npos; }

/// Drops the `a` of two vowels that have at most three consonants behind them.
void level_stressed(std::string& stem, char vowel) {
    constexpr std::size_t kMostBehind = 3;
    if (stem.size() <= kShortest) {
        return;
    }
    std::size_t end = stem.size();
    while (end > 0 && stem.size() - end < kMostBehind && !is_in(stem[end - 1], "aeiou")) {
        --end;
    }
    if (end >= 2 && stem[end - 1] == 'a' && stem[end - 2] == vowel) {
        stem.erase(end - 1, 1);
    }
}

} // namespace

void level(std::string& stem) {
    if (stem.size() > kShortest && is_in(stem.back(), "aeiu")) {
        stem.pop_back();
    }
    level_stressed(stem, 'o');
    level_stressed(stem, 'e');
    if (stem.size() > kShortest && stem.back() == 'z') {
        stem.back() = 'd';
    }
    if (stem.size() > kShortest + 1 && stem.ends_with("ur")) {
        stem.resize(stem.size() - 2);
    }
}

} // namespace searchlib::analysis
