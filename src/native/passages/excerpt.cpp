#include "passages/excerpt.hpp"

#include <algorithm>
#include <optional>

namespace searchlib::passages {
namespace {

struct Span {
    At begin;
    At end;
};

constexpr bool ends_sentence(char32_t code) { return code == '.' || code == '!' || code == '?' || code == 0x2026; }

/// What may stand behind the mark that ends a sentence, and is of it.
constexpr bool closes_sentence(char32_t code) {
    return code == '"' || code == '\'' || code == 0x201D || code == 0x2019 || code == 0xBB || code == ')' ||
           code == ']';
}

/// How many matches a window has: of how many different marks, and in all.
using Worth = std::pair<std::uint32_t, std::uint32_t>;

/// The worth of the matches that lie in a window whole, and the end of the last of them.
std::pair<Worth, At> worth_within(std::span<const Match> matches, std::uint32_t limit, std::vector<bool>& seen) {
    seen.assign(seen.size(), false);
    Worth worth;
    At end;
    for (const Match& match : matches) {
        if (match.end.character <= limit) {
            worth.first += seen[match.mark] ? 0U : 1U;
            seen[match.mark] = true;
            ++worth.second;
            end = match.end.byte > end.byte ? match.end : end;
        }
    }
    return {worth, end};
}

/// From the first to the last match of the best excerpt.
std::optional<Span> best_window(const Walk& walk, std::span<const Match> matches, std::uint32_t marks,
                                std::uint32_t length) {
    std::optional<Span> best;
    Worth best_worth;
    std::vector<std::uint32_t> counts(marks, 0);
    std::vector<bool> seen(marks);
    std::uint32_t distinct = 0;
    std::size_t last = 0; // [first, last) begin in the window
    for (std::size_t first = 0; first < matches.size(); ++first) {
        const Match& match = matches[first];
        const std::uint32_t limit = match.begin.character + length;
        for (; last < matches.size() && matches[last].begin.character < limit; ++last) {
            distinct += counts[matches[last].mark]++ == 0 ? 1U : 0U;
        }
        if (Worth(distinct, static_cast<std::uint32_t>(last - first)) > best_worth) {
            // That counts matches that only begin in the window; it is counted exactly where it matters.
            const auto [worth, end] = worth_within(matches.subspan(first, last - first), limit, seen);
            if (worth > best_worth) {
                best_worth = worth;
                best = {match.begin, end};
            }
        }
        distinct -= --counts[match.mark] == 0 ? 1U : 0U;
    }
    if (!best && !matches.empty()) {
        best = {matches.front().begin, walk.forward(matches.front().begin, length, walk.end())};
    }
    return best;
}

/// Cuts an excerpt out of a text.
class Cutter {
public:
    Cutter(std::string_view text, std::uint32_t length) : walk_(text), end_(walk_.end()), length_(length) {}

    [[nodiscard]] const Walk& walk() const { return walk_; }

    /// Of at most the length, with `core` in it.
    [[nodiscard]] Span cut(const std::optional<Span>& core) const {
        const At first = core ? core->begin : walk_.behind_blanks({}, end_);
        const At last = core ? core->end : first;
        const At begin = start(first, last);
        const At limit = walk_.forward(begin, length_, end_);
        if (limit.byte < end_.byte) {
            const At least = walk_.next(begin);
            return strip(begin, cut_before(limit, last.byte > least.byte ? last : least));
        }
        return strip(start_of_tail(begin), end_);
    }

    [[nodiscard]] bool is_blank_before(At at) const { return walk_.behind_blanks({}, at).byte == at.byte; }
    [[nodiscard]] bool is_blank_from(At at) const { return walk_.behind_blanks(at, end_).byte == end_.byte; }

private:
    /// Where to start: with the sentence of the first match, or else some words before it.
    [[nodiscard]] At start(At first, At last) const {
        if (first.byte == 0) {
            return first;
        }
        const At earliest = walk_.back(last, length_);
        if (const auto sentence = sentence_start(earliest, first, true)) {
            return *sentence;
        }
        // A third of the room goes before the match, the rest behind it.
        const std::uint32_t room = (length_ - (last.character - first.character)) / 3;
        const At wanted = walk_.back(first, room);
        return word_start(wanted.byte < earliest.byte ? earliest : wanted, first);
    }

    /// An earlier start for an excerpt that reaches the end of the text with room to spare.
    [[nodiscard]] At start_of_tail(At begin) const {
        const At earliest = walk_.back(end_, length_);
        return earliest.byte == 0 ? earliest : sentence_start(earliest, begin, false).value_or(begin);
    }

    /// The first, or the latest, start of a sentence from `earliest` to `latest_start`.
    [[nodiscard]] std::optional<At> sentence_start(At earliest, At latest_start, bool latest) const {
        std::optional<At> found = earliest.byte == 0 ? std::optional(earliest) : std::nullopt;
        // From a little earlier, since the end of the sentence before stands in front of the start looked for.
        At at = walk_.back(earliest, 4);
        while (at.byte < latest_start.byte) {
            const At behind = behind_sentence(at, latest_start);
            if (behind.byte > at.byte && behind.byte >= earliest.byte) {
                found = behind;
                if (!latest) {
                    break;
                }
            }
            at = behind.byte > at.byte ? behind : walk_.next(at);
        }
        return found;
    }

    /// Behind the end of a sentence, with its blanks, or of a line; `at` if none begins there.
    [[nodiscard]] At behind_sentence(At at, At limit) const {
        const char32_t code = walk_.code(at);
        if (code == '\n') {
            return walk_.behind_blanks(walk_.next(at), limit);
        }
        if (!ends_sentence(code)) {
            return at;
        }
        At closed = walk_.next(at);
        while (closed.byte < limit.byte && closes_sentence(walk_.code(closed))) {
            closed = walk_.next(closed);
        }
        const At behind = walk_.behind_blanks(closed, limit);
        return behind.byte > closed.byte ? behind : at;
    }

    /// The first start of a word from `wanted` to `first`, which is one.
    [[nodiscard]] At word_start(At wanted, At first) const {
        if (wanted.byte == 0 || walk_.is_blank_at(walk_.previous(wanted))) {
            return wanted;
        }
        for (At at = wanted; at.byte < first.byte; at = walk_.next(at)) {
            if (walk_.is_blank_at(at)) {
                return walk_.next(at);
            }
        }
        return first;
    }

    /// The last end of a word from `lowest` to `limit`; `limit` where there is no blank between.
    [[nodiscard]] At cut_before(At limit, At lowest) const {
        if (walk_.is_blank_at(limit)) {
            return limit;
        }
        for (At at = limit; at.byte > lowest.byte;) {
            at = walk_.previous(at);
            if (walk_.is_blank_at(at)) {
                return at;
            }
        }
        return limit;
    }

    [[nodiscard]] Span strip(At begin, At end) const {
        const At stripped = walk_.behind_blanks(begin, end);
        return {stripped, walk_.before_blanks(end, stripped)};
    }

    Walk walk_;
    At end_;
    std::uint32_t length_;
};

/// The matches that lie in an excerpt, those that overlap joined.
std::vector<std::pair<std::uint32_t, std::uint32_t>> highlights(std::span<const Match> matches, Span excerpt,
                                                                const std::optional<Span>& core) {
    std::vector<std::pair<std::uint32_t, std::uint32_t>> spans;
    const std::uint32_t from = excerpt.begin.character;
    for (const Match& match : matches) {
        if (match.begin.byte < excerpt.begin.byte || match.end.byte > excerpt.end.byte) {
            continue;
        }
        const std::uint32_t begin = match.begin.character - from;
        const std::uint32_t end = match.end.character - from;
        if (!spans.empty() && begin < spans.back().second) {
            spans.back().second = std::max(spans.back().second, end);
        } else {
            spans.emplace_back(begin, end);
        }
    }
    if (spans.empty() && core && core->begin.byte < excerpt.end.byte) {
        // A match longer than the excerpt.
        spans.emplace_back(std::max(core->begin.character, from) - from, excerpt.end.character - from);
    }
    return spans;
}

} // namespace

Excerpt best_excerpt(std::string_view text, std::span<const Match> matches, std::uint32_t marks, std::uint32_t length) {
    const Cutter cutter(text, length);
    const std::optional<Span> core = best_window(cutter.walk(), matches, marks, length);
    const Span cut = cutter.cut(core);
    return {cut.begin, cut.end, highlights(matches, cut, core), !cutter.is_blank_before(cut.begin),
            !cutter.is_blank_from(cut.end)};
}

} // namespace searchlib::passages
