#include "storage/message_pack.hpp"

#include <algorithm>
#include <array>

namespace searchlib::storage {
namespace {

/// The head of a value: what follows it, in bytes and in values.
struct Head {
    std::uint64_t bytes = 0;
    std::uint64_t values = 0;
    bool is_text = false;
    bool is_map = false;
    bool is_array = false;
};

template <class T> std::uint64_t big_endian(ByteReader& reader) {
    auto bytes = std::array<std::uint8_t, sizeof(T)>();
    for (std::uint8_t& byte : bytes) {
        byte = reader.fixed<std::uint8_t>();
    }
    std::uint64_t value = 0;
    for (const std::uint8_t byte : bytes) {
        value = value << 8U | byte;
    }
    return value;
}

/// A length of one, two or four bytes, by the place of the type among the three.
std::uint64_t length(ByteReader& reader, unsigned size) {
    return size == 0   ? big_endian<std::uint8_t>(reader)
           : size == 1 ? big_endian<std::uint16_t>(reader)
                       : big_endian<std::uint32_t>(reader);
}

Head array_of(std::uint64_t count) { return {.values = count, .is_array = true}; }
Head map_of(std::uint64_t count) { return {.values = 2 * count, .is_map = true}; }
Head text_of(std::uint64_t size) { return {.bytes = size, .is_text = true}; }

/// The heads of one byte that holds a type alone, from 0xC0 to 0xDF.
Head read_typed(ByteReader& reader, unsigned type) {
    switch (type) {
    case 0xC0: // nil, false, true
    case 0xC2:
    case 0xC3:
        return {};
    case 0xC4: // bytes
    case 0xC5:
    case 0xC6:
        return {.bytes = length(reader, type - 0xC4)};
    case 0xC7: // extensions, behind whose length stands their own type
    case 0xC8:
    case 0xC9:
        return {.bytes = length(reader, type - 0xC7) + 1};
    case 0xCA: // a float
        return {.bytes = 4};
    case 0xCB:
        return {.bytes = 8};
    case 0xCC: // whole numbers without and with a sign
    case 0xCD:
    case 0xCE:
    case 0xCF:
        return {.bytes = 1ULL << (type - 0xCC)};
    case 0xD0:
    case 0xD1:
    case 0xD2:
    case 0xD3:
        return {.bytes = 1ULL << (type - 0xD0)};
    case 0xD4: // extensions of 1, 2, 4, 8 and 16 bytes
    case 0xD5:
    case 0xD6:
    case 0xD7:
    case 0xD8:
        return {.bytes = (1ULL << (type - 0xD4)) + 1};
    case 0xD9:
    case 0xDA:
    case 0xDB:
        return text_of(length(reader, type - 0xD9));
    case 0xDC:
    case 0xDD:
        return array_of(length(reader, type - 0xDC + 1));
    case 0xDE:
    case 0xDF:
        return map_of(length(reader, type - 0xDE + 1));
    default:
        throw Corrupt("a value has no type of MessagePack");
    }
}

Head read_head(ByteReader& reader) {
    const unsigned type = reader.fixed<std::uint8_t>();
    if (type < 0x80 || type >= 0xE0) {
        return {};
    }
    if (type < 0x90) {
        return map_of(type & 0x0FU);
    }
    if (type < 0xA0) {
        return array_of(type & 0x0FU);
    }
    if (type < 0xC0) {
        return text_of(type & 0x1FU);
    }
    return read_typed(reader, type);
}

std::string_view take(ByteReader& reader, std::uint64_t size) {
    if (size > reader.left()) {
        throw Corrupt("data ends too early");
    }
    return reader.text(static_cast<std::size_t>(size));
}

std::string_view read_text(ByteReader& reader) {
    const Head head = read_head(reader);
    if (!head.is_text) {
        throw Corrupt("a name is no string");
    }
    return take(reader, head.bytes);
}

/// Passes over what follows a head, however deep.
void skip(ByteReader& reader, const Head& head) {
    take(reader, head.bytes);
    for (std::uint64_t left = head.values; left > 0; --left) {
        const Head next = read_head(reader);
        take(reader, next.bytes);
        left += next.values; // each takes a byte at least, so that the data ends before this could run over
    }
}

std::uint64_t read_map(ByteReader& reader) {
    const Head head = read_head(reader);
    if (!head.is_map) {
        throw Corrupt("the fields of a record are no map");
    }
    return head.values / 2;
}

} // namespace

StoredValue find_value(Bytes record, std::string_view field) {
    using Place = StoredValue::Place;
    ByteReader reader(record);
    const Head document = read_head(reader);
    if (!document.is_array || document.values != 3) {
        throw Corrupt("a record is no array of three");
    }
    read_text(reader);
    for (const Place place : {Place::here, Place::in_a_block}) {
        for (std::uint64_t left = read_map(reader); left > 0; --left) {
            const bool is_wanted = read_text(reader) == field;
            const std::size_t begin = record.size() - reader.left();
            const Head value = read_head(reader);
            const std::size_t inner = record.size() - reader.left();
            skip(reader, value);
            if (is_wanted) {
                StoredValue found{place, record.subspan(begin, record.size() - reader.left() - begin), {}};
                if (value.is_text) {
                    found.text = std::string_view(reinterpret_cast<const char*>(record.data()) + inner, value.bytes);
                }
                return found;
            }
        }
    }
    return {};
}

} // namespace searchlib::storage
