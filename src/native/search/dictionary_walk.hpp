// How the terms of a dictionary that an automaton accepts are found.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "search/automaton.hpp"
#include "search/deadline.hpp"
#include "search/edit_machine.hpp"
#include "storage/terms.hpp"

namespace searchlib::search {

/// The states of a machine along one word, kept from word to word as far as these are alike.
template <class M> class Path {
public:
    explicit Path(M& machine) : machine_(machine), states_(storage::kMaxTermBytes + 1) { states_[0] = machine.start(); }

    /// Follows a word, which begins with as many bytes of the one before as is told.
    void follow(std::string_view word, std::size_t alike) {
        std::size_t at = std::min(alike, end_);
        while (at > 0 && at < word.size() && is_inside(word[at])) {
            --at;
        }
        typename M::State state = states_[at];
        while (at < word.size() && !M::dead(state)) {
            const auto letter = static_cast<unsigned char>(word[at]);
            if (letter < 0x80) {
                state = machine_.step(state, letter);
                states_[++at] = state;
                continue;
            }
            const std::size_t begin = at;
            state = machine_.step(state, read_utf8(word, at));
            std::fill(states_.begin() + static_cast<std::ptrdiff_t>(begin) + 1,
                      states_.begin() + static_cast<std::ptrdiff_t>(at) + 1, state);
        }
        end_ = at;
    }

    /// Of the word followed: how many edits it is away, nothing if it is not accepted.
    [[nodiscard]] auto edits() const { return machine_.edits(states_[end_]); }
    [[nodiscard]] bool dead() const { return M::dead(states_[end_]); }

    /// Finds the least word behind the one followed, which is dead, that need not be. Returns whether there is one.
    bool next_alive(std::string_view followed, std::string& word) const {
        for (std::size_t end = end_; end > 0;) {
            std::size_t begin = end - 1;
            while (begin > 0 && is_inside(followed[begin])) {
                --begin;
            }
            std::size_t at = begin;
            const char32_t next = machine_.next_alive(states_[begin], read_utf8(followed, at) + 1);
            if (next != M::kNone) {
                word.assign(followed.substr(0, begin));
                append_utf8(word, next);
                machine_.append_forced(machine_.step(states_[begin], next), word);
                return true;
            }
            end = begin;
        }
        return false;
    }

private:
    /// Whether a byte stands inside of a code point, not at its beginning.
    static bool is_inside(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80; }

    M& machine_;
    /// By bytes that were read, up to where the word ended or died. Inside of a code point it is that behind it.
    std::vector<typename M::State> states_;
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

/// Calls `visit(iterator, edits)` for each term of a dictionary that the machine accepts, in its order.
template <class M, class Visit> void each_accepted(const storage::TermsReader& terms, M& machine, Visit&& visit) {
    std::string target;
    machine.append_forced(machine.start(), target);
    storage::TermsIterator iterator(terms);
    Path<M> path(machine);
    Patience patience;
    Deadline::check();
    bool more = iterator.seek(target);
    while (more) {
        patience.check();
        path.follow(iterator.term(), iterator.alike());
        if (const auto edits = path.edits()) {
            visit(iterator, *edits);
        }
        if (!path.dead()) {
            more = iterator.next();
        } else if (path.next_alive(iterator.term(), target)) {
            more = iterator.seek(target);
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
            edits_.emplace(*within);
        } else if (const auto* const graph = std::get_if<Graph>(&automaton)) {
            machine_.emplace(*graph);
        }
    }

    /// Calls `visit(iterator, edits)` for each accepted term of a dictionary, in its order.
    template <class Visit> void each(const storage::TermsReader& terms, Visit&& visit) {
        if (edits_) {
            each_accepted(terms, *edits_, visit);
        } else if (machine_) {
            each_accepted(terms, *machine_, visit);
        } else {
            each_starting_with(terms, std::get<StartsWith>(automaton_).prefix, visit);
        }
    }

    /// How many edits a word is away; nothing if it is not accepted.
    [[nodiscard]] std::optional<std::uint32_t> edits(std::string_view word) {
        if (edits_) {
            return edits(*edits_, word);
        }
        if (machine_) {
            return edits(*machine_, word);
        }
        return word.starts_with(std::get<StartsWith>(automaton_).prefix) ? std::optional(0U) : std::nullopt;
    }

private:
    template <class M> static std::optional<std::uint32_t> edits(M& machine, std::string_view word) {
        auto state = machine.start();
        for (std::size_t at = 0; at < word.size() && !M::dead(state);) {
            state = machine.step(state, read_utf8(word, at));
        }
        return machine.edits(state);
    }

    const Automaton& automaton_;
    std::optional<EditMachine> edits_;
    std::optional<Machine> machine_;
};

} // namespace searchlib::search
