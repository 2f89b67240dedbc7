"""How index files hold numbers: checksums, length codes, varints, packed values, bitmaps; from docs/format.md alone."""

from __future__ import annotations

import struct

import msgspec

__all__ = ["BITMAP", "BLOCK", "Cursor", "code_of", "crc32c", "length_of", "position_width", "width_of"]

BLOCK = 128
BITMAP = 0x40


def crc32c(data: bytes) -> int:
    """Castagnoli's checksum, a byte at a time."""
    crc = 0xFFFFFFFF
    for byte in data:
        crc = (crc >> 8) ^ _CRC_TABLE[(crc ^ byte) & 0xFF]
    return crc ^ 0xFFFFFFFF


def _crc_of(byte: int) -> int:
    for _ in range(8):
        byte = (byte >> 1) ^ (0x82F63B78 if byte & 1 else 0)
    return byte


_CRC_TABLE = [_crc_of(byte) for byte in range(256)]


def length_of(code: int) -> int:
    """Return the length that a length code stands for."""
    return code if code < 32 else (32 + 2 * ((code - 32) % 16)) * 2 ** ((code - 32) // 16)


def code_of(length: int) -> int:
    """Return the length code of a field of so many positions."""
    return max(code for code in range(256) if length_of(code) <= length)


def sixteenths(number: int) -> int:
    """Return the logarithm to base 2 in sixteenths, rounded down, with straight lines between powers of two."""
    octave = number.bit_length() - 1
    return 16 * octave + number * 16 // 2**octave - 16


def position_width(code: int, frequency: int) -> int:
    """Return how many bits of each gap of a document's positions are written as they are."""
    length = max(length_of(code), 1)
    if frequency == 1:
        return 27 if code == 255 else length.bit_length()
    return max(0, sixteenths(length) - sixteenths(min(frequency + 1, 65535))) // 16


def width_of(number: int) -> int:
    """Return in how many bits whole numbers are packed of which this is the greatest."""
    bits = number.bit_length()
    return bits if bits <= 56 else 64


class Cursor:
    """Reads numbers from bytes, one behind the other."""

    def __init__(self, data: bytes, at: int = 0) -> None:
        self.data = data
        self.at = at

    def take(self, count: int) -> bytes:
        assert 0 <= count <= len(self.data) - self.at
        self.at += count
        return self.data[self.at - count : self.at]

    def peek(self) -> int:
        return self.data[self.at]

    def fixed(self, kind: str) -> int:
        value: int = struct.unpack("<" + kind, self.take(struct.calcsize("<" + kind)))[0]
        return value

    def varint(self) -> int:
        value = 0
        for shift in range(0, 70, 7):
            byte = self.take(1)[0]
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                assert value < 1 << 64
                return value
        raise AssertionError("a varint of more than ten bytes")

    def packed_value(self) -> bytes:
        """Return the bytes of the one value of MessagePack that begins here: the fewest that are one."""
        for end in range(self.at + 1, len(self.data) + 1):
            try:
                msgspec.msgpack.decode(self.data[self.at : end])
            except msgspec.DecodeError:
                continue
            return self.take(end - self.at)
        raise AssertionError("there is no value")

    def packed(self, count: int, width: int) -> list[int]:
        size = -(-count * width // 8)
        bits = int.from_bytes(self.take(size), "little")
        assert bits >> (count * width) == 0, "the bits left over are 0"
        return [bits >> (i * width) & ((1 << width) - 1) for i in range(count)]

    def numbers(self, count: int) -> list[int]:
        """Return whole numbers: the least, a width, and what each has above it."""
        least = self.varint()
        width = self.fixed("B")
        above = self.packed(count, width)
        assert min(above) == 0
        assert width == width_of(max(above))
        assert least + max(above) < 1 << 64
        return [least + value for value in above]

    def lanes(self, width: int) -> list[int]:
        words = [self.fixed("I") for _ in range(4 * width)]
        lanes = [sum(word << (32 * n) for n, word in enumerate(words[lane::4])) for lane in range(4)]
        return [lanes[i % 4] >> (i // 4 * width) & ((1 << width) - 1) for i in range(BLOCK)]

    def run(self, count: int) -> list[int]:
        assert 1 <= count <= BLOCK
        first = self.take(1)[0]
        width = first % 0x80
        patches: dict[int, int] = {}
        if first >= 0x80:
            kind = self.take(1)[0]
            places, further = list(self.take(kind % 16 + 1)), kind // 16 + 1
            assert places == sorted(set(places))
            assert places[-1] < count
            patches = dict(zip(places, self.packed(len(places), further), strict=True))
            assert 0 not in patches.values(), "what needs no patch has none"
            assert max(patches.values()).bit_length() == further, "the width is as small as can be"
            assert width + further <= 32
        values = self.lanes(width) if count == BLOCK else self.packed(count, width)
        assert width <= 32
        if not patches:
            assert width == max(values).bit_length(), "the width is as small as can be"
        return [value + (patches.get(place, 0) << width) for place, value in enumerate(values)]

    def positions(self, documents: list[tuple[int, int]]) -> list[list[int]]:
        """Return the positions of a block, of whose documents the length code and the frequency are known."""
        size = self.varint()
        ones = "".join(format(byte, "08b")[::-1] for byte in self.take(size))
        widths = [position_width(code, frequency) for code, frequency in documents]
        count = sum(frequency * width for (_, frequency), width in zip(documents, widths, strict=True))
        bits = int.from_bytes(self.take(-(-count // 8)), "little")
        assert bits >> count == 0, "the bits left over are 0"
        at = 0
        found: list[list[int]] = []
        for (_, frequency), width in zip(documents, widths, strict=True):
            position = -1
            found.append([])
            for _ in range(frequency):
                zeros = 0 if frequency == 1 else ones.index("1", at) - at
                at += 0 if frequency == 1 else zeros + 1
                position += (zeros << width) + (bits & ((1 << width) - 1)) + 1
                bits >>= width
                found[-1].append(position)
        assert size == -(-at // 8)
        assert "1" not in ones[at:]
        return found

    def bitmap(self, span: int, count: int) -> list[int]:
        """Return the numbers of the bits that are 1, of which there are `count`, the last the last of `span`."""
        assert self.take(1)[0] == BITMAP
        bits = int.from_bytes(self.take(-(-span // 8)), "little")
        assert bits.bit_length() == span
        assert bits.bit_count() == count
        return [bit for bit in range(span) if bits >> bit & 1]
