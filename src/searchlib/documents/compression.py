"""Bytes of a file as chunks, decompressed whatever its name says, each failure named."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import IO, Final, Protocol

from searchlib.documents.source import BrokenFileError

__all__ = ["plain_chunks", "text_chunks"]

# What a compressed chunk may unfold to is bounded only by its own size: keep it small.
_CHUNK: Final = 1 << 15
_GZIP: Final = b"\x1f\x8b"
_ZSTD: Final = b"\x28\xb5\x2f\xfd"
# Frames that zstd tools put first: sizes and seek tables, to be skipped (0x184D2A50 to 0x184D2A5F).
_ZSTD_SKIPPABLE: Final = b"\x2a\x4d\x18"
_BOM: Final = b"\xef\xbb\xbf"


class _Decompressor(Protocol):
    """The part that zlib and zstandard have in common."""

    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, /) -> bytes: ...


def plain_chunks(stream: IO[bytes], name: str) -> Iterator[bytes]:
    """Yield what `stream` holds.

    Raises
    ------
    BrokenFileError
        If the system cannot read on.
    """
    while True:
        try:
            chunk = stream.read(_CHUNK)
        except OSError as error:
            raise BrokenFileError(f"cannot be read: {error.strerror or error}", name) from error
        if not chunk:
            return
        yield chunk


def _gathered(chunks: Iterator[bytes], size: int) -> bytes:
    """Take chunks until there are `size` bytes, if there are."""
    head = b""
    for chunk in chunks:
        head += chunk
        if len(head) >= size:
            break
    return head


def _after(head: bytes, chunks: Iterable[bytes]) -> Iterator[bytes]:
    if head:
        yield head
    yield from chunks


def _decompressed(
    chunks: Iterator[bytes], start: Callable[[], _Decompressor], failure: type[Exception], kind: str, name: str
) -> Iterator[bytes]:
    """Unfold members (gzip) or frames (zstd), which may follow each other."""
    current = start()
    begun = False  # whether the current member holds anything: padding after the last one does not
    for chunk in chunks:
        data = chunk
        while data:
            if not begun:
                data = data.lstrip(b"\0")
            begun = begun or bool(data)
            try:
                unfolded = current.decompress(data) if data else b""
            except failure as error:
                raise BrokenFileError(f"broken {kind} data: {error}", name) from error
            if unfolded:
                yield unfolded
            data = current.unused_data if current.eof else b""
            if current.eof:
                current, begun = start(), False
    if begun:
        raise BrokenFileError(f"the {kind} data end too early: the file was cut off", name)


def _zstd_chunks(chunks: Iterator[bytes], name: str) -> Iterator[bytes]:
    import zstandard

    decompressor = zstandard.ZstdDecompressor(max_window_size=1 << 31)
    return _decompressed(chunks, decompressor.decompressobj, zstandard.ZstdError, "zstd", name)


def _unpacked(head: bytes, chunks: Iterator[bytes], suffix: str, name: str) -> Iterator[bytes]:
    whole = _after(head, chunks)
    if head.startswith(_GZIP):
        return _decompressed(whole, lambda: zlib.decompressobj(zlib.MAX_WBITS | 16), zlib.error, "gzip", name)
    if head.startswith(_ZSTD) or (head[1:4] == _ZSTD_SKIPPABLE and head[0] >> 4 == 5):
        return _zstd_chunks(whole, name)
    if suffix in (".gz", ".zst"):
        kind = "gzip" if suffix == ".gz" else "zstd"
        reason = "is not what its name says:" if head else "is empty, so it was cut off:"
        raise BrokenFileError(f"{reason} {kind} data", name)
    return whole


def text_chunks(chunks: Iterator[bytes], suffix: str, name: str) -> Iterator[bytes]:
    """Yield the bytes of a text: decompressed, without a byte order mark.

    Compression is told by the first bytes, as UTF-8 text cannot begin with them, so that standard
    input and files under any name may be compressed too.

    Parameters
    ----------
    chunks : Iterator[bytes]
        The bytes as stored.
    suffix : str
        The last suffix of the file's name, such as ``.gz``.
    name : str
        The file's name in messages.

    Raises
    ------
    BrokenFileError
        If compressed data are broken or cut off, if the name promises compression that is not
        there, or if the text is UTF-16.
    """
    head = _gathered(chunks, 4)
    unpacked = _unpacked(head, chunks, suffix, name)
    head = _gathered(unpacked, 3)
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise BrokenFileError("is UTF-16 text: convert it to UTF-8", name)
    yield from _after(head.removeprefix(_BOM), unpacked)
