#include "search/lazy_dfa.hpp"

#include <algorithm>
#include <bit>
#include <stdexcept>

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
    forced_.emplace_back(kNotAsked, 0);
    return row(static_cast<std::uint32_t>(number));
}

LazyDfa::State LazyDfa::learn_step(State state, std::size_t cls) {
    const State found = find_step(table_[state], cls);
    return table_[state + 1 + cls] = found;
}

/// The intervals by which a state can be left alive, a bit each; good until they are asked for of another state.
const std::uint64_t* LazyDfa::alive(State state) {
    const std::uint32_t number = table_[state];
    if (alive_[number] == kNotAsked) {
        alive_[number] = static_cast<std::uint32_t>(intervals_.size());
        intervals_.resize(intervals_.size() + interval_words_);
        find_alive(number, intervals_.data() + alive_[number]);
    }
    return intervals_.data() + alive_[number];
}

/// The first interval from `from` on that has a bit; as many as there are if none has.
std::size_t LazyDfa::next_interval(const std::uint64_t* alive, std::size_t from) const {
    if (from >= codes_.intervals()) {
        return codes_.intervals();
    }
    std::size_t word = from / kWordBits;
    std::uint64_t left = alive[word] & ~std::uint64_t{0} << from % kWordBits;
    while (left == 0 && ++word < interval_words_) {
        left = alive[word];
    }
    return left == 0 ? codes_.intervals() : word * kWordBits + static_cast<std::size_t>(std::countr_zero(left));
}

char32_t LazyDfa::next_alive(State state, char32_t from) {
    if (from > kLastCodePoint) {
        return kNone;
    }
    const std::size_t found = next_interval(alive(state), codes_.interval_of(from));
    return found == codes_.intervals() ? kNone : std::max(from, codes_.first_of(found));
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

std::string_view LazyDfa::forced(State state) {
    constexpr std::size_t kLongest = 255;
    const std::uint32_t number = table_[state];
    if (forced_[number].first == kNotAsked) {
        const auto begin = static_cast<std::uint32_t>(letters_.size());
        for (char32_t code = only_step(state); code != kNone && letters_.size() - begin <= kLongest;
             code = only_step(state)) {
            letters_.append(Utf8(code).view());
            state = step(state, code);
        }
        forced_[number] = {begin, static_cast<std::uint32_t>(letters_.size()) - begin};
    }
    const auto [begin, size] = forced_[number];
    return std::string_view(letters_).substr(begin, size);
}

} // namespace searchlib::search
