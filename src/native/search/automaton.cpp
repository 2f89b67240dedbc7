#include "search/automaton.hpp"

#include <algorithm>
#include <map>
#include <stdexcept>
#include <utility>

namespace searchlib::search {
namespace {

constexpr char32_t kLast = 0x10FFFF;
constexpr char32_t kReplacement = 0xFFFD;

} // namespace

void append_utf8(std::string& text, char32_t code) {
    const auto byte = [&](char32_t value) { text.push_back(static_cast<char>(static_cast<unsigned char>(value))); };
    if (code < 0x80) {
        byte(code);
    } else if (code < 0x800) {
        byte(0xC0 | code >> 6U);
        byte(0x80 | (code & 0x3FU));
    } else if (code < 0x10000) {
        byte(0xE0 | code >> 12U);
        byte(0x80 | (code >> 6U & 0x3FU));
        byte(0x80 | (code & 0x3FU));
    } else {
        byte(0xF0 | code >> 18U);
        byte(0x80 | (code >> 12U & 0x3FU));
        byte(0x80 | (code >> 6U & 0x3FU));
        byte(0x80 | (code & 0x3FU));
    }
}

char32_t read_utf8(std::string_view text, std::size_t& at) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char lead = byte(at++);
    if (lead < 0x80) {
        return lead;
    }
    const std::size_t more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
    if (lead < 0xC2 || lead > 0xF4 || text.size() - at < more) {
        return kReplacement;
    }
    char32_t code = lead & (0x3FU >> more);
    for (std::size_t i = 0; i < more; ++i) {
        const unsigned char next = byte(at + i);
        if ((next & 0xC0U) != 0x80) {
            return kReplacement;
        }
        code = code << 6U | (next & 0x3FU);
    }
    at += more;
    return code;
}

Within near(std::string_view word, std::uint32_t distance, std::uint32_t fixed) {
    constexpr std::uint32_t kMostEdits = 2;
    if (distance > kMostEdits) {
        throw std::invalid_argument("a word is looked for with two edits at most");
    }
    if (word.size() > kLongestNear) {
        throw std::invalid_argument("the word is too long to be looked for with edits");
    }
    return {std::string(word), distance, fixed};
}

Graph::Graph(std::uint32_t states, const std::vector<Edge>& edges, const std::vector<Jump>& jumps,
             std::uint32_t accepting)
    : accepting_(accepting) {
    if (states == 0 || states > kMaxStates || accepting >= states) {
        throw std::invalid_argument("an automaton has a start and an end, and not too many states");
    }
    steps_.resize(states);
    jumps_.resize(states);
    for (const Edge& edge : edges) {
        if (edge.from >= states || edge.to >= states || edge.first > edge.last || edge.last > kLast) {
            throw std::invalid_argument("an edge of an automaton leads from nowhere or to nowhere");
        }
        steps_[edge.from].push_back({edge.first, edge.last, edge.to});
    }
    for (const Jump& jump : jumps) {
        if (jump.from >= states || jump.to >= states) {
            throw std::invalid_argument("a jump of an automaton leads from nowhere or to nowhere");
        }
        jumps_[jump.from].push_back(jump.to);
    }
}

Graph Graph::shaped_like(std::string_view shape) {
    std::vector<Edge> edges;
    std::uint32_t state = 0;
    for (std::size_t at = 0; at < shape.size();) {
        const char32_t code = read_utf8(shape, at);
        if (code == U'*') {
            edges.push_back({state, 0, kLast, state});
        } else {
            const bool any = code == U'?';
            edges.push_back({state, any ? 0 : code, any ? kLast : code, state + 1});
            ++state;
        }
    }
    return {state + 1, edges, {}, state};
}

Machine::Machine(const Graph& graph) : graph_(&graph), seen_(graph.steps_.size()) {
    find_bounds();
    find_classes();
    intern({});
    start_ = intern({0});
}

void Machine::find_bounds() {
    bounds_.push_back(0);
    for (const auto& steps : graph_->steps_) {
        for (const auto& step : steps) {
            bounds_.push_back(step.first);
            if (step.last < kLast) {
                bounds_.push_back(step.last + 1);
            }
        }
    }
    std::ranges::sort(bounds_);
    bounds_.erase(std::ranges::unique(bounds_).begin(), bounds_.end());
}

/// Intervals are of one class if the same ranges of code points that steps read have them.
void Machine::find_classes() {
    std::vector<std::pair<char32_t, char32_t>> ranges;
    for (const auto& from : graph_->steps_) {
        for (const auto& step : from) {
            ranges.emplace_back(step.first, step.last);
        }
    }
    std::ranges::sort(ranges);
    ranges.erase(std::ranges::unique(ranges).begin(), ranges.end());
    std::vector<std::vector<std::uint32_t>> having(bounds_.size());
    for (std::uint32_t range = 0; range < ranges.size(); ++range) {
        const auto [first, last] = ranges[range];
        for (std::uint32_t at = interval_of(first); at < bounds_.size() && bounds_[at] <= last; ++at) {
            having[at].push_back(range);
        }
    }
    std::map<std::vector<std::uint32_t>, std::uint32_t> known;
    for (std::uint32_t at = 0; at < bounds_.size(); ++at) {
        const auto [found, added] = known.try_emplace(std::move(having[at]), static_cast<std::uint32_t>(known.size()));
        classes_.push_back(found->second);
        if (added) {
            examples_.push_back(at);
        }
    }
    for (char32_t code = 0, interval = 0; code < ascii_classes_.size(); ++code) {
        while (interval + 1 < bounds_.size() && bounds_[interval + 1] <= code) {
            ++interval;
        }
        ascii_classes_[code] = classes_[interval];
    }
}

std::uint32_t Machine::interval_of(char32_t code) const {
    return static_cast<std::uint32_t>(std::ranges::upper_bound(bounds_, code) - bounds_.begin()) - 1;
}

std::size_t Machine::Hash::operator()(const Set& set) const {
    std::size_t hash = set.size();
    for (const std::uint32_t state : set) {
        hash = (hash ^ state) * 0x9E3779B97F4A7C15U;
        hash ^= hash >> 29U;
    }
    return hash;
}

/// Adds what jumps lead to, and sorts.
void Machine::close(Set& set) {
    for (const std::uint32_t state : set) {
        seen_[state] = 1;
    }
    for (std::size_t i = 0; i < set.size(); ++i) {
        for (const std::uint32_t to : graph_->jumps_[set[i]]) {
            if (seen_[to] == 0) {
                seen_[to] = 1;
                set.push_back(to);
            }
        }
    }
    for (const std::uint32_t state : set) {
        seen_[state] = 0;
    }
    std::ranges::sort(set);
}

Machine::State Machine::intern(Set set) {
    close(set);
    const auto [at, added] = known_.try_emplace(std::move(set), static_cast<State>(sets_.size()));
    if (added) {
        if (sets_.size() >= kMaxStates) {
            throw std::length_error("the pattern is too complicated: write it more simply");
        }
        sets_.push_back(&at->first);
        accepts_.push_back(std::ranges::binary_search(at->first, graph_->accepting_));
        table_.resize(sets_.size() * examples_.size(), kUnknown);
        only_.push_back(kNotAsked);
    }
    return at->second;
}

Machine::State Machine::find_step(State state, std::uint32_t cls) {
    Set next;
    const char32_t code = bounds_[examples_[cls]];
    for (const std::uint32_t from : *sets_[state]) {
        for (const auto& step : graph_->steps_[from]) {
            if (step.first <= code && code <= step.last && seen_[step.to] == 0) {
                seen_[step.to] = 1;
                next.push_back(step.to);
            }
        }
    }
    for (const std::uint32_t to : next) {
        seen_[to] = 0;
    }
    const State found = intern(std::move(next));
    return table_[state * examples_.size() + cls] = found;
}

char32_t Machine::next_alive(State state, char32_t from) {
    for (std::size_t at = from > kLast ? bounds_.size() : interval_of(from); at < bounds_.size(); ++at) {
        if (step_class(state, classes_[at]) != kDead) {
            return std::max(from, bounds_[at]);
        }
    }
    return kNone;
}

char32_t Machine::only_step(State state) {
    if (only_[state] == kNotAsked) {
        const char32_t code = accepts_[state] ? kNone : next_alive(state, 0);
        const bool alone = code != kNone && next_alive(state, code + 1) == kNone;
        only_[state] = alone ? code : kNone;
    }
    return only_[state];
}

void Machine::append_forced(State state, std::string& word) {
    constexpr std::size_t kLongest = 255;
    for (char32_t code = only_step(state); code != kNone && word.size() <= kLongest; code = only_step(state)) {
        append_utf8(word, code);
        state = step(state, code);
    }
}

} // namespace searchlib::search
