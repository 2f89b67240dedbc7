"""What an index keeps of documents to give back: short values in a record, long texts in compressed blocks.

The split keeps a list of hits cheap: titles, sources and dates stand in the record, and a block is unpacked
only for those who look at the body. The grammar stands in docs/format.md.
"""

from __future__ import annotations

import mmap
import struct
from collections.abc import Iterator, Mapping, Sequence
from threading import local
from typing import TYPE_CHECKING, Any

import msgspec

from searchlib.errors import CorruptIndexError
from searchlib.storage.native import StoredBuffer, StoredRecords

if TYPE_CHECKING:
    from zstandard import ZstdDecompressor

    from searchlib.storage.native import ContainerWriter, Segment, StoredMerge

__all__ = ["StoredDocument", "StoredReader", "StoredWriter"]

_TEXTS = "stored.texts"
_TEXT_OFFSETS = "stored.text_offsets"

LONG = 512
"""Characters from which a text goes to the blocks: titles, names and addresses are shorter, bodies longer."""

BLOCK = 1 << 14
"""Bytes of text a block: twice as many make texts a twentieth smaller, and twice as dear to look at one of them. Blocks
of any size are read."""

LARGEST_BLOCK = 1 << 30
"""Bytes that a block may claim to unpack to: a text is at most 64 MiB, and closes its block."""

_LEVEL = 1
"""Of zstd: half as long again is spent at level 3, for a twentieth less."""
_threads = local()
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

    Attributes
    ----------
    buffer : StoredBuffer
        What is not written yet. Whoever adds to it calls `write_blocks` from time to time.
    """

    def __init__(self, out: ContainerWriter) -> None:
        import zstandard

        self._out = out
        self._compressor = zstandard.ZstdCompressor(level=_LEVEL, write_checksum=True)
        self.buffer = StoredBuffer(BLOCK)
        self._ends: list[int] = [0]
        self._encoder = msgspec.msgpack.Encoder()
        out.begin(_TEXTS)

    def add(self, key: str, fields: Mapping[str, Any]) -> None:
        """Keep a document; its number is how many were added before it."""
        short: dict[str, Any] = {}
        long: dict[str, tuple[int, int, int]] = {}
        for name, value in fields.items():
            if isinstance(value, str) and len(value) > LONG:
                long[name] = self.buffer.add_text(value)
            else:
                short[name] = value
        self.buffer.end_document(self._encoder.encode(_Record(key, short, long)))
        self.write_blocks()

    def write_blocks(self, *, rest: bool = False) -> None:
        """Compress and write the blocks that are full; with `rest`, what is left as well."""
        for block in self.buffer.take_blocks(rest):
            packed = self._compressor.compress(block)
            self._out.write(packed)
            self._ends.append(self._ends[-1] + len(packed))

    def finish(self, order: Sequence[int]) -> None:
        """Write what is left, the records in the given order of their numbers."""
        self.write_blocks(rest=True)
        self._out.end()
        _write(self._out, _TEXT_OFFSETS, struct.pack(f"<{len(self._ends)}Q", *self._ends))
        self.buffer.write(order, self._out)

    def finish_merge(self, merge: StoredMerge, sources: Sequence[StoredReader]) -> None:
        """Write the documents of a merge instead: blocks as they are, but for those that are small or mostly dead."""
        for length in merge.copy_blocks(self._out):
            self._ends.append(self._ends[-1] + length)
        for source, block in merge.repacked():
            merge.repack(source, block, sources[source].block(block), self.buffer)
            self.write_blocks()
        self.write_blocks(rest=True)
        self._out.end()
        _write(self._out, _TEXT_OFFSETS, struct.pack(f"<{len(self._ends)}Q", *self._ends))
        merge.write_records(self._out)

    @property
    def memory(self) -> int:
        """Bytes held until `finish`."""
        return self.buffer.memory + 40 * len(self._ends)


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

    def __contains__(self, name: object) -> bool:
        return name in self.short or name in self._long  # without unpacking it

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
            self._map = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
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

    def block(self, number: int) -> bytes:
        """Return the texts of a block, unpacked."""
        return self._unpack(number)

    def _unpack(self, block: int) -> bytes:
        import zstandard

        packed = self._slice(self._text_offsets, self._texts, block)
        try:
            size = zstandard.get_frame_parameters(packed).content_size
            if not 0 < size <= LARGEST_BLOCK:
                raise CorruptIndexError(self._path, f"block {block} of the stored texts has no sensible size")
            return _decompressor().decompress(packed, max_output_size=size)
        except zstandard.ZstdError as error:
            raise CorruptIndexError(self._path, f"block {block} of the stored texts is damaged: {error}") from error

    def _slice(self, offsets: tuple[int, int], data: tuple[int, int], number: int) -> memoryview:
        at = offsets[0] + 8 * number
        if number < 0 or 8 * (number + 2) > offsets[1]:
            raise CorruptIndexError(self._path, f"there is no stored entry number {number}")
        begin, end = struct.unpack_from("<QQ", self._map, at)
        if not begin <= end <= data[1]:
            raise CorruptIndexError(self._path, f"the stored entry number {number} lies outside its section")
        return self._map[data[0] + begin : data[0] + end]


def _decompressor() -> ZstdDecompressor:
    """Return the decompressor of this thread: making one takes a third as long as unpacking a block."""
    made: ZstdDecompressor | None = getattr(_threads, "decompressor", None)
    if made is None:
        import zstandard

        made = _threads.decompressor = zstandard.ZstdDecompressor()
    return made


def _write(out: ContainerWriter, name: str, data: bytes) -> None:
    out.begin(name)
    out.write(data)
    out.end()
