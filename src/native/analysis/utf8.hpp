#pragma once

namespace searchlib::analysis {

/// The code point at `at`, which moves behind it. Bytes that are no UTF-8 give some code point and are passed over.
inline char32_t next_code(const char*& at, const char* end) {
    const auto lead = static_cast<unsigned char>(*at++);
    if (lead < 0xC0) {
        return lead;
    }
    char32_t code = lead < 0xE0 ? lead & 0x1FU : lead < 0xF0 ? lead & 0x0FU : lead & 0x07U;
    while (at < end && (static_cast<unsigned char>(*at) & 0xC0U) == 0x80U) {
        code = (code << 6U) | (static_cast<unsigned char>(*at++) & 0x3FU);
    }
    return code;
}

} // namespace searchlib::analysis
