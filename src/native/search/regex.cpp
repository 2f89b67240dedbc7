#include "search/regex.hpp"

#include <algorithm>
#include <cstdint>
#include <stdexcept>
#include <utility>
#include <vector>

namespace searchlib::search {
namespace {

constexpr char32_t kLast = kLastCodePoint;
constexpr std::uint32_t kMostSize = 1000;
constexpr std::uint32_t kMostTimes = 255;
constexpr int kDeepest = 50;

/// The expression is none, or not for us.
struct Refused : std::invalid_argument {
    Refused() : std::invalid_argument("Python reads this expression") {}
};

struct Range {
    char32_t first;
    char32_t last;
};
using Ranges = std::vector<Range>;

/// A part of an expression.
struct Part {
    enum class Kind : std::uint8_t { letters, sequence, choice, repeat };

    Kind kind = Kind::sequence;
    Ranges ranges;
    std::vector<Part> parts;
    std::uint32_t least = 0;
    /// None where there is no end to it.
    std::optional<std::uint32_t> most;
    /// Characters that it stands for, repetitions written out.
    std::uint32_t size = 1;
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// Ranges in order, those that touch as one.
Ranges joined(Ranges ranges) {
    std::ranges::sort(ranges, {}, [](const Range& range) { return std::pair(range.first, range.last); });
    Ranges found;
    for (const auto& [first, last] : ranges) {
        if (!found.empty() && first <= found.back().last + 1) {
            found.back().last = std::max(found.back().last, last);
        } else {
            found.push_back({first, last});
        }
    }
    return found;
}

Ranges complement(const Ranges& ranges) {
    Ranges found;
    char32_t following = 0;
    for (const auto& [first, last] : ranges) {
        if (first > following) {
            found.push_back({following, first - 1});
        }
        following = last + 1;
    }
    if (following <= kLast) {
        found.push_back({following, kLast});
    }
    return found;
}

Ranges letter(char c) {
    const auto code = static_cast<char32_t>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    return {{code, code}};
}

/// What \d, \w and \s stand for; nothing of other letters.
Ranges class_of(char name) {
    switch (name) {
    case 'd':
        return {{'0', '9'}};
    case 'w':
        return {{'0', '9'}, {'_', '_'}, {'a', 'z'}, {0x80, kLast}};
    case 's':
        return {{0x09, 0x0D},     {0x20, 0x20},     {0x85, 0x85},    {0xA0, 0xA0},
                {0x2000, 0x200A}, {0x2028, 0x2029}, {0x3000, 0x3000}};
    default:
        return {};
    }
}

/// Reads one expression from left to right.
class Reader {
public:
    explicit Reader(std::string_view text) : text_(text) {}

    Part whole() {
        Part part = alternatives(0);
        if (at_ < text_.size()) {
            throw Refused();
        }
        return part;
    }

private:
    [[nodiscard]] bool ended() const { return at_ == text_.size(); }
    [[nodiscard]] bool at(char c) const { return !ended() && text_[at_] == c; }

    bool take(char c) {
        const bool taken = at(c);
        at_ += taken ? 1 : 0;
        return taken;
    }

    char next() {
        if (ended()) {
            throw Refused();
        }
        return text_[at_++];
    }

    static void check(std::uint64_t size) {
        if (size > kMostSize) {
            throw Refused();
        }
    }

    /// The one part, or all of them, which are bounded together.
    static Part grouped(Part::Kind kind, std::vector<Part> parts) {
        if (parts.size() == 1) {
            Part only = std::move(parts.front());
            return only;
        }
        Part group;
        group.kind = kind;
        std::uint64_t size = 1;
        for (const Part& part : parts) {
            size += part.size;
        }
        check(size);
        group.size = static_cast<std::uint32_t>(size);
        group.parts = std::move(parts);
        return group;
    }

    static Part one_of(Ranges ranges) {
        Part part;
        part.kind = Part::Kind::letters;
        part.ranges = std::move(ranges);
        return part;
    }

    Part alternatives(int depth) {
        if (depth > kDeepest) {
            throw Refused();
        }
        std::vector<Part> options;
        do {
            std::vector<Part> parts;
            while (!ended() && !at('|') && !at(')')) {
                parts.push_back(repeated(atom(depth)));
            }
            options.push_back(grouped(Part::Kind::sequence, std::move(parts)));
        } while (take('|'));
        return grouped(Part::Kind::choice, std::move(options));
    }

    Part atom(int depth) {
        const char c = next();
        switch (c) {
        case '(': {
            if (text_.substr(at_).starts_with("?:")) {
                at_ += 2;
            }
            Part part = alternatives(depth + 1);
            if (!take(')')) {
                throw Refused();
            }
            return part;
        }
        case '[':
            return one_of(brackets());
        case '.':
            return one_of({{0, kLast}});
        case '\\':
            return one_of(escaped());
        case '*':
        case '+':
        case '?':
        case '{':
        case '^':
        case '$':
            throw Refused();
        default:
            return one_of(letter(c));
        }
    }

    Part repeated(Part part) {
        Part repeat;
        repeat.kind = Part::Kind::repeat;
        if (take('{')) {
            read_counts(repeat);
        } else if (take('*')) {
            repeat.least = 0;
        } else if (take('+')) {
            repeat.least = 1;
        } else if (take('?')) {
            repeat.most = 1;
        } else {
            return part;
        }
        if (at('*') || at('+') || at('?') || at('{')) {
            throw Refused();
        }
        const std::uint64_t times = std::max(repeat.most ? *repeat.most : repeat.least + 1, 1U);
        check(part.size * times);
        repeat.size = static_cast<std::uint32_t>(part.size * times);
        repeat.parts.push_back(std::move(part));
        return repeat;
    }

    void read_counts(Part& repeat) {
        repeat.least = number();
        if (take('}')) {
            repeat.most = repeat.least;
            return;
        }
        if (!take(',')) {
            throw Refused();
        }
        if (!take('}')) {
            repeat.most = number();
            if (!take('}') || *repeat.most < repeat.least) {
                throw Refused();
            }
        }
    }

    std::uint32_t number() {
        const std::size_t begin = at_;
        std::uint32_t value = 0;
        while (!ended() && is_digit(text_[at_]) && value <= kMostTimes) {
            value = 10 * value + static_cast<std::uint32_t>(text_[at_++] - '0');
        }
        if (at_ == begin || at_ > begin + 4 || value > kMostTimes) {
            throw Refused();
        }
        return value;
    }

    /// What stands behind a backslash, which has been read.
    Ranges escaped() {
        const char c = next();
        const bool opposite = c >= 'A' && c <= 'Z';
        const Ranges ranges = class_of(opposite ? static_cast<char>(c - 'A' + 'a') : c);
        if (!ranges.empty()) {
            return opposite ? complement(ranges) : ranges;
        }
        if (is_letter(c) || is_digit(c)) {
            throw Refused();
        }
        return letter(c);
    }

    /// What stands between square brackets, of which the first has been read.
    Ranges brackets() {
        const bool negated = take('^');
        Ranges all;
        for (bool first = true; first || !at(']'); first = false) {
            Ranges low = member();
            if (at('-') && at_ + 1 < text_.size() && text_[at_ + 1] != ']') {
                ++at_;
                const Ranges high = member();
                if (low.size() != 1 || high.size() != 1 || low[0].first > high[0].last) {
                    throw Refused();
                }
                low = {{low[0].first, high[0].last}};
            }
            all.insert(all.end(), low.begin(), low.end());
        }
        ++at_;
        all = joined(std::move(all));
        return negated ? complement(all) : all;
    }

    Ranges member() {
        const char c = next();
        return c == '\\' ? escaped() : letter(c);
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

/// Thompson's construction: each part becomes states between two that are given.
class Builder {
public:
    Graph build(const Part& part) {
        add(part, 0, 1);
        return {states_, edges_, jumps_, 1};
    }

private:
    std::uint32_t state() { return states_++; }

    void add(const Part& part, std::uint32_t start, std::uint32_t end) {
        switch (part.kind) {
        case Part::Kind::letters:
            for (const auto& [first, last] : part.ranges) {
                edges_.push_back({start, first, last, end});
            }
            break;
        case Part::Kind::sequence:
            add_chain(part, start, end);
            break;
        case Part::Kind::choice:
            for (const Part& option : part.parts) {
                add(option, start, end);
            }
            break;
        case Part::Kind::repeat:
            add_repeat(part, start, end);
            break;
        }
    }

    /// Each part between states of its own: an option that loops must not share them with the others.
    void add_chain(const Part& part, std::uint32_t start, std::uint32_t end) {
        std::uint32_t at = state();
        jumps_.push_back({start, at});
        for (const Part& one : part.parts) {
            at = add_next(one, at);
        }
        jumps_.push_back({at, end});
    }

    std::uint32_t add_next(const Part& part, std::uint32_t at) {
        const std::uint32_t following = state();
        add(part, at, following);
        return following;
    }

    void add_repeat(const Part& part, std::uint32_t start, std::uint32_t end) {
        const Part& one = part.parts.front();
        std::uint32_t at = state();
        jumps_.push_back({start, at});
        for (std::uint32_t i = 0; i < part.least; ++i) {
            at = add_next(one, at);
        }
        if (part.most) {
            for (std::uint32_t i = part.least; i < *part.most; ++i) {
                jumps_.push_back({at, end});
                at = add_next(one, at);
            }
        } else {
            const std::uint32_t loop = state();
            jumps_.push_back({at, loop});
            jumps_.push_back({add_next(one, loop), loop});
            at = loop;
        }
        jumps_.push_back({at, end});
    }

    std::uint32_t states_ = 2;
    std::vector<Graph::Edge> edges_;
    std::vector<Graph::Jump> jumps_;
};

} // namespace

std::optional<Graph> regex_graph(std::string_view expression) {
    if (std::ranges::any_of(expression, [](char c) { return static_cast<unsigned char>(c) >= 0x80; })) {
        return std::nullopt;
    }
    try {
        return Builder().build(Reader(expression).whole());
    } catch (const Refused&) {
        return std::nullopt;
    }
}

} // namespace searchlib::search
