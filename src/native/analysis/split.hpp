// Cuts UTF-8 text into raw forms: the coarse, language-free first step of analysis.
// The readable twin and oracle is src/searchlib/analysis/splitting.py.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace searchlib::analysis {

namespace detail {

#include "character_classes.inc"

enum CharacterClass : std::uint8_t { kBreak, kWord, kJoiner, kSign, kIgnorable, kMultibyte };

inline constexpr std::ptrdiff_t kLimit = 4096; // bytes of the longest raw form

constexpr std::uint8_t class_of(std::uint32_t code) {
    const std::size_t block = kClassStageOne[code / kClassBlock];
    return kClassStageTwo[block * kClassBlock + code % kClassBlock];
}

// One lookup tells everything about an ASCII byte; a byte of a longer sequence says kMultibyte.
inline constexpr std::array<std::uint8_t, 256> kByteClass = [] {
    std::array<std::uint8_t, 256> table{};
    for (std::size_t byte = 0; byte < 256; ++byte) {
        table[byte] = byte < 0x80 ? class_of(static_cast<std::uint32_t>(byte)) : std::uint8_t{kMultibyte};
    }
    return table;
}();

struct Character {
    std::uint8_t cls;
    std::uint8_t bytes;
};

inline bool is_tail(unsigned char byte) { return (byte & 0xC0U) == 0x80U; }

// The class and length of the multibyte character at `at`; one byte of kBreak where the bytes are not
// well-formed UTF-8 (overlong, surrogate, beyond U+10FFFF, cut short).
inline Character multibyte_at(const unsigned char* at, const unsigned char* end) {
    constexpr Character kBad{kBreak, 1};
    const std::uint32_t lead = at[0];
    const auto left = end - at;
    if (lead < 0xC2 || left < 2 || !is_tail(at[1])) {
        return kBad;
    }
    if (lead < 0xE0) {
        return {class_of(((lead & 0x1FU) << 6U) | (at[1] & 0x3FU)), 2};
    }
    if (left < 3 || !is_tail(at[2])) {
        return kBad;
    }
    if (lead < 0xF0) {
        const std::uint32_t code = ((lead & 0x0FU) << 12U) | ((at[1] & 0x3FU) << 6U) | (at[2] & 0x3FU);
        if (code < 0x800 || (code >= 0xD800 && code < 0xE000)) {
            return kBad;
        }
        return {class_of(code), 3};
    }
    if (lead > 0xF4 || left < 4 || !is_tail(at[3])) {
        return kBad;
    }
    const std::uint32_t code =
        ((lead & 0x07U) << 18U) | ((at[1] & 0x3FU) << 12U) | ((at[2] & 0x3FU) << 6U) | (at[3] & 0x3FU);
    if (code < 0x10000 || code > 0x10FFFF) {
        return kBad;
    }
    return {class_of(code), 4};
}

// Whether a lead byte and its tail are a Latin letter: U+00C0 to U+024F, all but the signs × and ÷.
inline bool is_latin(unsigned char lead, unsigned char tail) {
    return lead >= 0xC3 && lead <= 0xC8 && is_tail(tail) && (lead != 0xC3 || (tail & 0xDFU) != 0x97);
}

#ifdef __SSE2__
// What `letters_mask` takes for granted of ASCII.
static_assert([] {
    for (unsigned byte = 0; byte < 0x80; ++byte) {
        const unsigned lower = byte | 0x20U;
        const bool alphanumeric = (lower >= 'a' && lower <= 'z') || (byte >= '0' && byte <= '9');
        if (alphanumeric != (kByteClass[byte] == kWord)) {
            return false;
        }
    }
    return true;
}());

// Which of 16 bytes belong to an ASCII letter or digit or to a Latin letter that lies among them whole, a bit each.
inline std::uint32_t letters_mask(const unsigned char* at) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    const auto all = [](unsigned byte) { return _mm_set1_epi8(static_cast<char>(byte)); };
    // SSE2 compares signed bytes alone: what is to be from 0 to below `size` is moved to begin with the least of them.
    const auto within = [&](__m128i from, unsigned first, unsigned size) {
        // NOLINTNEXTLINE(portability-simd-intrinsics): where there is no SSE2, the loop of `letters_end` does it all
        return _mm_cmplt_epi8(_mm_sub_epi8(from, all(first + 128)), all(size + 128));
    };
    const auto bits = [](__m128i found) { return static_cast<std::uint32_t>(_mm_movemask_epi8(found)); };
    const std::uint32_t ascii =
        bits(_mm_or_si128(within(_mm_or_si128(bytes, all(0x20)), 'a', 26), within(bytes, '0', 10)));
    const std::uint32_t tails = bits(_mm_cmplt_epi8(bytes, all(0xC0)));
    const std::uint32_t signs = bits(_mm_cmpeq_epi8(bytes, all(0xC3))) &
                                (bits(_mm_cmpeq_epi8(_mm_and_si128(bytes, all(0xDF)), all(0x97))) >> 1U);
    const std::uint32_t leads = bits(within(bytes, 0xC3, 6)) & (tails >> 1U) & ~signs;
    return ascii | leads | (leads << 1U);
}
#endif

// Behind the ASCII letters and digits and the Latin letters of two bytes that stand at `at`; never beyond `stop`.
inline const unsigned char* letters_end(const unsigned char* at, const unsigned char* stop) {
#ifdef __SSE2__
    while (stop - at >= 16) {
        const int run = std::countr_one(letters_mask(at) & 0xFFFFU);
        at += run;
        if (run < 15) { // else a letter may go on behind the 16 bytes
            return at;
        }
    }
#endif
    while (at < stop) {
        if (kByteClass[*at] == kWord) {
            ++at;
        } else if (stop - at >= 2 && is_latin(at[0], at[1])) {
            at += 2;
        } else {
            break;
        }
    }
    return at;
}

} // namespace detail

// Calls sink(begin, end) with the byte offsets of each raw form, from left to right. A raw form is a
// longest run of characters that are not breaks, trimmed to word characters at both ends, except that
// one # or @ right before its first word character stays. A form of more than 4096 bytes is cut before
// the character that would pass the limit, and the rest is split as if it began there.
// `utf8` holds less than 4 GiB.
template <class Sink> void split(std::string_view utf8, Sink&& sink) {
    using namespace detail;
    const auto* const first = reinterpret_cast<const unsigned char*>(utf8.data());
    const auto* const last = first + utf8.size();
    const unsigned char* begin = nullptr; // of the form being read; null between forms
    const unsigned char* end = nullptr;   // behind its last word character
    const unsigned char* sign = nullptr;  // the # or @ just read before any form, else null
    const auto emit = [&] {
        if (begin != nullptr) {
            sink(static_cast<std::uint32_t>(begin - first), static_cast<std::uint32_t>(end - first));
            begin = nullptr;
        }
    };
    for (const unsigned char* at = first; at != last;) {
        Character character{kByteClass[*at], 1};
        if (character.cls == kMultibyte) {
            character = multibyte_at(at, last);
        }
        const unsigned char* next = at + character.bytes;
        if (character.cls == kBreak) {
            emit();
            sign = nullptr;
        } else {
            if (begin != nullptr && next - begin > kLimit) {
                emit();
                sign = nullptr;
            }
            if (character.cls == kWord) {
                if (begin == nullptr) {
                    begin = sign != nullptr ? sign : at;
                }
                // Most of every word, without the bookkeeping.
                next = end = letters_end(next, last - begin > kLimit ? begin + kLimit : last);
                sign = nullptr;
            } else {
                sign = character.cls == kSign ? at : nullptr;
            }
        }
        at = next;
    }
    emit();
}

} // namespace searchlib::analysis
