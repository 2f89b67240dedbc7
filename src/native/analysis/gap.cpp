#include "analysis/gap.hpp"

#include "analysis/utf8.hpp"

namespace searchlib::analysis {
namespace {

constexpr bool ends_line(char32_t code) {
    return (code >= 0x0A && code <= 0x0D) || (code >= 0x1C && code <= 0x1E) || code == 0x85 || code == 0x2028 ||
           code == 0x2029;
}

constexpr bool is_blank(char32_t code) {
    return code == ' ' || code == '\t' || code == 0xA0 || code == 0x1680 || (code >= 0x2000 && code <= 0x200A) ||
           code == 0x202F || code == 0x3000;
}

constexpr bool is_ignorable(char32_t code) {
    return code == 0xAD || (code >= 0x200B && code <= 0x200D) || code == 0x2060 || code == 0xFEFF;
}

constexpr bool is_dash(char32_t code) { return code == '-' || (code >= 0x2010 && code <= 0x2014) || code == 0x2212; }

constexpr bool is_stop(char32_t code) { return code == '.' || code == '!' || code == '?' || code == 0x2026; }

} // namespace

Gap gap(std::string_view separator) {
    unsigned marks = 0;   // characters that are neither blank nor ignorable
    char32_t mark = 0;    // the last of them
    bool stopped = false; // after a stop; what follows it may be a quote
    bool ended = false;   // a blank after a stop
    const char* at = separator.data();
    const char* const end = at + separator.size();
    while (at < end) {
        const char32_t code = next_code(at, end);
        if (ends_line(code)) {
            return Gap::line;
        }
        if (is_blank(code)) {
            ended |= stopped;
        } else if (!is_ignorable(code)) {
            ++marks;
            mark = code;
            stopped |= is_stop(code);
        }
    }
    if (marks == 0) {
        return Gap::space;
    }
    if (marks == 1 && (mark == ',' || mark == '.' || is_dash(mark))) {
        return mark == ',' ? Gap::comma : mark == '.' ? Gap::stop : Gap::dash;
    }
    return ended ? Gap::sentence : Gap::other;
}

} // namespace searchlib::analysis
