"""Lines of a file with their numbers, and what is wrong with bytes that are no UTF-8."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

__all__ = ["numbered_lines", "utf8_complaint", "whole_lines"]


def numbered_lines(chunks: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    """Yield each line with its number from 1, without the line feed.

    A line may be of any length: it is put together once, whatever the number of chunks it spans.
    """
    begun: list[bytes] = []
    number = 0
    for chunk in chunks:
        lines = chunk.split(b"\n")
        begun.append(lines[0])
        if len(lines) == 1:
            continue
        lines[0] = b"".join(begun)
        begun = [lines.pop()]
        for line in lines:
            number += 1
            yield number, line
    last = b"".join(begun)
    if last:
        yield number + 1, last


def whole_lines(chunks: Iterable[bytes], size: int) -> Iterator[bytes]:
    """Yield the same bytes in pieces of whole lines, each of about `size` bytes, and of more where a line is longer."""
    gathered: list[bytes] = []
    length = 0
    for chunk in chunks:
        gathered.append(chunk)
        length += len(chunk)
        if length >= size and (end := chunk.rfind(b"\n") + 1):
            gathered[-1] = chunk[:end]
            yield b"".join(gathered)
            gathered = [chunk[end:]]
            length = len(chunk) - end
    if length:
        yield b"".join(gathered)


def utf8_complaint(raw: bytes) -> str:
    """Say which byte of a line is no UTF-8, and what helps; empty if all is well."""
    try:
        raw.decode()
    except UnicodeDecodeError as error:
        place = f"byte {error.start + 1} of the line (0x{raw[error.start]:02x})"
        return f"{place} is not UTF-8: convert the file, for example from CP1250"
    return ""
