#include "indexing/local_days.hpp"

#include <chrono>

namespace searchlib::indexing {
namespace {

constexpr std::int64_t kDaySeconds = 86'400;

/// Takes the parts of a date from the front of a text.
class Parts {
public:
    explicit Parts(std::string_view text) : left_(text) {}

    [[nodiscard]] bool empty() const { return left_.empty(); }
    [[nodiscard]] bool good() const { return good_; }

    /// A number of that many digits, at most `most`.
    int number(std::size_t digits, int most) {
        int value = 0;
        for (std::size_t i = 0; i < digits && good_; ++i) {
            good_ = i < left_.size() && left_[i] >= '0' && left_[i] <= '9';
            value = good_ ? value * 10 + (left_[i] - '0') : 0;
        }
        if (good_) {
            left_.remove_prefix(digits);
        }
        good_ &= value <= most;
        return value;
    }
    /// Whether one of these characters comes next, which is then passed.
    bool next(std::string_view characters) {
        const bool found = !left_.empty() && characters.find(left_.front()) != std::string_view::npos;
        left_.remove_prefix(found ? 1 : 0);
        return found;
    }
    void expect(std::string_view characters) { good_ = next(characters) && good_; }
    void skip_digits() {
        expect("0123456789");
        while (next("0123456789")) {
        }
    }
    [[nodiscard]] bool negative() const { return !left_.empty() && left_.front() == '-'; }

private:
    std::string_view left_;
    bool good_ = true;
};

/// A moment of a day, and how far its clock is ahead of UTC if that is said.
struct Clock {
    std::int64_t seconds;
    std::optional<std::int64_t> ahead;
};

Clock read_clock(Parts& parts) {
    std::int64_t seconds = parts.number(2, 23) * std::int64_t{3600};
    parts.expect(":");
    seconds += parts.number(2, 59) * std::int64_t{60};
    if (parts.next(":")) {
        seconds += parts.number(2, 59);
        if (parts.next(".,")) {
            parts.skip_digits();
        }
    }
    if (parts.empty()) {
        return {seconds, std::nullopt};
    }
    parts.next(" ");
    if (parts.next("Zz")) {
        return {seconds, 0};
    }
    const bool negative = parts.negative();
    parts.expect("+-");
    std::int64_t ahead = parts.number(2, 23) * std::int64_t{3600};
    if (!parts.empty()) {
        parts.next(":");
        ahead += parts.number(2, 59) * std::int64_t{60};
    }
    return {seconds, negative ? -ahead : ahead};
}

analysis::Day calendar_day(std::int64_t day) {
    const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{day}}};
    return {int{date.year()}, unsigned{date.month()}, unsigned{date.day()}};
}

} // namespace

std::optional<Instant> LocalDays::read(std::string_view text) {
    const std::optional<Instant> plain = read_plain(text);
    return plain ? plain : parse_(text);
}

std::optional<Instant> LocalDays::read_plain(std::string_view text) {
    // Where the calendar ends, Python has rules of its own.
    constexpr int kFirstYear = 1000;
    constexpr int kLastYear = 9000;
    Parts parts(text);
    const std::chrono::year year{parts.number(4, kLastYear)};
    parts.expect("-");
    const std::chrono::month month{static_cast<unsigned>(parts.number(2, 12))};
    parts.expect("-");
    const std::chrono::year_month_day date{year, month, std::chrono::day{static_cast<unsigned>(parts.number(2, 31))}};
    if (!parts.good() || !date.ok() || int{year} < kFirstYear) {
        return std::nullopt;
    }
    const std::int64_t day = std::chrono::sys_days{date}.time_since_epoch().count();
    if (parts.empty()) {
        const auto first = start(day);
        return first ? std::optional(Instant{*first, kDay, calendar_day(day)}) : std::nullopt;
    }
    parts.expect("Tt ");
    const auto [seconds, ahead] = read_clock(parts);
    if (!parts.good() || !parts.empty()) {
        return std::nullopt;
    }
    if (!ahead) {
        const auto first = start(day);
        return first ? std::optional(Instant{*first + seconds, kSecond, calendar_day(day)}) : std::nullopt;
    }
    const std::int64_t moment = day * kDaySeconds + seconds - *ahead;
    const auto about = day_of(moment);
    return about ? std::optional(Instant{moment, kSecond, calendar_day(*about)}) : std::nullopt;
}

/// The local day of a moment, if the clocks do not change on it.
std::optional<std::int64_t> LocalDays::day_of(std::int64_t seconds) {
    const std::int64_t guess = (seconds - (seconds < 0 ? kDaySeconds - 1 : 0)) / kDaySeconds;
    for (const std::int64_t day : {guess, guess + 1, guess - 1}) {
        const auto first = start(day);
        if (first && *first <= seconds && seconds < *first + kDaySeconds) {
            return day;
        }
    }
    return std::nullopt;
}

std::optional<std::int64_t> LocalDays::start(std::int64_t day) {
    // Fewer than a thousand years of news; what is beyond was made to fill the memory.
    constexpr std::size_t kMost = 1 << 18;
    if (const auto found = starts_.find(day); found != starts_.end()) {
        return found->second;
    }
    if (starts_.size() == kMost) {
        starts_.clear();
    }
    return starts_.emplace(day, start_(day)).first->second;
}

} // namespace searchlib::indexing
