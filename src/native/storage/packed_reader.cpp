#include "storage/packed_reader.hpp"

namespace searchlib::storage {

std::uint64_t PackedReader::whole() {
    const std::uint8_t tag = byte();
    if (tag < 0x80) {
        return tag;
    }
    if (tag < 0xCC || tag > 0xCF) {
        throw Corrupt("a stored record holds something else in place of a number");
    }
    return number(std::size_t{1} << (tag - 0xCCU));
}

Bytes PackedReader::value() {
    const std::size_t begin = at();
    for (std::uint64_t values = 1; values > 0; --values) {
        values += skip_head();
    }
    return from(begin);
}

std::uint64_t PackedReader::varint() {
    ByteReader reader(left_);
    const std::uint64_t value = reader.varint();
    left_ = left_.last(reader.left());
    return value;
}

Bytes PackedReader::take(std::uint64_t count) {
    const Bytes taken = part(left_, 0, count);
    left_ = left_.subspan(taken.size());
    return taken;
}

std::uint64_t PackedReader::number(std::size_t bytes) {
    std::uint64_t value = 0;
    for (const std::uint8_t one : take(bytes)) {
        value = value << 8U | one;
    }
    return value;
}

std::uint64_t PackedReader::size(std::uint8_t tag, std::uint8_t limit, std::uint8_t tag16) {
    const std::uint8_t found = byte();
    if (found >= tag && found < tag + limit) {
        return found - tag;
    }
    if (found != tag16 && found != tag16 + 1) {
        throw Corrupt("a stored record is not made as it should be");
    }
    return number(found == tag16 ? 2 : 4);
}

/// Passes over a value but for the values in it, and returns how many those are.
std::uint64_t PackedReader::skip_head() {
    const std::uint8_t tag = byte();
    if (tag < 0x80 || tag >= 0xE0 || (tag >= 0xC0 && tag <= 0xC3 && tag != 0xC1)) {
        return 0;
    }
    if (tag < 0xC0) {
        const std::uint64_t low = tag & 0x0FU;
        if (tag >= 0xA0) {
            take(tag & 0x1FU);
            return 0;
        }
        return tag < 0x90 ? 2 * low : low;
    }
    switch (tag) {
    case 0xC4: // bytes and texts, with 1, 2 or 4 bytes of length
    case 0xD9:
        take(number(1));
        return 0;
    case 0xC5:
    case 0xDA:
        take(number(2));
        return 0;
    case 0xC6:
    case 0xDB:
        take(number(4));
        return 0;
    case 0xCC: // numbers of 1, 2, 4 and 8 bytes
    case 0xD0:
        take(1);
        return 0;
    case 0xCD:
    case 0xD1:
        take(2);
        return 0;
    case 0xCA:
    case 0xCE:
    case 0xD2:
        take(4);
        return 0;
    case 0xCB:
    case 0xCF:
    case 0xD3:
        take(8);
        return 0;
    case 0xDC:
        return number(2);
    case 0xDD:
        return number(4);
    case 0xDE:
        return 2 * number(2);
    case 0xDF:
        return 2 * number(4);
    default:
        return skip_extension(tag);
    }
}

/// Extensions: such as points in time, of which a field may hold some.
std::uint64_t PackedReader::skip_extension(std::uint8_t tag) {
    if (tag >= 0xD4 && tag <= 0xD8) {
        take(1 + (std::uint64_t{1} << (tag - 0xD4U)));
        return 0;
    }
    if (tag >= 0xC7 && tag <= 0xC9) {
        const std::uint64_t length = number(std::size_t{1} << (tag - 0xC7U));
        take(1 + length);
        return 0;
    }
    throw Corrupt("a stored record is not made as it should be");
}

} // namespace searchlib::storage
