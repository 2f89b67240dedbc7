#pragma once

#include <cstdint>
#include <string_view>

#include "storage/bytes.hpp"

namespace searchlib::indexing {

/// Writes values as MessagePack, each in its shortest form, as the Python side does.
class MessagePack {
public:
    void clear() { bytes_.clear(); }
    [[nodiscard]] storage::Bytes view() const { return bytes_.view(); }

    void whole(std::uint64_t value) {
        if (value < 0x80) {
            byte(static_cast<std::uint8_t>(value));
        } else if (value <= UINT8_MAX) {
            byte(0xCC);
            big_endian<std::uint8_t>(value);
        } else if (value <= UINT16_MAX) {
            byte(0xCD);
            big_endian<std::uint16_t>(value);
        } else if (value <= UINT32_MAX) {
            byte(0xCE);
            big_endian<std::uint32_t>(value);
        } else {
            byte(0xCF);
            big_endian<std::uint64_t>(value);
        }
    }
    /// What is packed already.
    void raw(storage::Bytes packed) { bytes_.raw(packed); }
    void nil() { byte(0xC0); }
    void boolean(bool value) { byte(value ? 0xC3 : 0xC2); }

    void integer(std::int64_t value) {
        if (value >= 0) {
            whole(static_cast<std::uint64_t>(value));
        } else if (value >= -32) {
            byte(static_cast<std::uint8_t>(value));
        } else if (value >= INT8_MIN) {
            byte(0xD0);
            big_endian<std::uint8_t>(static_cast<std::uint64_t>(value));
        } else if (value >= INT16_MIN) {
            byte(0xD1);
            big_endian<std::uint16_t>(static_cast<std::uint64_t>(value));
        } else if (value >= INT32_MIN) {
            byte(0xD2);
            big_endian<std::uint32_t>(static_cast<std::uint64_t>(value));
        } else {
            byte(0xD3);
            big_endian<std::uint64_t>(static_cast<std::uint64_t>(value));
        }
    }

    void text(std::string_view value) {
        sized(value.size(), 0xA0, 32, 0xD9, 0xDA);
        bytes_.raw(value);
    }
    void array(std::size_t size) { sized(size, 0x90, 16, 0, 0xDC); }
    void map(std::size_t size) { sized(size, 0x80, 16, 0, 0xDE); }

private:
    void byte(std::uint8_t value) { bytes_.fixed(value); }

    template <class Number> void big_endian(std::uint64_t value) {
        for (std::size_t left = sizeof(Number); left > 0; --left) {
            byte(static_cast<std::uint8_t>(value >> (8 * (left - 1))));
        }
    }

    /// A size: with the tag in one byte below `limit`, in one more byte where there is a tag for that, in two, in four.
    void sized(std::size_t size, std::uint8_t tag, std::size_t limit, std::uint8_t tag8, std::uint8_t tag16);

    storage::ByteWriter bytes_;
};

inline void MessagePack::sized(std::size_t size, std::uint8_t tag, std::size_t limit, std::uint8_t tag8,
                               std::uint8_t tag16) {
    if (size < limit) {
        byte(static_cast<std::uint8_t>(tag | size));
    } else if (tag8 != 0 && size <= UINT8_MAX) {
        byte(tag8);
        big_endian<std::uint8_t>(size);
    } else if (size <= UINT16_MAX) {
        byte(tag16);
        big_endian<std::uint16_t>(size);
    } else {
        byte(static_cast<std::uint8_t>(tag16 + 1));
        big_endian<std::uint32_t>(size);
    }
}

} // namespace searchlib::indexing
