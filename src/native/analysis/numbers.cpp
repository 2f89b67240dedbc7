#include "analysis/numbers.hpp"

#include <algorithm>
#include <vector>

namespace searchlib::analysis {
namespace {

/// Runs of digits and the separators between them.
struct Runs {
    std::vector<std::string_view> digits;
    std::string separators;
};

Runs runs_of(std::string_view text) {
    Runs runs;
    std::size_t begin = 0;
    for (std::size_t at = 0; at <= text.size(); ++at) {
        if (at == text.size() || text[at] == '.' || text[at] == ',') {
            runs.digits.push_back(text.substr(begin, at - begin));
            if (at < text.size()) {
                runs.separators.push_back(text[at]);
            }
            begin = at + 1;
        }
    }
    return runs;
}

/// Whether the first `count` runs are a whole number in groups of three: 1.200.000.
bool is_grouped(const Runs& runs, std::size_t count) {
    const std::string_view first = runs.digits.front();
    return count > 1 && first.size() <= 3 && first.front() != '0' &&
           std::ranges::all_of(runs.digits.begin() + 1, runs.digits.begin() + static_cast<std::ptrdiff_t>(count),
                               [](std::string_view run) { return run.size() == 3; });
}

std::string joined(const Runs& runs, std::size_t whole) {
    std::string number;
    for (std::size_t run = 0; run < runs.digits.size(); ++run) {
        if (run == whole) {
            number.push_back('.');
        }
        number += runs.digits[run];
    }
    return number;
}

std::string two_digits(std::string_view text) {
    std::string digits(2 - text.size(), '0');
    digits += text;
    return digits;
}

} // namespace

std::string canonical_date(std::string_view year, std::string_view month, std::string_view day) {
    const std::string month_digits = two_digits(month);
    const std::string day_digits = two_digits(day);
    const auto within = [](const std::string& digits, std::string_view most) {
        return digits >= std::string_view("01") && digits <= most;
    };
    if (!within(month_digits, "12") || !within(day_digits, "31")) {
        return {};
    }
    return std::string(year) + '-' + month_digits + '-' + day_digits;
}

std::string canonical_number(std::string_view text) {
    const Runs runs = runs_of(text);
    const std::size_t count = runs.digits.size();
    if (count < 2) {
        return {};
    }
    // The separator of groups is the first one; another may follow once, before the decimals.
    const char groups = runs.separators.front();
    const bool has_decimals = runs.separators.back() != groups;
    const std::size_t whole = has_decimals ? count - 1 : count;
    const auto same = static_cast<std::size_t>(std::ranges::count(runs.separators, groups));
    const bool regular = same + (has_decimals ? 1 : 0) == runs.separators.size() && is_grouped(runs, whole);
    // 1,200 alone is Romanian for one and a fifth; with decimals or more groups it can only be English.
    if (regular && (groups == '.' || has_decimals || whole > 2)) {
        return joined(runs, whole);
    }
    return count == 2 ? joined(runs, 1) : std::string();
}

} // namespace searchlib::analysis
