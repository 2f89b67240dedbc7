// The learned rules that stem most Romanian words. The readable twin is src/searchlib/analysis/suffix_rules.py.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace searchlib::analysis {

/// A trie of reversed suffixes. Of the rules whose pattern ends a word the longest decides.
class SuffixTable {
public:
    struct Rule {
        /// A suffix of letters a to z, or `^` and a whole word.
        std::string pattern;
        std::uint32_t strip = 0;
        std::string append;
    };

    /// `lines` are those of the file: pattern, letters taken away, and what is put there or `-`, with spaces between them.
    /// Throws std::invalid_argument for one that is no rule, and for patterns that do not ascend.
    explicit SuffixTable(std::string_view lines);

    /// Puts the stem of a word of letters a to z in `stem`; false if no rule fits.
    bool apply(std::string_view word, std::string& stem) const;

private:
    /// Letters of the word that the rule of an ending must leave; and the least that a word must have for one, and the
    /// stem that it makes.
    static constexpr std::size_t kKept = 2;
    static constexpr std::size_t kShortest = 3;
    static constexpr std::uint32_t kNone = UINT32_MAX;

    struct Node {
        /// Which letters, and `^`, go on from here, a bit each; their nodes follow each other from `children` on.
        std::uint32_t letters = 0;
        std::uint32_t children = 0;
        std::uint32_t rule = kNone;
    };

    static bool fits(const Rule& rule, std::size_t size);
    [[nodiscard]] std::uint32_t child(std::uint32_t node, unsigned letter) const;

    std::vector<Rule> rules_;
    std::vector<Node> nodes_;
};

} // namespace searchlib::analysis
