#include "search/automaton.hpp"

#include <algorithm>
#include <iterator>
#include <stdexcept>

namespace searchlib::search {
namespace {

constexpr char32_t kReplacement = 0xFFFD;

} // namespace

Utf8::Utf8(char32_t code) {
    const auto byte = [&](char32_t value) { bytes_[size_++] = static_cast<char>(static_cast<unsigned char>(value)); };
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
    : steps_(edges.size()), jumps_(jumps.size()), accepting_(accepting) {
    if (states == 0 || states > kMaxStates || accepting >= states) {
        throw std::invalid_argument("an automaton has a start and an end, and not too many states");
    }
    // Counted one further on, so that each count becomes where the next begins, and then where it is filled from.
    begins_.resize(std::size_t{states} + 2);
    for (const Edge& edge : edges) {
        if (edge.from >= states || edge.to >= states || edge.first > edge.last || edge.last > kLastCodePoint) {
            throw std::invalid_argument("an edge of an automaton leads from nowhere or to nowhere");
        }
        ++begins_[edge.from + 2].steps;
    }
    for (const Jump& jump : jumps) {
        if (jump.from >= states || jump.to >= states) {
            throw std::invalid_argument("a jump of an automaton leads from nowhere or to nowhere");
        }
        ++begins_[jump.from + 2].jumps;
    }
    for (std::size_t state = 2; state < begins_.size(); ++state) {
        begins_[state].steps += begins_[state - 1].steps;
        begins_[state].jumps += begins_[state - 1].jumps;
    }
    for (const Edge& edge : edges) {
        steps_[begins_[edge.from + 1].steps++] = {{edge.first, edge.last}, edge.to};
    }
    for (const Jump& jump : jumps) {
        jumps_[begins_[jump.from + 1].jumps++] = jump.to;
    }
    begins_.pop_back();
}

std::vector<CodePointRange> Graph::ranges() const {
    std::vector<CodePointRange> ranges;
    ranges.reserve(steps_.size());
    std::ranges::transform(steps_, std::back_inserter(ranges), &Step::range);
    return ranges;
}

Graph Graph::shaped_like(std::string_view shape) {
    std::vector<Edge> edges;
    std::uint32_t state = 0;
    for (std::size_t at = 0; at < shape.size();) {
        const char32_t code = read_utf8(shape, at);
        if (code == U'*') {
            edges.push_back({state, 0, kLastCodePoint, state});
        } else {
            const bool any = code == U'?';
            edges.push_back({state, any ? 0 : code, any ? kLastCodePoint : code, state + 1});
            ++state;
        }
    }
    return {state + 1, edges, {}, state};
}

} // namespace searchlib::search
