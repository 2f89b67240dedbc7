#pragma once

#include <cstdint>

#include "storage/bytes.hpp"

namespace searchlib::storage {

/// Reads MessagePack far enough to pass over values; what it does not know is damage, as all of it was written by us.
class PackedReader {
public:
    explicit PackedReader(Bytes bytes) : all_(bytes), left_(bytes) {}

    [[nodiscard]] std::size_t at() const { return all_.size() - left_.size(); }
    [[nodiscard]] std::size_t left() const { return left_.size(); }
    [[nodiscard]] Bytes from(std::size_t begin) const { return all_.subspan(begin, at() - begin); }

    std::uint64_t array() { return size(0x90, 0x10, 0xDC); }
    std::uint64_t map() { return size(0x80, 0x10, 0xDE); }
    std::uint64_t whole();

    /// Passes over one value and all that is in it, and returns its bytes.
    Bytes value();

    /// A number between the values that is not packed as they are.
    std::uint64_t varint();

private:
    std::uint8_t byte() { return take(1).front(); }
    Bytes take(std::uint64_t count);
    std::uint64_t number(std::size_t bytes);
    std::uint64_t size(std::uint8_t tag, std::uint8_t limit, std::uint8_t tag16);
    std::uint64_t skip_head();
    std::uint64_t skip_extension(std::uint8_t tag);

    Bytes all_;
    Bytes left_;
};

} // namespace searchlib::storage
