"""Adding JSON Lines: plain records natively, a chunk of lines at a time; others one by one, as `read` gives them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, TypeAlias

from searchlib.dates import parse_instant, plain_day, span
from searchlib.documents.cleaning import first_sentence
from searchlib.documents.json_lines import read_line
from searchlib.documents.lines import whole_lines
from searchlib.documents.source import BrokenFileError
from searchlib.indexing.native import LineAdder, LineCursor
from searchlib.indexing.preparing import PRECISIONS, about

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable

    from searchlib.documents import Document
    from searchlib.documents.reading import Reading
    from searchlib.documents.source import Source
    from searchlib.indexing.changes import Changes
    from searchlib.indexing.preparing import Preparer
    from searchlib.indexing.report import Tally
    from searchlib.schema import Schema

__all__ = ["JsonLines", "Take"]

Take: TypeAlias = "Callable[[Document, int | None], None]"
"""Takes in a document, with its sequence number if others that come after it may be there already."""

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
    changes : Changes
        Where the documents go.
    counts : Counter[str]
        How many documents were new, changed and unchanged.
    tally : Tally
        What tells of progress.
    """

    def __init__(
        self,
        schema: Schema,
        preparer: Preparer,
        reading: Reading,
        changes: Changes,
        counts: Counter[str],
        tally: Tally,
    ) -> None:
        self._reading = reading
        self._changes = changes
        self._counts = counts
        self._tally = tally
        self._mapped = list(reading.normaliser.mapping.items())
        self._adders = [self._adder(schema, preparer) for _ in range(changes.threads)]

    def _adder(self, schema: Schema, preparer: Preparer) -> LineAdder:
        zone = schema.timezone
        return LineAdder(
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

    def add(self, source: Source, take: Take) -> None:
        """Add a source, by all threads of the writer.

        Parameters
        ----------
        source : Source
            What is read.
        take : Take
            Takes in the documents that are not new or not plain, in their order.
        """
        before = self._counts["new"]
        try:
            if self._changes.threads == 1:
                self._add_one_by_one(source, take)
            else:
                self._deal(source, take)
        except BrokenFileError as error:
            self._reading.report(error)
        if self._counts["new"] > before:
            adders, names = self._adders, [name for name, _ in self._mapped]
            self._reading.saw(name for at, name in enumerate(names) if any(one.has_seen(at) for one in adders))

    def _took(self, cursor: LineCursor) -> None:
        self._counts["new"] += cursor.added
        self._tally.count(cursor.added, cursor.text_bytes)

    def _add_one_by_one(self, source: Source, take: Take) -> None:
        """Add chunk after chunk. What is left is taken before the chunk goes on."""
        cursor = LineCursor()
        cursor.identity = source.identity
        for chunk in whole_lines(source.chunks, _CHUNK):
            cursor.next = 0
            while not self._reached_end(chunk, cursor):
                raw = chunk[cursor.begin : cursor.next].removesuffix(b"\n")
                document = self._document(source, cursor.line, cursor.record, raw)
                if document is not None:
                    take(document, None)
                self._tally.tell()
            self._tally.tell()

    def _reached_end(self, chunk: bytes, cursor: LineCursor) -> bool:
        try:
            return self._changes.add_lines(self._adders[0], chunk, cursor)
        finally:
            self._took(cursor)

    def _deal(self, source: Source, take: Take) -> None:
        """Have all threads take chunks, some megabytes at a time, and then take what they left."""
        dealing = self._changes.dealing(source, whole_lines(source.chunks, _CHUNK))
        while not dealing.ended:
            left = self._changes.deal(dealing, self._adders, self._took, self._tally.tell)
            sequence = 0
            try:
                for sequence, line, record, raw in left:
                    self._catch_up(sequence)
                    document = self._document(source, line, record, raw)
                    if document is not None:
                        take(document, sequence)
                self._catch_up()
            except BaseException:
                # As if nothing behind this line had been read, as is so with one thread.
                self._counts["new"] -= self._changes.take_back(sequence)
                raise
            self._changes.flush_if_full()
            self._tally.tell()
        if dealing.broken is not None:
            raise dealing.broken

    def _catch_up(self, sequence: int | None = None) -> None:
        for outcome in self._changes.catch_up(sequence):
            self._counts["new"] -= 1
            self._counts[outcome] += 1

    def _document(self, source: Source, line: int, number: int, raw: bytes) -> Document | None:
        """Return the document of a line; None if it is bad, which is reported."""
        record = read_line(source, line, number, raw)
        return None if record is None else self._reading.document(source, record)


def _start(day: int, zone: str) -> int | None:
    """Return the first second of a local day, in days since 1970; None if the clocks change on it."""
    if (first := plain_day(day, zone)) is not None:
        return first
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
