#include "analysis/word_groups.hpp"

#include <algorithm>

namespace searchlib::analysis {
namespace {

bool is_roman_number(const FormText& text, Span span) {
    for (std::uint32_t at = span.begin; at < span.end; ++at) {
        const char16_t lower = text.lower(at);
        if (text.kind(at) != kUpper || std::u16string_view(u"ivxlc").find(lower) == std::u16string_view::npos) {
            return false;
        }
    }
    return true;
}

/// Whether `last` is an ending of the word before it: site-ul, PSD-ei, 52-a, Reagan's.
bool is_ending(const FormText& text, const WordLists& lists, Span word, Span last) {
    const std::string folded = text.folded(last);
    if (folded == "s" && text.kind(last.begin - 1) == kApostrophe) {
        return word.size() > 1;
    }
    if (lists.endings.contains(folded)) {
        return true;
    }
    if (text.is_upper(last)) {
        return false;
    }
    if (lists.ordinal_endings.contains(folded) && (text.all(word, kDigit) || is_roman_number(text, word))) {
        return true;
    }
    return lists.acronym_endings.contains(folded) && word.size() > 1 && text.is_upper(word);
}

} // namespace

bool read_group(const FormText& text, Span group, const WordLists& lists, std::vector<GroupPart>& parts) {
    parts.clear();
    std::uint32_t begin = group.begin;
    for (std::uint32_t at = begin; at <= group.end; ++at) {
        if (at == group.end || text.kind(at) == kHyphen || text.kind(at) == kApostrophe) {
            parts.push_back({{begin, at}, at});
            begin = at + 1;
        }
    }
    if (parts.size() > 1 && is_ending(text, lists, parts[parts.size() - 2].letters, parts.back().letters)) {
        const std::uint32_t end = parts.back().end;
        parts.pop_back();
        parts.back().end = end;
    }
    if (parts.size() < 2) {
        return false;
    }
    bool all_alphabetic = true;
    bool all_digits = true;
    bool clitic = lists.clitics_before.contains(text.folded(parts.front().letters));
    for (const GroupPart& part : parts) {
        for (std::uint32_t at = part.letters.begin; at < part.letters.end; ++at) {
            all_alphabetic &= is_letter(text.kind(at));
            all_digits &= text.kind(at) == kDigit;
        }
        clitic |= &part != &parts.front() && lists.clitics_behind.contains(text.folded(part.letters));
    }
    return all_alphabetic ? !clitic : !all_digits;
}

} // namespace searchlib::analysis
