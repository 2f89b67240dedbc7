"""Adding JSON Lines by several threads: chunks of lines are dealt out, and what comes of them is put in order."""

from __future__ import annotations

from threading import Lock, Thread
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from searchlib.documents.source import BrokenFileError
from searchlib.indexing.native import LineCursor, count_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from searchlib.documents.source import Source
    from searchlib.indexing.buffer import Buffer
    from searchlib.indexing.lanes import Lane
    from searchlib.indexing.native import LineAdder
    from searchlib.indexing.segments import WritableSegment

__all__ = ["Dealing", "Left", "Took"]

Took: TypeAlias = "Callable[[LineCursor], None]"
"""Hears of what came of a chunk."""

_MOST_CHUNKS: Final = 64
"""Chunks that are dealt out before all threads wait for what they left: the longer, the less they wait."""

_MOST_LEFT: Final = 1 << 12
"""Lines that are left before they are looked at, as they are held meanwhile."""


class Left(NamedTuple):
    """A line that is not taken in natively: its document is not new, or not plain, or it is bad.

    Parameters
    ----------
    sequence : int
        The sequence number of its document, which says where it stands among all.
    line, record : int
        Its number in the source, among all lines and among those that are not blank.
    raw : bytes
        What it holds, without the line feed.
    """

    sequence: int
    line: int
    record: int
    raw: bytes


class Dealing:
    """The lines of one source for several threads, some megabytes at a time: `run`, until it is `ended`.

    Each document gets its sequence number by its place in the source, whichever thread takes it in.

    Parameters
    ----------
    source : Source
        What the lines are of.
    chunks : Iterator[bytes]
        Its bytes in pieces of whole lines.
    sequence : int
        The sequence number of its first record.
    full : Callable[[], bool]
        Whether the threads hold as much as they may; asked by any of them.

    Attributes
    ----------
    ended : bool
        Whether there is no more.
    broken : BrokenFileError or None
        Why not, if not all could be read.
    sequence : int
        The sequence number of the next record.
    """

    def __init__(self, source: Source, chunks: Iterator[bytes], sequence: int, full: Callable[[], bool]) -> None:
        self.sequence = sequence
        self.ended = False
        self.broken: BrokenFileError | None = None
        self._source = source
        self._chunks = chunks
        self._full = full
        self._line = self._record = 0
        self._lock = Lock()
        self._taken = 0
        self._left: list[Left] = []
        self._error: BaseException | None = None

    def run(
        self,
        lanes: Sequence[Lane],
        adders: Sequence[LineAdder],
        segments: Sequence[WritableSegment],
        took: Took,
        tell: Callable[[], None],
    ) -> list[Left]:
        """Have some chunks taken in, and return in order what was left of them.

        Parameters
        ----------
        lanes, adders : sequences
            What each thread works with; the lanes have buffers.
        segments : sequence of WritableSegment
            Those that may have documents with the same keys.
        took : Took
            Called with what came of each chunk, by one thread at a time.
        tell : Callable[[], None]
            Called by this thread from time to time.
        """
        self._taken = 0
        self._left = []
        workers = [_Worker(self, lane, adder, segments, took) for lane, adder in zip(lanes, adders, strict=True)]
        threads = [Thread(target=worker.run, name="searchlib-add", daemon=True) for worker in workers[1:]]
        for thread in threads:
            thread.start()
        workers[0].run(tell)
        for thread in threads:
            thread.join()
        if self._error is not None:
            raise self._error
        return sorted(self._left)

    def take(self, lane: Lane) -> tuple[Buffer, bytes, LineCursor] | None:
        """Return where the next chunk goes, what it is and where it stands; None if this is all for now."""
        with self._lock:
            enough = self._taken == _MOST_CHUNKS or len(self._left) >= _MOST_LEFT or (self._taken > 0 and self._full())
            if self.ended or enough or self._error is not None:
                return None
            try:
                chunk = next(self._chunks, None)
            except BrokenFileError as error:
                self.broken = error
                chunk = None
            if chunk is None:
                self.ended = True
                return None
            self._taken += 1
            cursor = LineCursor()
            cursor.identity, cursor.sequence = self._source.identity, self.sequence
            cursor.line, cursor.record = self._line, self._record
            lines, records = count_lines(chunk)
            self._line += lines
            self._record += records
            self.sequence += records
            return lane.begun(), chunk, cursor

    def leave(self, chunk: bytes, cursor: LineCursor) -> None:
        """Take note of the line at hand."""
        raw = chunk[cursor.begin : cursor.next].removesuffix(b"\n")
        self._left.append(Left(cursor.sequence - 1, cursor.line, cursor.record, raw))

    def took(self, cursor: LineCursor, tell: Took) -> None:
        """Tell what came of a chunk."""
        with self._lock:
            tell(cursor)

    def fail(self, error: BaseException) -> None:
        """Have no more dealt out, and this error raised."""
        with self._lock:
            self._error = self._error or error


class _Worker:
    """What one thread does.

    Parameters
    ----------
    dealing : Dealing
        Where chunks come from.
    lane, adder, segments, took
        As for `Dealing.run`.
    """

    def __init__(
        self,
        dealing: Dealing,
        lane: Lane,
        adder: LineAdder,
        segments: Sequence[WritableSegment],
        took: Took,
    ) -> None:
        self._dealing = dealing
        self._lane = lane
        self._adder = adder
        self._segments = segments
        self._took = took

    def run(self, tell: Callable[[], None] | None = None) -> None:
        """Take in chunks as long as there are some; `tell` is called after each of them."""
        try:
            while (dealt := self._dealing.take(self._lane)) is not None:
                self._add(*dealt)
                if tell is not None:
                    tell()
        except BaseException as error:  # noqa: BLE001  raised again by `Dealing.run`
            self._dealing.fail(error)

    def _add(self, buffer: Buffer, chunk: bytes, cursor: LineCursor) -> None:
        while not buffer.add_lines(self._adder, chunk, cursor, self._segments):
            self._dealing.leave(chunk, cursor)
        self._lane.measure()
        self._dealing.took(cursor, self._took)
