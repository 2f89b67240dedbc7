#include "storage/whole_numbers.hpp"

#include <bit>
#include <string>

#include "storage/packed_reader.hpp"

namespace searchlib::storage {
namespace {

constexpr std::uint8_t kLeastTag = 0xCC;
constexpr std::uint8_t kGreatestTag = 0xCF;
constexpr std::uint64_t kInTag = 0x80;
constexpr std::uint8_t kText = 0xA0;
constexpr std::size_t kShortText = 32;

} // namespace

bool is_whole_number(Bytes value) {
    return value.front() < kInTag || (value.front() >= kLeastTag && value.front() <= kGreatestTag);
}

std::size_t size_of_whole(std::uint64_t number) {
    if (number < kInTag) {
        return 1;
    }
    std::size_t bytes = 1;
    while (bytes < sizeof number && number >> (8 * bytes) != 0) {
        bytes *= 2;
    }
    return 1 + bytes;
}

void write_whole(std::uint64_t number, ByteWriter& out) {
    const std::size_t bytes = size_of_whole(number) - 1;
    if (bytes == 0) {
        out.fixed(static_cast<std::uint8_t>(number));
        return;
    }
    out.fixed(static_cast<std::uint8_t>(kLeastTag + std::countr_zero(bytes)));
    for (std::size_t left = bytes; left-- > 0;) {
        out.fixed(static_cast<std::uint8_t>(number >> (8 * left)));
    }
}

std::vector<std::uint8_t> key_told_by(Bytes value) {
    if (!is_whole_number(value)) {
        return {value.begin(), value.end()};
    }
    const std::string digits = std::to_string(PackedReader(value).whole());
    static_assert(kShortText > 20, "the digits of any number of 64 bits are a short text");
    std::vector<std::uint8_t> key{static_cast<std::uint8_t>(kText | digits.size())};
    key.insert(key.end(), digits.begin(), digits.end());
    return key;
}

} // namespace searchlib::storage
