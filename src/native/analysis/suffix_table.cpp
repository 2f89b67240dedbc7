#include "analysis/suffix_table.hpp"

#include <algorithm>
#include <bit>
#include <stdexcept>

#include "analysis/levelling.hpp"

namespace searchlib::analysis {
namespace {

/// 0 for `^`, 1 to 26 for a to z: in the order of the bytes.
unsigned number_of(char letter) { return letter == '^' ? 0 : 1U + static_cast<unsigned>(letter - 'a'); }

void check(const SuffixTable::Rule& rule) {
    const std::string_view letters = std::string_view(rule.pattern).substr(rule.pattern.starts_with('^'));
    const auto is_folded = [](std::string_view text) {
        return std::ranges::all_of(text, [](char letter) { return letter >= 'a' && letter <= 'z'; });
    };
    if (letters.empty() || rule.strip > letters.size() || !is_folded(letters) || !is_folded(rule.append)) {
        throw std::invalid_argument("no rule for stems: " + rule.pattern);
    }
}

} // namespace

SuffixTable::SuffixTable(std::vector<Rule> rules) : rules_(std::move(rules)), nodes_(1) {
    for (Rule& rule : rules_) {
        check(rule);
        std::ranges::reverse(rule.pattern);
    }
    std::ranges::sort(rules_, {}, &Rule::pattern);
    // Level by level, so that the children of a node lie together: the rules below a node are a range of the sorted ones.
    struct Below {
        std::uint32_t node;
        std::uint32_t begin;
        std::uint32_t end;
        std::uint32_t depth;
    };
    std::vector<Below> level{{0, 0, static_cast<std::uint32_t>(rules_.size()), 0}};
    for (std::size_t next = 0; next < level.size(); ++next) {
        auto [node, begin, end, depth] = level[next];
        if (begin < end && rules_[begin].pattern.size() == depth) {
            nodes_[node].rule = begin++;
        }
        nodes_[node].children = static_cast<std::uint32_t>(nodes_.size());
        while (begin < end) {
            const char letter = rules_[begin].pattern[depth];
            const std::uint32_t first = begin;
            while (begin < end && rules_[begin].pattern[depth] == letter) {
                ++begin;
            }
            nodes_[node].letters |= 1U << number_of(letter);
            level.push_back({static_cast<std::uint32_t>(nodes_.size()), first, begin, depth + 1});
            nodes_.emplace_back();
        }
    }
}

std::uint32_t SuffixTable::child(std::uint32_t node, unsigned letter) const {
    const std::uint32_t bit = 1U << letter;
    if ((nodes_[node].letters & bit) == 0) {
        return kNone;
    }
    return nodes_[node].children + static_cast<std::uint32_t>(std::popcount(nodes_[node].letters & (bit - 1)));
}

bool SuffixTable::fits(const Rule& rule, std::size_t size) {
    const std::size_t kept = size - rule.strip;
    return size >= kShortest && kept >= kKept && kept + rule.append.size() >= kShortest;
}

bool SuffixTable::apply(std::string_view word, std::string& stem) const {
    const Rule* best = nullptr;
    std::uint32_t node = 0;
    for (std::size_t left = word.size(); left > 0; --left) {
        node = child(node, number_of(word[left - 1]));
        if (node == kNone) {
            break;
        }
        const std::uint32_t rule = nodes_[node].rule;
        if (rule != kNone && fits(rules_[rule], word.size())) {
            best = &rules_[rule];
        }
    }
    if (node != kNone) {
        const std::uint32_t whole = child(node, number_of('^'));
        if (whole != kNone && nodes_[whole].rule != kNone) {
            best = &rules_[nodes_[whole].rule];
        }
    }
    if (best == nullptr) {
        return false;
    }
    stem.assign(word.substr(0, word.size() - best->strip));
    stem += best->append;
    if (!best->pattern.ends_with('^')) {
        level(stem);
    }
    return true;
}

} // namespace searchlib::analysis
