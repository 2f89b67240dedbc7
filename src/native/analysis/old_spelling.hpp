// The spelling before 1993, when â inside a word was î. The readable twin, which says what the rules are, is
// src/searchlib/analysis/old_spelling.py.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace searchlib::analysis {

/// Rules for how folded words begin, as a trie of their letters.
class OldSpelling {
public:
    /// Pattern, and as many letters of today.
    using Rule = std::pair<std::string, std::string>;

    /// Throws std::invalid_argument for what is no rule.
    explicit OldSpelling(const std::vector<Rule>& rules);

    /// Writes lower-case letters as since 1993.
    void respell(std::u16string& lowered) const;

private:
    static constexpr std::uint32_t kNone = 0;
    static constexpr std::size_t kLetters = 26;

    struct Node {
        std::uint32_t next[kLetters] = {};
        /// Letters of today of what leads here, in each kind of rule.
        std::string beginning;
        std::string word;
        bool only_printed = false;
    };

    std::vector<Node> nodes_;
};

} // namespace searchlib::analysis
