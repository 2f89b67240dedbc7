#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace searchlib::search {

inline constexpr char32_t kLastCodePoint = 0x10FFFF;

struct CodePointRange {
    char32_t first;
    char32_t last;

    friend bool operator==(const CodePointRange&, const CodePointRange&) = default;
};

/// Code points as an automaton tells them apart: intervals in which it knows no difference, and classes of such intervals.
class CodePoints {
public:
    /// `ranges` are those that steps of the automaton read, in any order.
    explicit CodePoints(std::span<const CodePointRange> ranges);

    [[nodiscard]] std::size_t intervals() const { return bounds_.size(); }
    [[nodiscard]] std::size_t classes() const { return examples_.size(); }

    [[nodiscard]] std::size_t interval_of(char32_t code) const {
        return code < ascii_.size() ? ascii_intervals_[code] : find_interval(code);
    }
    [[nodiscard]] std::size_t class_of(char32_t code) const {
        return code < ascii_.size() ? ascii_[code] : classes_[interval_of(code)];
    }
    [[nodiscard]] std::size_t class_of_interval(std::size_t interval) const { return classes_[interval]; }

    /// The first code point of an interval.
    [[nodiscard]] char32_t first_of(std::size_t interval) const { return bounds_[interval]; }
    /// Whether an interval is one code point.
    [[nodiscard]] bool is_single(std::size_t interval) const {
        return (interval + 1 < bounds_.size() ? bounds_[interval + 1] : kLastCodePoint + 1) == bounds_[interval] + 1;
    }
    /// A code point of a class.
    [[nodiscard]] char32_t example_of(std::size_t cls) const { return bounds_[examples_[cls]]; }

private:
    [[nodiscard]] std::size_t find_interval(char32_t code) const;
    void find_bounds(std::span<const CodePointRange> ranges);
    void find_classes(std::span<const CodePointRange> ranges);

    /// Where intervals begin; the first begins at 0.
    std::vector<char32_t> bounds_;
    /// By interval the class, and by class an interval.
    std::vector<std::uint16_t> classes_;
    std::vector<std::uint16_t> examples_;
    /// The classes and the intervals of ASCII.
    std::array<std::uint16_t, 0x80> ascii_{};
    std::array<std::uint16_t, 0x80> ascii_intervals_{};
};

} // namespace searchlib::search
