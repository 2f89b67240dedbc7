#include "search/edit_dfa.hpp"

#include <algorithm>

namespace searchlib::search {
namespace {

constexpr std::uint32_t kWordBits = 64;

std::vector<CodePointRange> letters_of(std::string_view word) {
    std::vector<CodePointRange> letters;
    letters.reserve(word.size());
    for (std::size_t at = 0; at < word.size();) {
        const char32_t code = read_utf8(word, at);
        letters.push_back({code, code});
    }
    return letters;
}

/// What tells states apart: each of the two sets takes up three bytes at most.
std::uint64_t key_of(const EditMachine::State& state) {
    constexpr unsigned kSetBits = 24;
    return std::uint64_t{state.behind} | std::uint64_t{state.swapped} << kSetBits |
           std::uint64_t{state.read} << 2 * kSetBits;
}

} // namespace

EditDfa::EditDfa(const Within& within) : LazyDfa(CodePoints(letters_of(within.word))), machine_(within) {
    intern({});
    set_start(intern(machine_.start()));
}

LazyDfa::State EditDfa::intern(const EditMachine::State& state) {
    // However many letters have been read, what is dead is the same.
    const std::uint64_t key = EditMachine::dead(state) ? 0 : key_of(state);
    const auto [number, added] = keys_.number(&key);
    if (added) {
        states_.push_back(state);
        if (number > 0) {
            add_row(static_cast<std::uint8_t>(machine_.edits(state).value_or(kNotAccepted)));
        }
    }
    return row(number);
}

LazyDfa::State EditDfa::find_step(std::uint32_t number, std::size_t cls) {
    return intern(machine_.step(states_[number], codes().example_of(cls)));
}

void EditDfa::find_alive(std::uint32_t number, std::uint64_t* intervals) {
    const EditMachine::State& state = states_[number];
    if (EditMachine::dead(state)) {
        return;
    }
    if (machine_.takes_any(state)) {
        for (std::size_t at = 0; at < codes().intervals(); ++at) {
            intervals[at / kWordBits] |= std::uint64_t{1} << at % kWordBits;
        }
        return;
    }
    machine_.each_alive(state, [&](char32_t code) {
        const std::size_t at = codes().interval_of(code);
        intervals[at / kWordBits] |= std::uint64_t{1} << at % kWordBits;
    });
}

} // namespace searchlib::search
