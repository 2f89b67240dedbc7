"""A second reader of index files, in plain Python, written from docs/format.md and nothing else.

It shares no code with the library, believes nothing it can check, and is as slow as it is plain.
"""

from __future__ import annotations

import json
import struct
from pathlib import Path
from typing import Any, NamedTuple

import zstandard

from storage.format_numbers import BITMAP, BLOCK, Cursor, crc32c, length_of, width_of
from storage.format_records import RECORDS_A_GROUP, read_names, read_record

__all__ = ["Block", "Container", "Deletes", "Row", "Segment", "Term", "read_deletes", "read_manifest"]

TERMS_A_BLOCK = 16
UNDATED = -(1 << 63)
FORMAT = 7
PADDING = 8
UNITS = (1, 60, 3_600, 86_400)
BITS_A_DOCUMENT = 8
BITS_OF_DENSE = 8
DENSE = 1_024
"""Documents that a dense list has at least."""


def read_manifest(folder: Path) -> dict[str, Any]:
    """Return the newest manifest of an index."""
    path = max(folder.glob("manifest-" + "[0-9]" * 10 + ".json"))
    content = path.read_bytes()
    assert content.endswith(b"\n")
    end = content.rindex(b"\n", 0, len(content) - 1) + 1
    assert content[end:] == f"crc32c {crc32c(content[:end]):08x}\n".encode()
    manifest: dict[str, Any] = json.loads(content[:end])
    assert manifest["format"] == FORMAT
    assert path.name == f"manifest-{manifest['generation']:010d}.json"
    return manifest


class Block(NamedTuple):
    """A block of a posting list; frequencies and bound of a keyword field are empty and 0."""

    documents: list[int]
    frequencies: list[int]
    positions: int
    bound: int
    bitmap: bool


class Term(NamedTuple):
    """A term of the dictionary."""

    text: str
    frequency: int
    total: int
    document: int | None
    offset: int
    length: int
    positions: int


class Posting(NamedTuple):
    document: int
    positions: list[int]


class Row(NamedTuple):
    seconds: int | None
    precision: int
    sequence: int
    digest: bytes


class Container:
    """A file of named sections."""

    def __init__(self, path: Path, record: dict[str, Any]) -> None:
        data = path.read_bytes()
        assert len(data) == record["length"]
        assert struct.unpack("<8sII", data[:16]) == (b"SEARCHLB", FORMAT, 0)
        offset, length, check, version, checksum, magic = struct.unpack("<QIIII8s", data[-32:])
        assert (version, magic) == (FORMAT, b"SEARCHLB")
        assert checksum == record["checksum"] == crc32c(data[:-12])
        contents = data[offset : offset + length]
        assert offset + length + 32 == len(data)
        assert check == crc32c(contents)
        self.sections: dict[str, bytes] = {}
        cursor = Cursor(contents)
        end = 16
        while cursor.at < len(contents):
            name = cursor.take(cursor.varint()).decode()
            begin, size = cursor.fixed("Q"), cursor.fixed("Q")
            assert begin % 8 == 0
            assert 0 <= begin - end < 8
            assert not any(data[end:begin])
            assert name not in self.sections
            end = begin + size
            self.sections[name] = data[begin:end]
        assert end == offset

    def column(self, name: str, count: int) -> list[int]:
        """Return the numbers of a packed column."""
        section = self.sections[name]
        assert section[-PADDING:] == bytes(PADDING)
        heads = Cursor(section)
        values = Cursor(section[:-PADDING], -(-count // BLOCK) * 18)
        found: list[int] = []
        for at in range(0, count, BLOCK):
            least, offset, width, unit = heads.fixed("Q"), heads.fixed("Q"), heads.fixed("B"), heads.fixed("B")
            assert offset == values.at
            above = values.packed(min(BLOCK, count - at), width)
            assert min(above) == 0
            assert width == width_of(max(above))
            assert unit == max(
                i for i, one in enumerate(UNITS) if all(value * UNITS[unit] % one == 0 for value in above)
            )
            found += [least + value * UNITS[unit] for value in above]
        assert max(found, default=0) < 1 << 64
        assert values.at == len(section) - PADDING
        return found

    def array(self, name: str, kind: str) -> list[int]:
        section = self.sections[name]
        count, rest = divmod(len(section), struct.calcsize("<" + kind))
        assert rest == 0
        return list(struct.unpack(f"<{count}{kind}", section))


class Segment(Container):
    """A segment; `terms`, `postings`, `row` and `find_key` answer as those of the library do."""

    def __init__(self, path: Path, record: dict[str, Any]) -> None:
        super().__init__(path, record["file"])
        self.size: int = record["documents"]
        self._ends: dict[str, list[int]] = {}
        self._names: list[str] | None = None
        self._seconds = [value - (1 << 63) for value in self.column("document.seconds", self.size)]
        self._precisions = self.column("document.precisions", self.size)
        self._sequences = self.column("document.sequences", self.size)
        self._digests = self.sections["document.digests"]
        hashes = self.column("document.key_hashes", self.size)
        documents = self.column("document.key_documents", self.size)
        self._keys = list(zip(hashes, documents, strict=True))
        assert len(self._digests) == 6 * self.size
        assert self._keys == sorted(self._keys)
        assert max(hashes) < 1 << 32
        assert sorted(documents) == list(range(self.size))
        order = [(-seconds, number) for seconds, number in zip(self._seconds, self._sequences, strict=True)]
        assert order == sorted(order), "newer first, undated last, then by sequence"

    def row(self, doc: int) -> Row:
        seconds = self._seconds[doc]
        return Row(
            None if seconds == UNDATED else seconds,
            self._precisions[doc],
            self._sequences[doc],
            self._digests[6 * doc : 6 * doc + 6],
        )

    def find_key(self, key_hash: int) -> list[int]:
        return [doc for found, doc in self._keys if found == key_hash >> 32]

    # ------------------------------------------------------------ stored documents

    def stored(self, doc: int) -> tuple[str, dict[str, Any]]:
        """Return the key and all fields of a document."""
        key, short, long = self._record(doc)
        fields = dict(short)
        for name, (block, offset, length) in long.items():
            assert name not in fields
            packed = self._piece("stored.texts", "stored.text_offsets", block)
            frame = zstandard.get_frame_parameters(packed)
            size = frame.content_size
            assert frame.has_checksum
            text = zstandard.ZstdDecompressor().decompress(packed, max_output_size=size)
            assert 0 < len(text) == size
            fields[name] = text[offset : offset + length].decode()
            assert len(fields[name]) > 512
        assert all(len(value) <= 512 for value in short.values() if isinstance(value, str))
        return key, fields

    def _record(self, doc: int) -> tuple[str, dict[str, Any], dict[str, list[int]]]:
        """Return the key, the short values and the places of the long ones."""
        if self._names is None:
            self._names = read_names(self.sections["stored.record_names"])
        group, place = divmod(doc, RECORDS_A_GROUP)
        count = min(RECORDS_A_GROUP, self.size - RECORDS_A_GROUP * group)
        return read_record(self._piece("stored.records", "stored.record_offsets", group), count, place, self._names)

    def _piece(self, data: str, offsets: str, number: int) -> bytes:
        if offsets not in self._ends:
            records = offsets == "stored.record_offsets"
            groups = -(-self.size // RECORDS_A_GROUP)
            ends = self.column(offsets, groups + 1) if records else self.array(offsets, "Q")
            self._ends[offsets] = ends
            assert ends[0] == 0
            assert ends == sorted(ends)
            assert ends[-1] == len(self.sections[data])
        ends = self._ends[offsets]
        return self.sections[data][ends[number] : ends[number + 1]]

    # ------------------------------------------------------------ term dictionary

    def dictionary(self, field: str, encoding: str = "utf-8") -> list[Term]:
        """Return the entries of a field."""
        section = self.sections[f"{field}.terms"]
        index, count = struct.unpack("<QI", section[-12:])
        blocks = -(-count // TERMS_A_BLOCK)
        assert index + 16 * blocks + 12 == len(section)
        starts = struct.unpack(f"<{blocks}Q", section[index : index + 8 * blocks])
        prefixes = struct.unpack(f"<{blocks}Q", section[index + 8 * blocks : index + 16 * blocks])
        found: list[Term] = []
        cursor = Cursor(section[:index])
        before = b""
        for number in range(count):
            shared = 0
            if number % TERMS_A_BLOCK == 0:
                assert starts[number // TERMS_A_BLOCK] == cursor.at
            else:
                shared = cursor.varint()
            rest = cursor.take(cursor.varint())
            term = before[:shared] + rest
            assert number == 0 or before < term
            assert len(term) <= 255
            if number % TERMS_A_BLOCK == 0:
                assert prefixes[number // TERMS_A_BLOCK] == int.from_bytes(term[:8].ljust(8, b"\0"), "big")
            else:
                assert shared == len(before) or rest[:1] != before[shared : shared + 1], "as much as can be is shared"
            found.append(self._entry(cursor, term.decode(encoding)))
            before = term
        assert cursor.at == index
        return found

    def _entry(self, cursor: Cursor, term: str) -> Term:
        frequency = cursor.varint()
        total = frequency + cursor.varint()
        assert 1 <= frequency <= self.size
        document = cursor.varint() if frequency == 1 else None
        offset = 0 if frequency == 1 else cursor.varint()
        length = 0 if frequency == 1 else cursor.varint()
        return Term(term, frequency, total, document, offset, length, cursor.varint())

    def terms(self, field: str) -> list[tuple[str, int, int]]:
        return [(term.text, term.frequency, term.total) for term in self.dictionary(field)]

    # ------------------------------------------------------------ postings

    def lengths(self, field: str) -> bytes:
        """Return the length codes of a text field."""
        codes = self.sections[f"{field}.lengths"]
        assert len(codes) == self.size
        return codes

    def is_text(self, field: str) -> bool:
        return f"{field.removesuffix('.bigrams')}.lengths" in self.sections

    def average(self, field: str) -> float:
        """Return the average length that the bounds of a text field were made with."""
        (value,) = struct.unpack("<d", self.sections[f"{field}.basis"])
        codes = [code for code in self.lengths(field) if code]
        assert value == (sum(map(length_of, codes)) / len(codes) if codes else 1.0)
        return float(value)

    def blocks(self, field: str, term: Term) -> list[Block]:
        """Return the blocks of a list."""
        list_ = self._list(field, term)
        count = -(-term.frequency // BLOCK)
        text = self.is_text(field)
        cursor = Cursor(list_)
        lasts = [cursor.fixed("I") for _ in range(count)]
        offsets = [cursor.fixed("I") for _ in range(count)]
        positioned = text and not field.endswith(".bigrams")
        positions = [cursor.fixed("I") for _ in range(count)] if positioned else [0] * count
        bounds = [cursor.fixed("H") for _ in range(count)] if text else [0] * count
        dense = text and term.frequency >= DENSE and BITS_OF_DENSE * term.frequency >= self.size
        listed = self._bits(cursor, term.frequency) if dense else []
        found: list[Block] = []
        base = 0
        for number, last in enumerate(lasts):
            size = min(BLOCK, term.frequency - BLOCK * number)
            assert offsets[number] == cursor.at
            bitmap = dense or cursor.peek() == BITMAP
            if dense:
                documents = listed[BLOCK * number : BLOCK * number + size]
                assert documents[-1] == last
            else:
                documents = self._documents(cursor, base, last, size)
            frequencies = [value + 1 for value in cursor.run(size)] if text else []
            found.append(Block(documents, frequencies, positions[number], bounds[number], bitmap))
            base = last + 1
        assert cursor.at == len(list_)
        return found

    def _bits(self, cursor: Cursor, count: int) -> list[int]:
        """Return the documents of the bitmap of a dense list."""
        size = -(-self.size // 64) * 8
        bits = int.from_bytes(cursor.take(size), "little")
        documents = [number for number, bit in enumerate(reversed(format(bits, "b"))) if bit == "1"]
        assert len(documents) == count
        assert documents[-1] < self.size
        return documents

    def _documents(self, cursor: Cursor, base: int, last: int, size: int) -> list[int]:
        assert base + size <= last + 1 <= self.size
        span = last + 1 - base
        assert (cursor.peek() == BITMAP) == (span <= BITS_A_DOCUMENT * size), "a bitmap where it is small, not else"
        if cursor.peek() == BITMAP:
            return [base + bit for bit in cursor.bitmap(span, size)]
        documents: list[int] = []
        document = base - 1
        for gap in cursor.run(size):
            document += gap + 1
            documents.append(document)
        assert document == last
        return documents

    def _list(self, field: str, term: Term) -> bytes:
        section, offset = self._pointed_into(field, "postings", term.offset)
        assert section[-PADDING:] == bytes(PADDING)
        assert offset + term.length + PADDING <= len(section)
        return section[offset : offset + term.length]

    def _pointed_into(self, field: str, kind: str, offset: int) -> tuple[bytes, int]:
        """Return the section that an offset of a dictionary points into, and where there."""
        own = self.sections[f"{field}.{kind}"]
        if not field.endswith("="):
            return own, offset
        stems = self.sections[f"{field.removesuffix('=')}.{kind}"]
        return (stems, offset) if offset < len(stems) else (own, offset - len(stems))

    def postings_of(self, field: str, term: Term) -> list[Posting]:
        """Return the postings of an entry."""
        text = self.is_text(field)
        if term.document is None:
            blocks = [(block.documents, block.frequencies, block.positions) for block in self.blocks(field, term)]
        else:
            blocks = [([term.document], [term.total], 0)]
        if not text:
            assert term.positions == 0
            assert term.total == term.frequency
            return [Posting(doc, []) for documents, _, _ in blocks for doc in documents]
        assert sum(sum(frequencies) for _, frequencies, _ in blocks) == term.total
        section, start = self._pointed_into(field, "positions", term.positions)
        assert section[-PADDING:] == bytes(PADDING)
        cursor = Cursor(section[:-PADDING], start)
        lengths = self.lengths(field)
        found: list[Posting] = []
        for documents, frequencies, offset in blocks:
            assert start + offset == cursor.at
            known = [(lengths[doc], frequency) for doc, frequency in zip(documents, frequencies, strict=True)]
            found += map(Posting, documents, cursor.positions(known))
        return found

    def postings(self, field: str, term: str) -> list[tuple[int, list[int]]]:
        entry = next((entry for entry in self.dictionary(field) if entry.text == term), None)
        return [] if entry is None else [tuple(posting) for posting in self.postings_of(field, entry)]


def read_deletes(path: Path, record: dict[str, Any], size: int, text_fields: list[str]) -> Deletes:
    """Return what a file of deletes says of a segment of `size` documents."""
    container = Container(path, record)
    bits = int.from_bytes(container.sections["deleted"], "little")
    assert len(container.sections["deleted"]) == -(-size // 8)
    assert bits >> size == 0
    removed: dict[str, dict[int, int]] = {}
    for field in text_fields:
        numbers = container.array(f"{field}.removed", "I")
        ordinals, counts = numbers[::2], numbers[1::2]
        assert ordinals == sorted(set(ordinals))
        assert all(counts)
        removed[field] = dict(zip(ordinals, counts, strict=True))
    assert set(container.sections) == {"deleted", *(f"{field}.removed" for field in text_fields)}
    return Deletes([doc for doc in range(size) if bits >> doc & 1], removed)


class Deletes(NamedTuple):
    documents: list[int]
    removed: dict[str, dict[int, int]]
