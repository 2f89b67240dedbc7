// What a raw form says about the language of its sentence. The readable twin, and the owner of the words, is
// src/searchlib/analysis/stretches.py.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

#include "analysis/word_groups.hpp"
#include "analysis/word_shapes.hpp"

namespace searchlib::analysis {

/// 0 if nothing, 1 to 127 for a Romanian word, 128 to 255 for an English one; a number for each word.
using Evidence = std::uint8_t;

inline constexpr Evidence kSeveralRomanian = 127;
inline constexpr Evidence kFirstEnglish = 128;
inline constexpr Evidence kContraction = 255;

class EvidenceOfForms {
public:
    /// Folded word → evidence; `in_names` are those that say nothing with a capital.
    EvidenceOfForms(const std::unordered_map<std::string, Evidence>& words, WordSet in_names);

    [[nodiscard]] Evidence of(std::string_view raw) const;

    /// Adds the words that are known.
    void add_shapes(WordShapes& shapes) const;

private:
    static constexpr std::size_t kLongest = 64; // characters of a form that is looked at

    std::unordered_map<std::string, Evidence, StringHash, std::equal_to<>> words_;
    WordSet in_names_;
    WordShapes shapes_;
};

} // namespace searchlib::analysis
