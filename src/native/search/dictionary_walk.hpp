// How the terms of a dictionary that an automaton accepts are found.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "search/automaton.hpp"
#include "search/deadline.hpp"
#include "search/edit_dfa.hpp"
#include "search/graph_dfa.hpp"
#include "storage/terms.hpp"

namespace searchlib::search {

/// The states of an automaton along one word, kept from word to word as far as these are alike.
class Path {
public:
    explicit Path(LazyDfa& dfa) : dfa_(dfa) { states_[0] = dfa.start(); }

    /// Follows a word, which begins with as many bytes of the one before as is told.
    void follow(std::string_view word, std::size_t alike) {
        std::size_t at = std::min(alike, end_);
        while (at > 0 && at < word.size() && is_inside(word[at])) {
            --at;
        }
        LazyDfa::State state = states_[at];
        while (at < word.size() && !LazyDfa::dead(state)) {
            const auto letter = static_cast<unsigned char>(word[at]);
            if (letter < 0x80) {
                state = dfa_.step(state, letter);
                states_[++at] = state;
                continue;
            }
            const std::size_t begin = at;
            state = dfa_.step(state, read_utf8(word, at));
            std::fill(states_.begin() + static_cast<std::ptrdiff_t>(begin) + 1,
                      states_.begin() + static_cast<std::ptrdiff_t>(at) + 1, state);
        }
        end_ = at;
    }

    /// Of the word followed: how many edits it is away, nothing if it is not accepted.
    [[nodiscard]] auto edits() const { return dfa_.edits(states_[end_]); }
    [[nodiscard]] bool dead() const { return LazyDfa::dead(states_[end_]); }
    /// How many of its bytes were read: all, or as many as it took to die.
    [[nodiscard]] std::size_t read() const { return end_; }

    /// Finds the least word behind the one followed, and not beginning with it, that need not be dead. Where the filter
    /// tells that there is no such word, follows that and goes on. Returns how many bytes it shares at least with the word
    /// that was followed last, nothing if there is none.
    std::optional<std::size_t> next_alive(std::string_view followed, const storage::TermFilter* filter,
                                          storage::TermBuffer& word) {
        std::optional<Target> target = find_target(followed, word);
        while (target && target->whole && filter != nullptr && !filter->may_have(word.view())) {
            follow(word.view(), target->alike);
            target = find_target(word.view(), word);
        }
        return target ? std::optional(target->alike) : std::nullopt;
    }

private:
    /// A word that need not be dead: how many bytes it shares at least with the word followed, and whether it is the only
    /// one that begins with it.
    struct Target {
        std::size_t alike;
        bool whole;
    };

    std::optional<Target> find_target(std::string_view followed, storage::TermBuffer& word) {
        for (std::size_t end = end_; end > 0;) {
            std::size_t begin = end - 1;
            while (begin > 0 && is_inside(followed[begin])) {
                --begin;
            }
            std::size_t at = begin;
            const auto letter = static_cast<unsigned char>(followed[begin]);
            const char32_t code = letter < 0x80 ? letter : read_utf8(followed, at);
            const char32_t next = dfa_.next_alive(states_[begin], code + 1);
            if (next != LazyDfa::kNone) {
                word.assign(followed.substr(0, begin));
                if (next < 0x80) {
                    word.append(static_cast<char>(next));
                } else {
                    word.append(Utf8(next).view());
                }
                const LazyDfa::Forced forced = dfa_.forced(dfa_.step(states_[begin], next));
                word.append(forced.letters);
                return Target{begin, forced.whole};
            }
            end = begin;
        }
        return std::nullopt;
    }

    /// Whether a byte stands inside of a code point, not at its beginning.
    static bool is_inside(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80; }

    LazyDfa& dfa_;
    /// By bytes that were read, up to where the word ended or died. Inside of a code point it is that behind it.
    std::array<LazyDfa::State, storage::kMaxTermBytes + 1> states_; // NOLINT(*-member-init): up to end_
    std::size_t end_ = 0;
};

/// Looks at the clock now and then.
class Patience {
public:
    void check() {
        constexpr std::uint32_t kSeldom = 64;
        if (++count_ % kSeldom == 0) {
            Deadline::check();
        }
    }

private:
    std::uint32_t count_ = 0;
};

/// Calls `visit(iterator, edits)` for each term of a dictionary that the automaton accepts, in its order. Where few terms of
/// a block may be accepted, `sparse`, it is always worth working out where the next can stand, and asking whether it does.
template <class Visit> void each_accepted(const storage::TermsReader& terms, LazyDfa& dfa, bool sparse, Visit&& visit) {
    const storage::TermFilter* const filter = sparse ? terms.filter() : nullptr;
    storage::TermBuffer target;
    target.assign(dfa.forced(dfa.start()).letters);
    storage::TermsIterator iterator(terms);
    Path path(dfa);
    Patience patience;
    Deadline::check();
    std::size_t alike = 0;
    bool more = iterator.seek(target);
    while (more) {
        patience.check();
        path.follow(iterator.term(), alike);
        if (const auto edits = path.edits()) {
            visit(iterator, *edits);
        }
        if (!path.dead()) {
            more = iterator.next();
            alike = iterator.alike();
        } else if (!sparse && iterator.next_unlike(path.read())) {
            alike = iterator.alike();
        } else if (const auto shared = path.next_alive(iterator.term(), filter, target)) {
            more = iterator.seek(target);
            alike = std::min(*shared, storage::common_letters(iterator.term(), target.view()));
        } else {
            return;
        }
    }
}

/// The same of each term that starts with a prefix.
template <class Visit>
void each_starting_with(const storage::TermsReader& terms, std::string_view prefix, Visit&& visit) {
    storage::TermsIterator iterator(terms);
    Patience patience;
    Deadline::check();
    for (bool more = iterator.seek(prefix); more && iterator.term().starts_with(prefix); more = iterator.next()) {
        patience.check();
        visit(iterator, 0U);
    }
}

/// Walks along dictionaries with one automaton, which must outlive it.
class DictionaryWalk {
public:
    explicit DictionaryWalk(const Automaton& automaton) : automaton_(automaton) {
        if (const auto* const within = std::get_if<Within>(&automaton)) {
            dfa_ = std::make_unique<EditDfa>(*within);
        } else if (const auto* const graph = std::get_if<Graph>(&automaton)) {
            dfa_ = std::make_unique<GraphDfa>(*graph);
        }
    }

    /// Calls `visit(iterator, edits)` for each accepted term of a dictionary, in its order.
    template <class Visit> void each(const storage::TermsReader& terms, Visit&& visit) {
        if (dfa_) {
            each_accepted(terms, *dfa_, std::holds_alternative<Within>(automaton_), visit);
        } else {
            each_starting_with(terms, std::get<StartsWith>(automaton_).prefix, visit);
        }
    }

    /// How many edits a word is away; nothing if it is not accepted.
    [[nodiscard]] std::optional<std::uint32_t> edits(std::string_view word) {
        if (!dfa_) {
            return word.starts_with(std::get<StartsWith>(automaton_).prefix) ? std::optional(0U) : std::nullopt;
        }
        LazyDfa::State state = dfa_->start();
        for (std::size_t at = 0; at < word.size() && !LazyDfa::dead(state);) {
            state = dfa_->step(state, read_utf8(word, at));
        }
        return dfa_->edits(state);
    }

private:
    const Automaton& automaton_;
    /// None of those that start with something.
    std::unique_ptr<LazyDfa> dfa_;
};

} // namespace searchlib::search
