"""Adding JSON Lines: plain records natively, a chunk of lines at a time; others one by one, as `read` gives them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from searchlib.dates import parse_instant, span
from searchlib.documents.cleaning import first_sentence
from searchlib.documents.json_lines import read_line
from searchlib.documents.lines import whole_lines
from searchlib.documents.source import BrokenFileError
from searchlib.indexing.native import LineAdder, LineCursor
from searchlib.indexing.preparing import PRECISIONS, about

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from searchlib.documents import Document
    from searchlib.documents.reading import Reading
    from searchlib.documents.source import Source
    from searchlib.indexing.preparing import Preparer
    from searchlib.schema import Schema

__all__ = ["JsonLines"]

_CHUNK: Final = 1 << 18
"""Bytes of lines handed over at once: enough that the way there costs nothing, few enough for the memory."""

_EPOCH: Final = date(1970, 1, 1)
_DAY: Final = 86_400


class JsonLines:
    """The lines of a reading's sources, for one writer.

    Parameters
    ----------
    schema : Schema
        The schema of the index.
    preparer : Preparer
        What prepares documents that are added one by one.
    reading : Reading
        What the sources are of.
    """

    def __init__(self, schema: Schema, preparer: Preparer, reading: Reading) -> None:
        self._reading = reading
        self._mapped = list(reading.normaliser.mapping.items())
        zone = schema.timezone
        self._adder = LineAdder(
            texts=list(schema.text_fields),
            keywords=list(schema.keyword_fields),
            date=schema.date_field or "",
            key=list(schema.key),
            dropped=sorted(preparer.dropped),
            mapping=self._mapped,
            title=first_sentence,
            fold=preparer.fold,
            start=lambda day: _start(day, zone),
            parse=lambda text: _parse(text, zone),
        )

    def add(self, source: Source, take: Callable[[LineAdder, bytes, LineCursor], bool]) -> Iterator[Document | None]:
        """Have a source added by `take`, and yield what is to be added besides; None after each chunk.

        `take` goes on from the cursor and returns whether it reached the end of the chunk. What it leaves is yielded
        before it goes on, as the order of documents matters.
        """
        cursor = LineCursor()
        cursor.identity = source.identity
        added = 0
        try:
            for chunk in whole_lines(source.chunks, _CHUNK):
                cursor.next = 0
                while not take(self._adder, chunk, cursor):
                    added += cursor.added
                    yield self._left(source, chunk, cursor)
                added += cursor.added
                yield None
        except BrokenFileError as error:
            self._reading.report(error)
        if added:
            self._reading.saw(name for index, (name, _) in enumerate(self._mapped) if self._adder.has_seen(index))

    def _left(self, source: Source, chunk: bytes, cursor: LineCursor) -> Document | None:
        """Return the document of the line at hand; None if it is bad, which is reported."""
        raw = chunk[cursor.begin : cursor.next].removesuffix(b"\n")
        record = read_line(source, cursor.line, cursor.record, raw)
        return None if record is None else self._reading.document(source, record)


def _start(day: int, zone: str) -> int | None:
    """Return the first second of a local day, in days since 1970; None if the clocks change on it."""
    first, end = span(_EPOCH + timedelta(days=day), zone)
    noon = parse_instant(f"{(_EPOCH + timedelta(days=day)).isoformat()}T12:00", zone).seconds
    return first if end - first == _DAY and noon - first == _DAY // 2 else None


def _parse(text: str, zone: str) -> tuple[int, int, tuple[int, int, int]] | None:
    """Return seconds and precision of a date and the day that it is about; None if it is none."""
    try:
        instant = parse_instant(text, zone)
    except ValueError:
        return None
    return instant.seconds, PRECISIONS[instant.precision], about(instant, zone)
