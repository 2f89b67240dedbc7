#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>
#include <vector>

#include "storage/errors.hpp"

namespace searchlib::storage {

using Bytes = std::span<const std::uint8_t>;

/// Reads a little-endian integer (or double) that need not be aligned.
template <class T> T load(const std::uint8_t* at) {
    T value;
    std::memcpy(&value, at, sizeof value);
    return value;
}

/// A growing buffer of little-endian integers, varints and raw bytes.
class ByteWriter {
public:
    template <class T> void fixed(T value) {
        const auto at = bytes_.size();
        bytes_.resize(at + sizeof value);
        std::memcpy(bytes_.data() + at, &value, sizeof value);
    }

    /// Seven bits a byte, lowest first, the high bit on all bytes but the last.
    void varint(std::uint64_t value) {
        while (value >= 0x80) {
            bytes_.push_back(static_cast<std::uint8_t>(value | 0x80));
            value >>= 7;
        }
        bytes_.push_back(static_cast<std::uint8_t>(value));
    }

    void raw(std::string_view text) {
        const auto* begin = reinterpret_cast<const std::uint8_t*>(text.data());
        bytes_.insert(bytes_.end(), begin, begin + text.size());
    }

    void raw(Bytes bytes) { bytes_.insert(bytes_.end(), bytes.begin(), bytes.end()); }

    void clear() { bytes_.clear(); }

    [[nodiscard]] std::size_t size() const { return bytes_.size(); }
    [[nodiscard]] Bytes view() const { return bytes_; }
    [[nodiscard]] std::vector<std::uint8_t>& buffer() { return bytes_; }

private:
    std::vector<std::uint8_t> bytes_;
};

/// Reads what ByteWriter wrote; never past the end of its bytes.
class ByteReader {
public:
    explicit ByteReader(Bytes bytes) : at_(bytes.data()), end_(bytes.data() + bytes.size()) {}

    template <class T> T fixed() {
        need(sizeof(T));
        const T value = load<T>(at_);
        at_ += sizeof(T);
        return value;
    }

    std::uint64_t varint() {
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 64; shift += 7) {
            need(1);
            const std::uint8_t byte = *at_++;
            value |= static_cast<std::uint64_t>(byte & 0x7F) << shift;
            if (byte < 0x80) {
                return value;
            }
        }
        throw Corrupt("a number is too long");
    }

    std::uint32_t varint32() {
        const std::uint64_t value = varint();
        if (value > UINT32_MAX) {
            throw Corrupt("a number is too large");
        }
        return static_cast<std::uint32_t>(value);
    }

    /// Passes over a number without reading it.
    void skip_varint() {
        do {
            need(1);
        } while (*at_++ >= 0x80);
    }

    /// Passes over numbers without reading them, eight bytes at a time as long as there are as many.
    void skip_varints(unsigned count) {
        constexpr std::uint64_t kHighBits = 0x8080808080808080U;
        for (; count > 0 && left() >= sizeof kHighBits; at_ += sizeof kHighBits) {
            // the last byte of a number is the one without the high bit
            for (std::uint64_t ends = ~load<std::uint64_t>(at_) & kHighBits; ends != 0; ends &= ends - 1) {
                if (--count == 0) {
                    at_ += std::countr_zero(ends) / 8 + 1;
                    return;
                }
            }
        }
        for (; count > 0; --count) {
            skip_varint();
        }
    }

    std::string_view text(std::size_t length) {
        need(length);
        const auto* begin = reinterpret_cast<const char*>(at_);
        at_ += length;
        return {begin, length};
    }

    [[nodiscard]] std::size_t left() const { return static_cast<std::size_t>(end_ - at_); }

private:
    void need(std::size_t count) const {
        if (left() < count) {
            throw Corrupt("data ends too early");
        }
    }

    const std::uint8_t* at_;
    const std::uint8_t* end_;
};

/// The part of `bytes` that starts at `offset` and has `length` bytes.
inline Bytes part(Bytes bytes, std::uint64_t offset, std::uint64_t length) {
    if (offset > bytes.size() || length > bytes.size() - offset) {
        throw Corrupt("an offset points outside its section");
    }
    return bytes.subspan(static_cast<std::size_t>(offset), static_cast<std::size_t>(length));
}

} // namespace searchlib::storage
