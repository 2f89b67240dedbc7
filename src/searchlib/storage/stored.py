"""What an index keeps of documents to give back: short values in a record, long texts in compressed blocks.

The split keeps a list of hits cheap: titles, sources and dates stand in the record, and a block is unpacked
only for those who look at the body. The grammar stands in docs/format.md.
"""

from __future__ import annotations

import mmap
import struct
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from searchlib.errors import CorruptIndexError
from searchlib.storage.native import StoredRecords, crc32c

if TYPE_CHECKING:
    from searchlib.storage.native import ContainerWriter, Segment

__all__ = ["StoredDocument", "StoredReader", "StoredWriter"]

_TEXTS = "stored.texts"
_TEXT_OFFSETS = "stored.text_offsets"
_RECORDS = "stored.records"
_RECORD_OFFSETS = "stored.record_offsets"

LONG = 256
"""Characters from which a text goes to the blocks: titles, names and addresses are shorter, bodies longer."""

BLOCK = 1 << 15
"""Bytes of text a block: zstd's ratio on news grows little beyond, the cost of looking at one body does."""

LARGEST_BLOCK = 1 << 30
"""Bytes that a block may claim to unpack to: a text is at most 64 MiB, and closes its block."""

_LEVEL = 3
_DECODER = msgspec.msgpack.Decoder()

_CHECKSUM = 4
"""Bytes of the checksum behind a record. What is shown to people is checked when it is read; a block of text
has the checksum of its zstd frame."""


class _Record(msgspec.Struct, array_like=True, frozen=True):
    """A document: its key, its short values, and for each long text its block, offset and length in bytes."""

    key: str
    short: dict[str, Any]
    long: dict[str, tuple[int, int, int]]


class StoredWriter:
    """Writes the stored documents of one segment: texts as they come, records at the end in their final order.

    Parameters
    ----------
    out : ContainerWriter
        The segment; no other section may be open until `finish`.
    """

    def __init__(self, out: ContainerWriter) -> None:
        import zstandard

        self._out = out
        self._compressor = zstandard.ZstdCompressor(level=_LEVEL, write_checksum=True)
        self._records: list[bytes] = []
        self._block: list[bytes] = []
        self._block_size = 0
        self._ends: list[int] = [0]
        self._encoder = msgspec.msgpack.Encoder()
        self.memory = 0
        out.begin(_TEXTS)

    def add(self, key: str, fields: Mapping[str, Any]) -> None:
        """Keep a document; its number is how many were added before it."""
        short: dict[str, Any] = {}
        long: dict[str, tuple[int, int, int]] = {}
        for name, value in fields.items():
            if isinstance(value, str) and len(value) > LONG:
                text = value.encode()
                long[name] = (len(self._ends) - 1, self._block_size, len(text))
                self._block.append(text)
                self._block_size += len(text)
            else:
                short[name] = value
        packed = self._encoder.encode(_Record(key, short, long))
        record = packed + crc32c(packed).to_bytes(_CHECKSUM, "little")
        self._records.append(record)
        self.memory += len(record) + 64
        if self._block_size >= BLOCK:
            self._close_block()

    def _close_block(self) -> None:
        packed = self._compressor.compress(b"".join(self._block))
        self._out.write(packed)
        self._ends.append(self._ends[-1] + len(packed))
        self._block.clear()
        self._block_size = 0

    def finish(self, order: Sequence[int]) -> None:
        """Write what is left, the records in the given order of their numbers."""
        if self._block:
            self._close_block()
        self._out.end()
        _write(self._out, _TEXT_OFFSETS, _offsets(self._ends))
        ends = [0]
        self._out.begin(_RECORDS)
        for number in order:
            record = self._records[number]
            self._out.write(record)
            ends.append(ends[-1] + len(record))
        self._out.end()
        _write(self._out, _RECORD_OFFSETS, _offsets(ends))


def unpack_value(packed: bytes) -> Any:
    """Return a packed value of a record.

    Raises
    ------
    ValueError
        If it is damaged.
    """
    return _DECODER.decode(packed)


class StoredDocument(Mapping[str, Any]):
    """The stored fields of a document; long texts are unpacked when they are asked for."""

    __slots__ = ("_long", "_reader", "key", "short")

    key: str
    """What identifies the document in the index."""
    short: dict[str, Any]
    """Its short values; to be read only."""

    def __init__(self, reader: StoredReader, record: _Record) -> None:
        self._reader = reader
        self.key = record.key
        self.short = record.short
        self._long = record.long

    def __getitem__(self, name: str) -> Any:
        if name in self.short:
            return self.short[name]
        return self._reader.text(*self._long[name])

    def __iter__(self) -> Iterator[str]:
        yield from self.short
        yield from self._long

    def __len__(self) -> int:
        return len(self.short) + len(self._long)


class StoredReader:
    """Reads the stored documents of one segment from a map of its file.

    Parameters
    ----------
    path : str
        The file of the segment.
    segment : Segment
        The same, opened: it says where the sections are.

    Raises
    ------
    CorruptIndexError
        If the sections do not fit the segment.
    """

    def __init__(self, path: str, segment: Segment) -> None:
        self._path = path
        with open(path, "rb") as file:
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self._texts = segment.section(_TEXTS)
        self._text_offsets = segment.section(_TEXT_OFFSETS)
        self._size = segment.size
        self.records = StoredRecords(segment)
        self._decode = msgspec.msgpack.Decoder(_Record).decode
        self._cached: tuple[int, bytes] = (-1, b"")

    def document(self, doc: int) -> StoredDocument:
        """Return a document of the segment by its number, from 0.

        Raises
        ------
        CorruptIndexError
            If its record is damaged.
        """
        if not 0 <= doc < self._size:
            raise CorruptIndexError(self._path, f"there is no stored entry number {doc}")
        try:
            return StoredDocument(self, self._decode(self.records.record(doc)))
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise CorruptIndexError(self._path, f"the record of document {doc} is damaged: {error}") from error

    def text(self, block: int, offset: int, length: int) -> str:
        """Return the text at a place in a block; costs unpacking the block, if it was not the last one."""
        cached = self._cached  # another thread may put another block there at any time
        if cached[0] != block:
            cached = self._cached = (block, self._unpack(block))
        raw = cached[1][offset : offset + length] if offset >= 0 and length >= 0 else b""
        try:
            text = raw.decode()
        except UnicodeDecodeError as error:
            raise CorruptIndexError(self._path, f"a text of block {block} is damaged: {error}") from error
        if len(raw) != length:
            raise CorruptIndexError(self._path, f"a text reaches past the end of block {block}")
        return text

    def _unpack(self, block: int) -> bytes:
        import zstandard

        packed = self._slice(self._text_offsets, self._texts, block)
        try:
            size = zstandard.get_frame_parameters(packed).content_size
            if not 0 < size <= LARGEST_BLOCK:
                raise CorruptIndexError(self._path, f"block {block} of the stored texts has no sensible size")
            return zstandard.ZstdDecompressor().decompress(packed, max_output_size=size)
        except zstandard.ZstdError as error:
            raise CorruptIndexError(self._path, f"block {block} of the stored texts is damaged: {error}") from error

    def _slice(self, offsets: tuple[int, int], data: tuple[int, int], number: int) -> bytes:
        at = offsets[0] + 8 * number
        if number < 0 or 8 * (number + 2) > offsets[1]:
            raise CorruptIndexError(self._path, f"there is no stored entry number {number}")
        begin, end = struct.unpack_from("<QQ", self._map, at)
        if not begin <= end <= data[1]:
            raise CorruptIndexError(self._path, f"the stored entry number {number} lies outside its section")
        return self._map[data[0] + begin : data[0] + end]


def _offsets(ends: Sequence[int]) -> bytes:
    return struct.pack(f"<{len(ends)}Q", *ends)


def _write(out: ContainerWriter, name: str, data: bytes) -> None:
    out.begin(name)
    out.write(data)
    out.end()
