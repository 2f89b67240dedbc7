#include "analysis/written_dates.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstdlib>

#include "analysis/letters.hpp"
#include "analysis/utf8.hpp"

namespace searchlib::analysis {
namespace {

constexpr unsigned kShift = 12;
constexpr unsigned kValue = (1U << kShift) - 1;
enum Kind : unsigned { kNothing, kDay, kDays, kMonth, kYear, kAnd, kMore };
enum Flag : unsigned { kAbbreviated = 16, kEnglish = 32, kShared = 64, kMai = 128, kNeedsYear = 256, kProper = 512 };

constexpr DateClass date_class(unsigned kind, unsigned value) { return static_cast<DateClass>(kind << kShift | value); }

bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }

/// The number that all of `text` is; nothing if it is none or has more than four digits.
std::optional<unsigned> number(std::string_view text) {
    unsigned value = 0;
    if (text.empty() || text.size() > 4) {
        return std::nullopt;
    }
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

/// 1 to 31, in one or two digits.
std::optional<unsigned> day_of(std::string_view text) {
    const auto found = text.size() <= 2 ? number(text) : std::nullopt;
    return found && *found >= 1 && *found <= 31 ? found : std::nullopt;
}

/// Behind a number: st, nd, rd, th.
bool is_english_ending(std::string_view text) { return text == "st" || text == "nd" || text == "rd" || text == "th"; }

DateClass number_class(std::string_view raw) {
    if (const auto day = day_of(raw)) {
        return date_class(kDay, *day);
    }
    const auto whole = raw.size() == 4 ? number(raw) : std::nullopt;
    if (whole && *whole >= 1400 && *whole < 2200) {
        return date_class(kYear, *whole);
    }
    const std::size_t digits = std::min(raw.find_first_not_of("0123456789"), raw.size());
    const std::string_view rest = raw.substr(digits);
    if (is_english_ending(rest) && raw.front() != '0') {
        if (const auto day = day_of(raw.substr(0, digits))) {
            return date_class(kDay, *day);
        }
    }
    for (const std::string_view hyphen : {"-", "\u2010", "\u2011"}) {
        if (rest.starts_with(hyphen)) {
            const auto first = day_of(raw.substr(0, digits));
            const auto last = day_of(rest.substr(hyphen.size()));
            if (first && last && *first < *last) {
                return date_class(kDays, *first * 32 + *last);
            }
        }
    }
    return 0;
}

/// The marks of decomposed Romanian letters.
constexpr bool is_romanian_mark(char32_t code) {
    return code == 0x302 || code == 0x306 || code == 0x326 || code == 0x327;
}

/// ă â î ș ț ş ţ and their capitals.
bool is_romanian_letter(char32_t code) {
    constexpr std::array<char32_t, 14> kLetters{0xC2,  0xCE,  0xE2,  0xEE,  0x102, 0x103, 0x15E,
                                                0x15F, 0x162, 0x163, 0x218, 0x219, 0x21A, 0x21B};
    return std::ranges::binary_search(kLetters, code);
}

/// The folded letters of a Romanian word; empty if it has other characters, or more than the longest.
std::string folded_word(std::string_view raw, std::size_t longest) {
    std::string word;
    const char* at = raw.data();
    const char* const end = at + raw.size();
    while (at < end) {
        const char32_t code = next_code(at, end);
        const Letter& found = letter(code);
        if ((found.kind == kIgnorable || is_romanian_mark(code)) && !word.empty()) {
            continue;
        }
        if (!is_letter(found.kind) || (code >= 0x80 && !is_romanian_letter(code)) || word.size() == longest) {
            return {};
        }
        word.append(found.fold, found.fold_size);
    }
    return word;
}

std::chrono::sys_days days(int year, unsigned month, unsigned day) {
    return std::chrono::sys_days(std::chrono::year(year) / static_cast<int>(month) / static_cast<int>(day));
}

bool is_date(int year, unsigned month, unsigned day) {
    return year >= 1 && year <= 9999 &&
           (std::chrono::year(year) / static_cast<int>(month) / static_cast<int>(day)).ok();
}

/// The year in which a day is nearest to a date, the earlier of two.
std::optional<int> nearest_year(unsigned month, unsigned day, const Day& near) {
    std::optional<int> nearest;
    std::chrono::days least{};
    for (int year = near.year - 1; year <= near.year + 1; ++year) {
        if (is_date(year, month, day)) {
            const auto apart = std::chrono::abs(days(year, month, day) - days(near.year, near.month, near.day));
            if (!nearest || apart < least) {
                nearest = year;
                least = apart;
            }
        }
    }
    return nearest;
}

std::string month_term(unsigned year, unsigned month) {
    std::array<char, 16> text{};
    const int size = std::snprintf(text.data(), text.size(), "%04u-%02u", year, month);
    return {text.data(), static_cast<std::size_t>(size)};
}

} // namespace

DateClasses::DateClasses(std::unordered_map<std::string, DateClass> words) : words_(std::move(words)) {
    for (const auto& [word, found] : words_) {
        longest_ = std::max(longest_, word.size());
    }
    add_shapes(shapes_);
}

void DateClasses::add_shapes(WordShapes& shapes) const {
    for (const auto& [word, found] : words_) {
        shapes.add(word);
    }
}

bool DateClasses::is_month(DateClass found) { return found >> kShift == kMonth; }

DateClass DateClasses::of(std::string_view raw) const {
    // Letters may be decomposed, and have soft hyphens between them; a character takes up to three bytes.
    if (raw.size() > 6 * longest_ || raw.empty()) {
        return 0;
    }
    if (is_digit(raw.front())) {
        return number_class(raw);
    }
    const std::string word = folded_word(raw, longest_);
    if (word.empty() || !shapes_.may_hold(word)) {
        return 0;
    }
    const auto found = words_.find(word);
    if (found == words_.end()) {
        return 0;
    }
    const bool lower = raw.front() >= 'a' && raw.front() <= 'z';
    const bool proper = found->second >> kShift == kMonth && (found->second & kProper) != 0;
    return proper && lower ? DateClass{0} : static_cast<DateClass>(found->second);
}

unsigned DateReader::kind(std::size_t at) const {
    return at < forms_->classes.size() ? forms_->classes[at] >> kShift : 0U;
}

unsigned DateReader::value(std::size_t at) const { return forms_->classes[at] & kValue; }

void DateReader::read(std::size_t at, std::vector<DateTerm>& terms) {
    const unsigned flags = value(at);
    const unsigned month = flags & 15U;
    std::size_t behind = at + 1;
    std::vector<NumberedDay> days;
    // The number before a month is not its day if it was that of the month before: October 23 November 24.
    if (at > 0 && at > end_ && forms_->gap_before(at) == Gap::space) {
        days = days_before(at - 1);
    }
    if (days.empty() && has_day_behind(at)) {
        days.emplace_back(behind, value(behind));
        ++behind;
    }
    const auto year = year_at(behind, (flags & kAbbreviated) != 0 && behind == at + 1);
    end_ = behind + (year ? 1 : 0);
    const bool is_more = kind(behind) == kMore && forms_->gap_before(behind) == Gap::space;
    if (!year && (days.empty() || (flags & kNeedsYear) != 0 || ((flags & kMai) != 0 && is_more))) {
        end_ = at + 1;
        return;
    }
    if (year && days.empty()) {
        terms.emplace_back(at, month_term(*year, month));
    }
    for (const auto& [form, day] : days) {
        std::string text = term(year, month, day);
        if (!text.empty()) {
            terms.emplace_back(form, std::move(text));
        }
    }
}

std::vector<DateReader::NumberedDay> DateReader::days_before(std::size_t at) const {
    std::vector<NumberedDay> days;
    if (kind(at) == kDays) {
        for (unsigned day = value(at) / 32; day <= value(at) % 32; ++day) {
            days.emplace_back(at, day);
        }
        return days;
    }
    if (kind(at) != kDay) {
        return days;
    }
    const unsigned last = value(at);
    if (at > 0 && forms_->gap_before(at) == Gap::dash && kind(at - 1) == kDay && value(at - 1) < last) {
        days.emplace_back(at - 1, value(at - 1));
        for (unsigned day = value(at - 1) + 1; day <= last; ++day) {
            days.emplace_back(at, day);
        }
        return days;
    }
    days.emplace_back(at, last);
    if (at > 0 && kind(at - 1) == kAnd && forms_->gap_before(at) == Gap::space) {
        Gap separator = Gap::space;
        for (--at; at > 0 && forms_->gap_before(at) == separator && kind(at - 1) == kDay &&
                   value(at - 1) < days.back().second;
             --at) {
            days.emplace_back(at - 1, value(at - 1));
            separator = Gap::comma;
        }
        std::ranges::reverse(days);
    }
    return days;
}

bool DateReader::has_day_behind(std::size_t at) const {
    const unsigned flags = value(at);
    if ((flags & (kEnglish | kShared)) == 0 || kind(at + 1) != kDay) {
        return false;
    }
    const Gap between = forms_->gap_before(at + 1);
    if (between != Gap::space && (between != Gap::stop || (flags & kAbbreviated) == 0)) {
        return false;
    }
    return (flags & kEnglish) != 0 || year_at(at + 2, false);
}

std::optional<unsigned> DateReader::year_at(std::size_t at, bool abbreviated) const {
    if (kind(at) != kYear) {
        return std::nullopt;
    }
    const Gap between = forms_->gap_before(at);
    const bool joined = between == Gap::space || between == Gap::comma || (between == Gap::stop && abbreviated);
    return joined ? std::optional(value(at)) : std::nullopt;
}

std::string DateReader::term(std::optional<unsigned> year, unsigned month, unsigned day) const {
    if (!year && near_) {
        if (const auto nearest = nearest_year(month, day, *near_)) {
            year = static_cast<unsigned>(*nearest);
        }
    }
    if (!year || !is_date(static_cast<int>(*year), month, day)) {
        return {};
    }
    return month_term(*year, month) + '-' + static_cast<char>('0' + day / 10) + static_cast<char>('0' + day % 10);
}

} // namespace searchlib::analysis
