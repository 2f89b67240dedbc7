#include "analysis/old_spelling.hpp"

#include <algorithm>
#include <stdexcept>

#include "analysis/letters.hpp"

namespace searchlib::analysis {
namespace {

constexpr char16_t kOldI = u'\u00EE'; // î
constexpr char16_t kNewA = u'\u00E2'; // â

bool is_folded(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char letter) { return letter >= 'a' && letter <= 'z'; });
}

/// The one letter a to z that a letter folds to; 0 if it is none.
char folded(char16_t lower) {
    const Letter& found = letter(lower);
    return found.fold_size == 1 && found.fold[0] >= 'a' && found.fold[0] <= 'z' ? found.fold[0] : '\0';
}

bool has_inner_i(std::u16string_view lowered) {
    bool has_i = false;
    for (std::size_t at = 1; at + 1 < lowered.size(); ++at) {
        has_i |= lowered[at] == u'i' || lowered[at] == kOldI;
    }
    return has_i;
}

} // namespace

OldSpelling::OldSpelling(const std::vector<Rule>& rules) : nodes_(1) {
    for (const auto& [pattern, today] : rules) {
        const bool only_printed = pattern.starts_with('?');
        const bool is_word = only_printed || pattern.starts_with('^');
        const std::string_view old = std::string_view(pattern).substr(is_word ? 1 : 0);
        if (!is_folded(old) || !is_folded(today) || old.size() != today.size()) {
            throw std::invalid_argument("no rule for spelling: " + pattern);
        }
        std::uint32_t node = 0;
        for (const char one : old) {
            const auto number = static_cast<std::size_t>(one - 'a');
            if (nodes_[node].next[number] == kNone) {
                nodes_[node].next[number] = static_cast<std::uint32_t>(nodes_.size());
                nodes_.emplace_back();
            }
            node = nodes_[node].next[number];
        }
        (is_word ? nodes_[node].word : nodes_[node].beginning) = today;
        nodes_[node].only_printed |= only_printed;
    }
}

void OldSpelling::respell(std::u16string& lowered) const {
    if (!has_inner_i(lowered)) {
        return;
    }
    const Node* node = nodes_.data();
    const Node* beginning = nullptr;
    for (const char16_t one : lowered) {
        const char letter = folded(one);
        if (letter == '\0') {
            return; // what does not fold to one of a to z has no place in the rules
        }
        const std::uint32_t next = node != nullptr ? node->next[letter - 'a'] : kNone;
        node = next == kNone ? nullptr : &nodes_[next];
        if (node != nullptr && !node->beginning.empty()) {
            beginning = node;
        }
    }
    const bool is_word = node != nullptr && !node->word.empty();
    if (!is_word && beginning == nullptr) {
        return;
    }
    const std::string& today = is_word ? node->word : beginning->beginning;
    std::u16string respelled = lowered;
    for (std::size_t at = 0; at < today.size(); ++at) {
        if (today[at] == folded(lowered[at])) {
            continue;
        }
        if (is_word && node->only_printed && lowered[at] != kOldI) {
            return;
        }
        respelled[at] = lowered[at] == kOldI && today[at] == 'a' ? kNewA : static_cast<char16_t>(today[at]);
    }
    lowered = std::move(respelled);
}

} // namespace searchlib::analysis
