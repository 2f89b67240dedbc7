#include "documents/json_object.hpp"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cstring>

namespace searchlib::documents {
namespace {

/// More names make finding one that stands twice slow.
constexpr std::size_t kMostFields = 64;
constexpr std::uint64_t kEach = 0x0101010101010101ULL;
constexpr std::uint64_t kHigh = 0x8080808080808080ULL;

std::uint64_t load_word(const char* at) {
    std::uint64_t word = 0;
    std::memcpy(&word, at, sizeof word);
    return word;
}

/// The high bit of each byte that is zero; exact for the lowest such byte, which is all that is asked.
constexpr std::uint64_t zeros(std::uint64_t word) { return (word - kEach) & ~word & kHigh; }

/// The high bit of the bytes that end a stretch of plain text: quotes, backslashes and control characters.
constexpr std::uint64_t ends(std::uint64_t word) {
    const std::uint64_t controls = (word - kEach * 0x20) & ~word & kHigh;
    return zeros(word ^ (kEach * '"')) | zeros(word ^ (kEach * '\\')) | controls;
}

/// The first quote, backslash or control character from `at` on, or `end`; whether a byte before it is not ASCII is
/// added to `high`.
const char* plain_end(const char* at, const char* end, std::uint64_t& high) {
    for (; end - at >= 8; at += 8) {
        const std::uint64_t word = load_word(at);
        if (const std::uint64_t found = ends(word)) {
            if constexpr (std::endian::native == std::endian::little) {
                const int bytes = std::countr_zero(found) / 8;
                high |= bytes == 0 ? 0 : (word << (64 - 8 * bytes)) & kHigh;
                return at + bytes;
            }
            break;
        }
        high |= word & kHigh;
    }
    for (; at < end; ++at) {
        const auto byte = static_cast<unsigned char>(*at);
        if (byte < 0x20 || byte == '"' || byte == '\\') {
            break;
        }
        high |= byte & 0x80U;
    }
    return at;
}

void append_utf8(std::uint32_t code, std::string& to) {
    const auto put = [&](std::uint32_t byte) { to.push_back(static_cast<char>(byte)); };
    if (code < 0x80) {
        put(code);
    } else if (code < 0x800) {
        put(0xC0U | code >> 6);
        put(0x80U | (code & 0x3F));
    } else if (code < 0x10000) {
        put(0xE0U | code >> 12);
        put(0x80U | (code >> 6 & 0x3F));
        put(0x80U | (code & 0x3F));
    } else {
        put(0xF0U | code >> 18);
        put(0x80U | (code >> 12 & 0x3F));
        put(0x80U | (code >> 6 & 0x3F));
        put(0x80U | (code & 0x3F));
    }
}

/// The bytes of the character that begins with `lead`, and the range of its second byte (Unicode, table 3-7); none if
/// no character begins so.
struct Sequence {
    std::ptrdiff_t length;
    unsigned char low;
    unsigned char high;
};

Sequence sequence_of(unsigned char lead) {
    if (lead >= 0xC2 && lead <= 0xDF) {
        return {2, 0x80, 0xBF};
    }
    if (lead >= 0xE0 && lead <= 0xEF) {
        const unsigned char low = lead == 0xE0 ? 0xA0 : 0x80;
        const unsigned char high = lead == 0xED ? 0x9F : 0xBF;
        return {3, low, high};
    }
    if (lead >= 0xF0 && lead <= 0xF4) {
        const unsigned char low = lead == 0xF0 ? 0x90 : 0x80;
        const unsigned char high = lead == 0xF4 ? 0x8F : 0xBF;
        return {4, low, high};
    }
    return {0, 0, 0};
}

} // namespace

bool is_utf8(std::string_view bytes) {
    const char* at = bytes.data();
    const char* const end = at + bytes.size();
    while (at < end) {
        if (end - at >= 8) {
            const std::uint64_t high = load_word(at) & kHigh;
            if (high == 0) {
                at += 8;
                continue;
            }
            if constexpr (std::endian::native == std::endian::little) {
                at += std::countr_zero(high) / 8;
            }
        }
        const auto lead = static_cast<unsigned char>(*at);
        if (lead < 0x80) {
            ++at;
            continue;
        }
        const auto [length, low, high] = sequence_of(lead);
        if (length == 0 || end - at < length) {
            return false;
        }
        const auto second = static_cast<unsigned char>(at[1]);
        bool good = second >= low && second <= high;
        for (std::ptrdiff_t i = 2; i < length; ++i) {
            good &= (static_cast<unsigned char>(at[i]) & 0xC0U) == 0x80;
        }
        if (!good) {
            return false;
        }
        at += length;
    }
    return true;
}

bool JsonObject::read(std::string_view line) {
    at_ = line.data();
    end_ = at_ + line.size();
    fields_.clear();
    unescaped_.clear();
    if (!object()) {
        return false;
    }
    skip_blanks();
    return at_ == end_;
}

void JsonObject::skip_blanks() {
    while (at_ < end_ && (*at_ == ' ' || *at_ == '\t' || *at_ == '\r' || *at_ == '\n')) {
        ++at_;
    }
}

bool JsonObject::take(char character) {
    skip_blanks();
    if (at_ == end_ || *at_ != character) {
        return false;
    }
    ++at_;
    return true;
}

bool JsonObject::word(std::string_view text) {
    if (!std::string_view(at_, static_cast<std::size_t>(end_ - at_)).starts_with(text)) {
        return false;
    }
    at_ += text.size();
    return true;
}

bool JsonObject::object() {
    if (!take('{')) {
        return false;
    }
    if (take('}')) {
        return true;
    }
    do {
        if (fields_.size() == kMostFields) {
            return false;
        }
        Field field;
        skip_blanks();
        if (!text(field.name) || std::ranges::find(fields_, field.name, &Field::name) != fields_.end() || !take(':')) {
            return false;
        }
        skip_blanks();
        if (!value(field.value)) {
            return false;
        }
        fields_.push_back(std::move(field));
    } while (take(','));
    return take('}');
}

bool JsonObject::value(Value& value) {
    if (at_ == end_) {
        return false;
    }
    switch (*at_) {
    case '"':
        value.kind = Value::Kind::text;
        return text(value.text);
    case '[':
        return texts(value);
    case 'n':
        return word("null");
    case 't':
    case 'f':
        value.kind = Value::Kind::boolean;
        value.truth = *at_ == 't';
        return word(value.truth ? "true" : "false");
    default:
        return integer(value);
    }
}

bool JsonObject::integer(Value& value) {
    value.kind = Value::Kind::integer;
    const char* const digits = *at_ == '-' ? at_ + 1 : at_;
    const auto [after, error] = std::from_chars(at_, end_, value.integer);
    if (error != std::errc() || (*digits == '0' && (after != digits + 1 || digits != at_))) {
        return false; // a leading zero, and the negative zero, which is none in JSON's own terms
    }
    at_ = after;
    return at_ == end_ || (*at_ != '.' && *at_ != 'e' && *at_ != 'E');
}

bool JsonObject::texts(Value& value) {
    value.kind = Value::Kind::texts;
    ++at_;
    if (take(']')) {
        return true;
    }
    do {
        skip_blanks();
        if (!text(value.texts.emplace_back())) {
            return false;
        }
    } while (take(','));
    return take(']');
}

bool JsonObject::text(std::string_view& text) {
    if (at_ == end_ || *at_ != '"') {
        return false;
    }
    const char* const begin = ++at_;
    std::uint64_t high = 0;
    at_ = plain_end(at_, end_, high);
    if (at_ == end_) {
        return false;
    }
    if (*at_ == '\\') {
        return escaped_text(begin, text);
    }
    if (*at_ != '"') {
        return false;
    }
    text = {begin, static_cast<std::size_t>(at_ - begin)};
    ++at_;
    return high == 0 || is_utf8(text);
}

bool JsonObject::escaped_text(const char* begin, std::string_view& text) {
    std::string& to = unescaped_.emplace_back();
    std::uint64_t high = kHigh;
    for (;;) {
        to.append(begin, at_);
        if (at_ == end_) {
            return false;
        }
        if (*at_ == '"') {
            ++at_;
            text = to;
            return is_utf8(text);
        }
        if (*at_ != '\\' || !escape(to)) {
            return false;
        }
        begin = at_;
        at_ = plain_end(at_, end_, high);
    }
}

bool JsonObject::escape(std::string& to) {
    if (end_ - at_ < 2) {
        return false;
    }
    static constexpr std::string_view kNames = "\"\\/bfnrt";
    static constexpr std::string_view kMeanings = "\"\\/\b\f\n\r\t";
    const char name = at_[1];
    at_ += 2;
    if (const std::size_t found = kNames.find(name); found != std::string_view::npos) {
        to.push_back(kMeanings[found]);
        return true;
    }
    std::uint32_t code = 0;
    if (name != 'u' || !code_unit(code) || code == 0 || (code >= 0xDC00 && code < 0xE000)) {
        return false;
    }
    if (code >= 0xD800 && code < 0xDC00) {
        std::uint32_t low = 0;
        if (!word("\\u") || !code_unit(low) || low < 0xDC00 || low >= 0xE000) {
            return false;
        }
        code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
    }
    append_utf8(code, to);
    return true;
}

bool JsonObject::code_unit(std::uint32_t& unit) {
    if (end_ - at_ < 4) {
        return false;
    }
    const auto [after, error] = std::from_chars(at_, at_ + 4, unit, 16);
    if (error != std::errc() || after != at_ + 4) {
        return false;
    }
    at_ = after;
    return true;
}

} // namespace searchlib::documents
