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
    explicit Path(M& machine) : machine_(machine) { places_.push_back({0, machine.start()}); }

    /// Follows a word.
    void follow(std::string_view word) {
        const auto differ = std::ranges::mismatch(word, word_);
        const auto alike = static_cast<std::size_t>(differ.in1 - word.begin());
        while (places_.back().end > alike) {
            places_.pop_back();
        }
        word_.assign(word);
        std::size_t at = places_.back().end;
        while (!dead() && at < word.size()) {
            const char32_t code = read_utf8(word, at);
            places_.push_back({at, machine_.step(places_.back().state, code)});
        }
    }

    /// Of the word followed: how many edits it is away, nothing if it is not accepted.
    [[nodiscard]] auto edits() const { return machine_.edits(places_.back().state); }
    [[nodiscard]] bool dead() const { return M::dead(places_.back().state); }

    /// Finds the least word behind the one followed, which is dead, that need not be. Returns whether there is one.
    bool next_alive(std::string& word) const {
        for (std::size_t i = places_.size() - 1; i > 0; --i) {
            std::size_t at = places_[i - 1].end;
            const std::size_t begin = at;
            const char32_t code = read_utf8(word_, at);
            const char32_t next = machine_.next_alive(places_[i - 1].state, code + 1);
            if (next != M::kNone) {
                word.assign(word_, 0, begin);
                append_utf8(word, next);
                machine_.append_forced(machine_.step(places_[i - 1].state, next), word);
                return true;
            }
        }
        return false;
    }

private:
    struct Place {
        std::size_t end;
        typename M::State state;
    };

    M& machine_;
    std::string word_;
    std::vector<Place> places_;
};

/// Calls `visit(iterator, edits)` for each term of a dictionary that the machine accepts, in its order.
template <class M, class Visit> void each_accepted(const storage::TermsReader& terms, M& machine, Visit&& visit) {
    std::string target;
    machine.append_forced(machine.start(), target);
    storage::TermsIterator iterator(terms);
    Path<M> path(machine);
    bool more = iterator.seek(target);
    while (more) {
        Deadline::check_lightly();
        path.follow(iterator.term());
        if (const auto edits = path.edits()) {
            visit(iterator, *edits);
        }
        if (!path.dead()) {
            more = iterator.next();
        } else if (path.next_alive(target)) {
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
    for (bool more = iterator.seek(prefix); more && iterator.term().starts_with(prefix); more = iterator.next()) {
        Deadline::check_lightly();
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
