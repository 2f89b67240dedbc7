"""Adding JSON Lines: plain records natively, a chunk of lines at a time; others one by one, as `read` gives them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias

from searchlib.documents.cleaning import first_sentence
from searchlib.documents.json_lines import read_line
from searchlib.documents.lines import whole_lines
from searchlib.documents.source import BrokenFileError
from searchlib.indexing.native import LineAdder, LineCursor
from searchlib.indexing.native_preparing import native_preparer

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
        self._adders = [
            LineAdder(native_preparer(schema, preparer), mapping=self._mapped, title=first_sentence)
            for _ in range(changes.threads)
        ]

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
