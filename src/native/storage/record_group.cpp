#include "storage/record_group.hpp"

#include <algorithm>
#include <string>

#include "storage/checksum.hpp"
#include "storage/packed_numbers.hpp"

namespace searchlib::storage {
namespace {

using Checksum = std::uint32_t;

[[noreturn]] void throw_damaged(std::uint32_t document) {
    throw Corrupt("the record of document " + std::to_string(document) + " is damaged");
}

Bytes take(ByteReader& reader, std::uint64_t count) {
    const std::string_view text = reader.text(static_cast<std::size_t>(count));
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

void write_packed(std::span<const std::uint64_t> values, ByteWriter& out) {
    const auto [least, greatest] = std::ranges::minmax(values);
    const unsigned width = packed_width(greatest - least);
    out.varint(least);
    out.fixed(static_cast<std::uint8_t>(width));
    pack_above(values, least, 1, width, out);
}

/// Numbers as they lie in the map.
struct PackedNumbers {
    std::uint64_t least;
    unsigned width;
    Bytes packed;

    PackedNumbers(ByteReader& reader, std::uint64_t count)
        : least(reader.varint()), width(reader.fixed<std::uint8_t>()), packed(take(reader, (count * width + 7) / 8)) {}

    [[nodiscard]] std::uint64_t at(std::size_t place) const { return least + packed_number(packed, place, width); }
};

} // namespace

std::optional<Bytes> without_checksum(Bytes bytes) {
    if (bytes.size() < sizeof(Checksum)) {
        return std::nullopt;
    }
    const Bytes checked = bytes.first(bytes.size() - sizeof(Checksum));
    return crc32c(checked) == load<Checksum>(checked.data() + checked.size()) ? std::optional(checked) : std::nullopt;
}

/// The place of a shape, which most records have in common with the one before.
std::uint8_t RecordGroupWriter::number_of(Bytes shape) {
    const auto same = [&](const std::vector<std::uint8_t>& other) { return std::ranges::equal(other, shape); };
    if (!records_.empty() && same(shapes_[records_.back().shape])) {
        return records_.back().shape;
    }
    const auto found = std::ranges::find_if(shapes_, same);
    if (found == shapes_.end()) {
        shapes_.emplace_back(shape.begin(), shape.end());
        return static_cast<std::uint8_t>(shapes_.size() - 1);
    }
    return static_cast<std::uint8_t>(found - shapes_.begin());
}

void RecordGroupWriter::add(Bytes shape, std::span<const std::uint64_t> numbers, Bytes rest) {
    records_.push_back({number_of(shape), numbers_.size()});
    numbers_.insert(numbers_.end(), numbers.begin(), numbers.end());
    if (!rest.empty()) {
        rests_.raw(rest);
        rests_.fixed(crc32c(rest));
    }
    ends_.push_back(rests_.size());
}

/// Appends number `place` of each record of a shape.
void RecordGroupWriter::write_numbers(std::uint8_t shape, std::size_t place, ByteWriter& out) {
    std::vector<std::uint64_t> values;
    values.reserve(records_.size());
    for (const Record& record : records_) {
        if (record.shape == shape) {
            values.push_back(numbers_[record.first_number + place]);
        }
    }
    write_packed(values, out);
}

/// Appends a shape, and behind each of its fields the numbers.
void RecordGroupWriter::write_shape(std::uint8_t shape, ByteWriter& out) {
    constexpr unsigned kNumbersOfLong = 3;
    ByteReader reader{Bytes(shapes_[shape])};
    std::size_t place = 0;
    out.varint(reader.varint());
    const std::uint64_t shorts = reader.varint();
    out.varint(shorts);
    for (std::uint64_t i = 0; i < shorts; ++i) {
        const std::uint64_t field = reader.varint();
        out.varint(field);
        if (field % 2 == 1) {
            write_numbers(shape, place++, out);
        }
    }
    const std::uint64_t longs = reader.varint();
    out.varint(longs);
    for (std::uint64_t i = 0; i < longs; ++i) {
        out.varint(reader.varint());
        for (unsigned number = 0; number < kNumbersOfLong; ++number) {
            write_numbers(shape, place++, out);
        }
    }
}

void RecordGroupWriter::finish(ByteWriter& out) {
    ByteWriter head;
    head.varint(shapes_.size());
    if (shapes_.size() > 1) {
        for (const Record& record : records_) {
            head.fixed(record.shape);
        }
    }
    write_packed(ends_, head);
    ByteWriter shaped;
    for (std::size_t shape = 0; shape < shapes_.size(); ++shape) {
        shaped.clear();
        write_shape(static_cast<std::uint8_t>(shape), shaped);
        head.varint(shaped.size());
        head.raw(shaped.view());
    }
    out.varint(head.size());
    out.raw(head.view());
    out.fixed(crc32c(head.view()));
    out.raw(rests_.view());
    shapes_.clear();
    records_.clear();
    numbers_.clear();
    ends_.clear();
    rests_.clear();
}

RecordOfGroup::RecordOfGroup(Bytes group, std::uint32_t count, std::uint32_t place, std::uint32_t document) {
    ByteReader reader(group);
    const std::uint64_t size = reader.varint();
    if (reader.left() < sizeof(Checksum) || size > reader.left() - sizeof(Checksum)) {
        throw_damaged(document);
    }
    const Bytes behind = group.last(reader.left());
    const std::size_t head_end = static_cast<std::size_t>(size) + sizeof(Checksum);
    const std::optional<Bytes> checked = without_checksum(behind.first(head_end));
    if (!checked) {
        throw_damaged(document);
    }
    ByteReader head(*checked);
    const std::uint64_t shapes = head.varint();
    std::uint64_t shape = 0;
    alike_ = count;
    before_ = place;
    if (shapes > 1) {
        const Bytes of_records = take(head, count);
        shape = of_records[place];
        alike_ = static_cast<std::uint32_t>(std::ranges::count(of_records, of_records[place]));
        before_ = static_cast<std::uint32_t>(std::ranges::count(of_records.first(place), of_records[place]));
    }
    const PackedNumbers ends(head, count);
    for (std::uint64_t other = 0; other < shape; ++other) {
        take(head, head.varint());
    }
    const std::uint64_t shaped_size = head.varint();
    shaped_ = ByteReader(take(head, shaped_size));
    const std::uint64_t begin = place == 0 ? 0 : ends.at(place - 1);
    const std::uint64_t end = ends.at(place);
    if (begin > end) {
        throw_damaged(document);
    }
    rest_ = part(behind.subspan(head_end), begin, end - begin);
    if (!rest_.empty()) {
        const std::optional<Bytes> rest = without_checksum(rest_);
        if (!rest) {
            throw_damaged(document);
        }
        rest_ = *rest;
    }
}

std::uint64_t RecordOfGroup::number() { return PackedNumbers(shaped_, alike_).at(before_); }

} // namespace searchlib::storage
