"""The documents that are in no segment yet: a buffer for each thread, and one table of all their keys."""

from __future__ import annotations

from functools import partial
from heapq import heappop, heappush
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from searchlib.analysis.defining import field_forms
from searchlib.indexing.budget import MANY
from searchlib.indexing.buffer import Buffer
from searchlib.indexing.flushing import Flushing
from searchlib.indexing.native import KeyTable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from searchlib.analysis import Analyzer
    from searchlib.analysis.defining import FieldForms
    from searchlib.indexing.native import PlainDocument
    from searchlib.indexing.preparing import Prepared
    from searchlib.indexing.segments import WritableSegment
    from searchlib.schema import Schema
    from searchlib.storage import Directory

__all__ = ["Lane", "Lanes", "Outcome"]

Outcome: TypeAlias = Literal["new", "changed", "unchanged"]
_Place: TypeAlias = tuple[int, int]

_NEVER: Final = 1 << 64
"""A sequence number behind all others."""


class Lane:
    """What one thread works on: the forms that its texts have, and its buffer.

    Parameters
    ----------
    schema : Schema
        The schema of the index.
    analyzers : dict[str, Analyzer]
        Its analyzers by name.
    begin : Callable[[dict[str, FieldForms]], Buffer]
        Makes a buffer.

    Attributes
    ----------
    forms : dict[str, FieldForms]
        Text field → the forms that it has met.
    buffer : Buffer or None
        What is in no segment yet.
    held : int
        Bytes of both as of the last look, which other threads may take.
    """

    def __init__(
        self, schema: Schema, analyzers: dict[str, Analyzer], begin: Callable[[dict[str, FieldForms]], Buffer]
    ) -> None:
        self.buffer: Buffer | None = None
        self.held = 0
        self._schema = schema
        self._analyzers = analyzers
        self._begin = begin
        self.forget_forms()

    def begun(self) -> Buffer:
        """Return the buffer, begun if there is none."""
        if self.buffer is None:
            self.buffer = self._begin(self.forms)
        return self.buffer

    def forget_forms(self) -> None:
        """Begin anew with the forms."""
        self.forms = field_forms(self._schema, self._analyzers)

    @property
    def forms_memory(self) -> int:
        """Bytes that the forms take."""
        return sum({id(kind.forms): kind.forms.memory for kind in self.forms.values()}.values())

    def measure(self) -> None:
        """Look how many bytes are held."""
        self.held = self.forms_memory + (0 if self.buffer is None else self.buffer.memory)


class Lanes:
    """The buffers of all threads, which become segments together.

    Parameters
    ----------
    directory : Directory
        The index.
    schema : Schema
        Its schema.
    analyzers : dict[str, Analyzer]
        Its analyzers by name.
    threads : int
        How many lanes there are.
    new_file : Callable[[], str]
        Gives the name of the next segment.
    """

    def __init__(
        self,
        directory: Directory,
        schema: Schema,
        analyzers: dict[str, Analyzer],
        threads: int,
        new_file: Callable[[], str],
    ) -> None:
        self._directory = directory
        self._schema = schema
        self._new_file = new_file
        self._flushing: list[Flushing] = []
        self._keys = KeyTable()
        self._ahead: list[tuple[int, str, _Place]] = []
        self._lanes = [Lane(schema, analyzers, partial(self._begin, number)) for number in range(threads)]

    def __len__(self) -> int:
        return len(self._lanes)

    def __iter__(self) -> Iterator[Lane]:
        return iter(self._lanes)

    @property
    def first(self) -> Lane:
        """The one that is used where there is work for no more."""
        return self._lanes[0]

    def _begin(self, number: int, forms: dict[str, FieldForms]) -> Buffer:
        name = self._new_file()
        path = self._directory.file(name)
        return Buffer(
            path, name, self._schema, {field: kind.forms for field, kind in forms.items()}, number, self._keys
        )

    # ------------------------------------------------------------ documents

    def add(self, prepared: Prepared | PlainDocument, sequence: int) -> int:
        """Take in a document, in the first lane or where there are the fewest; return how many are in that lane."""
        sizes = [0 if lane.buffer is None else lane.buffer.documents for lane in self._lanes]
        smallest = 0 if sizes[0] < MANY else sizes.index(min(sizes))
        buffer = self._lanes[smallest].begun()
        buffer.add(prepared, sequence)
        return buffer.documents

    def digest(self, key: str) -> bytes | None:
        """Return the digest of the document with this key; None if there is none."""
        place = self._keys.find(key)
        return None if place is None else self._buffer(place).builder.digest(place[1])

    def remove(self, key: str) -> None:
        """Take the document with this key out again, if there is one."""
        place = self._keys.find(key)
        if place is not None:
            self._buffer(place).builder.remove(place[1])
            self._keys.remove(key)

    def _buffer(self, place: _Place) -> Buffer:
        return self._lanes[place[0]].begun()

    # ------------------------------------------------------------ documents that were taken in before their turn

    def set_aside(self, key: str, sequence: int) -> None:
        """Make as if the document with this key were not there, if it is one that comes after this sequence number."""
        place = self._keys.find(key)
        if place is not None:
            own = self._buffer(place).builder.sequence(place[1])
            if own > sequence:
                heappush(self._ahead, (own, key, place))
                self._keys.remove(key)

    def catch_up(self, sequence: int = _NEVER) -> list[Outcome]:
        """Let the documents come that were set aside, up to this sequence number; return what became of each."""
        outcomes: list[Outcome] = []
        while self._ahead and self._ahead[0][0] < sequence:
            _, key, place = heappop(self._ahead)
            builder, number = self._buffer(place).builder, place[1]
            if self.digest(key) == builder.digest(number):
                builder.remove(number)
                outcomes.append("unchanged")
            else:
                self.remove(key)
                self._keys.put(key, place)
                outcomes.append("changed")
        return outcomes

    def take_back(self, sequence: int) -> int:
        """Take out all documents with greater sequence numbers than this one, and return how many there were."""
        taken = len(self._ahead)
        for _, _, place in self._ahead:
            self._buffer(place).builder.remove(place[1])
        self._ahead.clear()
        return taken + self._keys.take_back([lane.begun().builder for lane in self._lanes], sequence)

    # ------------------------------------------------------------ memory

    @property
    def memory(self) -> int:
        """Bytes held, those that writing will need, and those of the forms."""
        for lane in self._lanes:
            lane.measure()
        return self.held

    @property
    def held(self) -> int:
        """The same as of the last look of each thread at its own; for any thread."""
        return sum(lane.held for lane in self._lanes) + self._keys.memory

    @property
    def forms_memory(self) -> int:
        """Bytes that the forms take."""
        return sum(lane.forms_memory for lane in self._lanes)

    def forget_forms(self) -> None:
        """Forget the forms that were met; there are no buffers then."""
        for lane in self._lanes:
            lane.forget_forms()

    # ------------------------------------------------------------ segments

    def flush(self, like: WritableSegment | None) -> list[WritableSegment]:
        """Write each buffer as a segment, all at the same time; if that fails, so does this until `drop`.

        Parameters
        ----------
        like : WritableSegment | None
            The segment whose common terms the new ones are to have.
        """
        if not self._flushing:
            self._flushing = [
                Flushing(self._directory, self._schema, lane.buffer, lane.forms, like)
                for lane in self._lanes
                if lane.buffer is not None
            ]
            for flushing in self._flushing[1:]:
                flushing.start()
            for flushing in self._flushing[:1]:
                flushing.run()
        segments = [flushing.finish() for flushing in self._flushing]
        self._forget_buffers()
        return [segment for segment in segments if segment is not None]

    def drop(self) -> None:
        """Forget all documents."""
        for flushing in self._flushing:
            flushing.wait()
        self._forget_buffers()

    def _forget_buffers(self) -> None:
        self._flushing = []
        self._ahead = []
        self._keys = KeyTable()
        for lane in self._lanes:
            lane.buffer = None
            lane.held = 0
