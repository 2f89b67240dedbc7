#include "search/lazy_dfa.hpp"

#include <stdexcept>
#include <utility>

#include "search/automaton.hpp"

namespace searchlib::search {
namespace {

constexpr std::size_t kWordBits = 64;

/// States that there is room for before more is made: as many as most patterns need.
constexpr std::size_t kFewStates = 32;

} // namespace

LazyDfa::LazyDfa(CodePoints codes)
    : codes_(std::move(codes)), width_(static_cast<std::uint32_t>(codes_.classes()) + 1),
      interval_words_((codes_.intervals() + kWordBits - 1) / kWordBits) {
    table_.reserve(kFewStates * width_);
    edits_.reserve(kFewStates);
    alive_.reserve(kFewStates);
    forced_.reserve(kFewStates);
    intervals_.reserve(kFewStates * interval_words_);
    add_row(kNotAccepted);
}

LazyDfa::State LazyDfa::add_row(std::uint8_t edits) {
    const std::size_t number = edits_.size();
    if (number >= kMaxStates) {
        throw std::length_error("the pattern is too complicated: write it more simply");
    }
    table_.push_back(static_cast<State>(number));
    table_.resize(table_.size() + width_ - 1, kUnknown);
    edits_.push_back(edits);
    alive_.push_back(kNotAsked);
    forced_.push_back({kNotAsked, 0, false});
    return row(static_cast<std::uint32_t>(number));
}

LazyDfa::State LazyDfa::learn_step(State state, std::size_t cls) {
    const State found = find_step(table_[state], cls);
    return table_[state + 1 + cls] = found;
}

void LazyDfa::learn_alive(std::uint32_t number) {
    alive_[number] = static_cast<std::uint32_t>(intervals_.size());
    intervals_.resize(intervals_.size() + interval_words_);
    find_alive(number, intervals_.data() + alive_[number]);
}

/// The only code point by which the state can be left alive; kNone if there is none, or several, or the state accepts.
char32_t LazyDfa::only_step(State state) {
    if (edits_[table_[state]] != kNotAccepted) {
        return kNone;
    }
    const std::uint64_t* const intervals = alive(state);
    const std::size_t found = next_interval(intervals, 0);
    const bool alone = found < codes_.intervals() && codes_.is_single(found) &&
                       next_interval(intervals, found + 1) == codes_.intervals();
    return alone ? codes_.first_of(found) : kNone;
}

LazyDfa::Letters LazyDfa::find_forced(State state) {
    constexpr std::size_t kLongest = 255;
    const std::uint32_t number = table_[state];
    const auto begin = static_cast<std::uint32_t>(letters_.size());
    for (char32_t code = only_step(state); code != kNone && letters_.size() - begin <= kLongest;
         code = only_step(state)) {
        letters_.append(Utf8(code).view());
        state = step(state, code);
    }
    const bool ends = next_interval(alive(state), 0) == codes_.intervals();
    return forced_[number] = {begin, static_cast<std::uint32_t>(letters_.size()) - begin, ends};
}

} // namespace searchlib::search
