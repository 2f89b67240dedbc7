#include "analysis/suffix_table.hpp"

#include <algorithm>
#include <bit>
#include <charconv>
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
    const bool is_empty = rule.pattern.starts_with('^') && rule.strip == letters.size() && rule.append.empty();
    if (letters.empty() || rule.strip > letters.size() || is_empty || !is_folded(letters) || !is_folded(rule.append)) {
        throw std::invalid_argument("no rule for stems: " + rule.pattern);
    }
}

/// What stands before the first `mark`, which is passed.
std::string_view take(std::string_view& text, char mark) {
    const std::string_view before = text.substr(0, text.find(mark));
    text.remove_prefix(std::min(before.size() + 1, text.size()));
    return before;
}

SuffixTable::Rule read_rule(std::string_view line) {
    SuffixTable::Rule rule;
    rule.pattern = take(line, ' ');
    const std::string_view digits = take(line, ' ');
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), rule.strip);
    if (line.empty() || error != std::errc() || end != digits.data() + digits.size()) {
        throw std::invalid_argument("no rule for stems: " + rule.pattern);
    }
    rule.append = line == "-" ? std::string_view() : line;
    check(rule);
    return rule;
}

std::vector<SuffixTable::Rule> read_rules(std::string_view lines) {
    std::vector<SuffixTable::Rule> rules;
    rules.reserve(static_cast<std::size_t>(std::ranges::count(lines, '\n')));
    while (!lines.empty()) {
        rules.push_back(read_rule(take(lines, '\n')));
        if (rules.size() > 1 && rules.back().pattern <= rules[rules.size() - 2].pattern) {
            throw std::invalid_argument("the rules for stems are not in order: " + rules.back().pattern);
        }
    }
    return rules;
}

/// The rules with their patterns reversed, in the order of these. Each process that opens an index comes by here: so what
/// is moved about are numbers, and mostly only the first eight letters are compared.
std::vector<SuffixTable::Rule> reversed(std::vector<SuffixTable::Rule> rules) {
    struct Place {
        std::uint64_t head;
        std::uint32_t rule;
    };
    std::vector<Place> places;
    places.reserve(rules.size());
    for (SuffixTable::Rule& rule : rules) {
        std::ranges::reverse(rule.pattern);
        std::uint64_t head = 0;
        for (std::size_t at = 0; at < sizeof head; ++at) {
            head = head << 8U | (at < rule.pattern.size() ? static_cast<unsigned char>(rule.pattern[at]) : 0U);
        }
        places.push_back({head, static_cast<std::uint32_t>(places.size())});
    }
    std::ranges::sort(places, [&](const Place& a, const Place& b) {
        return a.head != b.head ? a.head < b.head : rules[a.rule].pattern < rules[b.rule].pattern;
    });
    std::vector<SuffixTable::Rule> ordered;
    ordered.reserve(rules.size());
    for (const Place& place : places) {
        ordered.push_back(std::move(rules[place.rule]));
    }
    return ordered;
}

} // namespace

SuffixTable::SuffixTable(std::string_view lines) : rules_(reversed(read_rules(lines))), nodes_(1) {
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
