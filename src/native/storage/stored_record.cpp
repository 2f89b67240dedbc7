#include "storage/stored_record.hpp"

#include <optional>
#include <string>

namespace searchlib::storage {
namespace {

/// Reads MessagePack far enough to pass over values; what it does not know is damage, as all of it was written by us.
class Packed {
public:
    explicit Packed(Bytes bytes) : all_(bytes), left_(bytes) {}

    [[nodiscard]] std::size_t at() const { return all_.size() - left_.size(); }
    [[nodiscard]] Bytes from(std::size_t begin) const { return all_.subspan(begin, at() - begin); }

    std::uint64_t array() { return size(0x90, 0x10, 0xDC); }
    std::uint64_t map() { return size(0x80, 0x10, 0xDE); }

    std::uint64_t whole() {
        const std::uint8_t tag = byte();
        if (tag < 0x80) {
            return tag;
        }
        if (tag < 0xCC || tag > 0xCF) {
            throw Corrupt("a stored record holds something else in place of a number");
        }
        return number(std::size_t{1} << (tag - 0xCCU));
    }

    /// Passes over one value and all that is in it.
    void skip() {
        for (std::uint64_t values = 1; values > 0; --values) {
            values += skip_head();
        }
    }

private:
    std::uint8_t byte() {
        const std::uint8_t value = take(1).front();
        return value;
    }
    Bytes take(std::uint64_t count) {
        const Bytes taken = part(left_, 0, count);
        left_ = left_.subspan(taken.size());
        return taken;
    }
    std::uint64_t number(std::size_t bytes) {
        std::uint64_t value = 0;
        for (const std::uint8_t one : take(bytes)) {
            value = value << 8U | one;
        }
        return value;
    }
    std::uint64_t size(std::uint8_t tag, std::uint8_t limit, std::uint8_t tag16) {
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
    std::uint64_t skip_head() {
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
    std::uint64_t skip_extension(std::uint8_t tag) {
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

    Bytes all_;
    Bytes left_;
};

/// Entry number `number` of a section whose entries end where another section says.
Bytes entry(const ContainerReader& file, const char* data, const char* offsets, std::uint64_t number) {
    const Bytes ends = file.section(offsets);
    const std::uint64_t count = ends.size() / sizeof(std::uint64_t);
    if (count < 2 || number > count - 2) {
        throw Corrupt("there is no stored entry number " + std::to_string(number));
    }
    const auto begin = load<std::uint64_t>(ends.data() + number * sizeof(std::uint64_t));
    const auto end = load<std::uint64_t>(ends.data() + (number + 1) * sizeof(std::uint64_t));
    if (begin > end) {
        throw Corrupt("the stored entry number " + std::to_string(number) + " lies outside its section");
    }
    return part(file.section(data), begin, end - begin);
}

} // namespace

StoredRecord stored_record(const StoredRecords& records, std::uint32_t doc) {
    Packed reader(records.record(doc));
    if (reader.array() != 3) {
        throw Corrupt("a stored record is not made as it should be");
    }
    const std::size_t head = reader.at();
    reader.skip();
    reader.skip();
    StoredRecord record{reader.from(head), {}};
    for (std::uint64_t left = reader.map(); left > 0; --left) {
        const std::size_t name = reader.at();
        reader.skip();
        StoredText text{reader.from(name), 0, 0, 0};
        if (reader.array() != 3) {
            throw Corrupt("a stored record is not made as it should be");
        }
        text.block = reader.whole();
        text.offset = reader.whole();
        text.length = reader.whole();
        record.texts.push_back(text);
    }
    return record;
}

Bytes stored_block(const ContainerReader& file, std::uint64_t block) {
    return entry(file, "stored.texts", "stored.text_offsets", block);
}

std::uint64_t stored_block_count(const ContainerReader& file) {
    const std::uint64_t count = file.section("stored.text_offsets").size() / sizeof(std::uint64_t);
    if (count == 0) {
        throw Corrupt("the stored texts have no offsets");
    }
    return count - 1;
}

} // namespace searchlib::storage
