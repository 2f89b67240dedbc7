"""The answer to a query: hits in order, their stored fields fetched when they are looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, partial
from itertools import repeat
from struct import unpack
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias, cast, overload

from searchlib.results.counted import NOTHING_COUNTED
from searchlib.results.snippets import DEFAULT_LENGTH, Snippet, snippet_of
from searchlib.search import MISSING, UNREAD

if TYPE_CHECKING:
    from datetime import date

    import numpy as np
    from _typeshed import ReadableBuffer
    from numpy.typing import NDArray

    from searchlib.results.counted import Counts, FacetCounts, Histogram, RangeCount
    from searchlib.results.grouping import Groups
    from searchlib.schema import Schema

__all__ = ["Hit", "Hits", "Rows", "Source"]

Packed: TypeAlias = "ReadableBuffer"
_PAGE = 16
"""Hits that are read together."""
_NUMBER = 4
"""Bytes of the number of a document."""


class Rows(Protocol):
    """The stored fields of some documents side by side."""

    def column(self, name: str) -> list[Any]:
        """Return a field of each document: `MISSING` where it has none, `UNREAD` to have `Source.stored` asked."""
        ...


class Source(Protocol):
    """Where the hits of one query get what they show: the snapshot that was searched, and the query."""

    @property
    def schema(self) -> Schema:
        """The schema of the index."""
        ...

    def stored(self, doc: int) -> Mapping[str, Any]:
        """Return the stored fields of a document by its number."""
        ...

    def rows(self, docs: tuple[int, ...]) -> Rows:
        """Return the stored fields of some documents by their numbers."""
        ...

    def key(self, doc: int) -> str:
        """Return the key of a document by its number."""
        ...

    def count(self) -> int:
        """Count all documents that match."""
        ...

    @property
    def before(self) -> int:
        """How many hits precede those that were asked for."""
        ...

    @property
    def wanted(self) -> int:
        """How many hits were asked for."""
        ...

    def cursor(self, place: int, doc: int, score: float) -> str:
        """Return what leads to the hits behind one."""
        ...

    def snippet(self, field: str, text: str, day: Callable[[], date | None], length: int) -> Snippet:
        """Return the excerpt of a text of a field that shows best why it matches; `day` is that of the text."""
        ...


class Page(dict[str, list[Any]]):
    """Some hits side by side: a stored field → its value in each.

    Hits of a page are mostly shown together, so that a field that is looked at in one of them is read for all of them.

    Parameters
    ----------
    source : Source
        Where the values are read.
    docs : tuple[int, ...]
        The numbers of the documents.
    scores : tuple[float, ...]
        Their scores.
    """

    __slots__ = ("_rows", "_stored", "docs", "scores", "source")

    def __init__(self, source: Source, docs: tuple[int, ...], scores: tuple[float, ...]) -> None:
        self.source = source
        self.docs = docs
        self.scores = scores
        self._rows: Rows | None = None
        self._stored: dict[int, Mapping[str, Any]] = {}

    def stored(self, place: int) -> Mapping[str, Any]:
        """Return all stored fields of a hit."""
        found = self._stored.get(place)
        if found is None:
            found = self._stored[place] = self.source.stored(self.docs[place])
        return found

    def __missing__(self, name: str) -> list[Any]:
        rows = self._rows
        if rows is None:
            rows = self._rows = self.source.rows(self.docs)
        values = self[name] = rows.column(name)
        return values


class Hit(Mapping[str, Any]):
    """One document of an answer: a read-only mapping of its stored fields, with its score.

    The stored fields are read from the index when one is asked for, once.
    """

    __slots__ = ("_page", "_place")

    def __init__(self, page: Page, place: int) -> None:
        self._page = page
        self._place = place

    def __repr__(self) -> str:
        return f"Hit(key={self.key!r}, score={self.score:.6g})"

    def __getitem__(self, name: str) -> Any:
        found = self._page[name][self._place]
        return self._stored()[name] if found is UNREAD or found is MISSING else found

    def get(self, name: str, default: Any = None) -> Any:
        """Return a stored field; `default` if the document does not have it."""
        found = self._page[name][self._place]
        if found is MISSING:
            return default
        return self._stored().get(name, default) if found is UNREAD else found

    def __iter__(self) -> Iterator[str]:
        return iter(self._stored())

    def __len__(self) -> int:
        return len(self._stored())

    def _stored(self) -> Mapping[str, Any]:
        return self._page.stored(self._place)

    @property
    def score(self) -> float:
        """How well the document matches; comparable within one answer only."""
        return self._page.scores[self._place]

    @property
    def doc(self) -> int:
        """The number of the document in its generation of the index, as in `Hits.ids`."""
        return self._page.docs[self._place]

    @property
    def key(self) -> str:
        """What identifies the document in the index: its id, its URL, or a hash of its content."""
        return self._page.source.key(self._page.docs[self._place])

    @property
    def date(self) -> date | None:
        """The day of the document in the zone of the schema; None if it is undated or its date is not stored."""
        schema = self._page.source.schema
        value = self.get(schema.date_field) if schema.date_field else None
        if value is None or value == "":
            return None
        from searchlib.dates import parse_instant, to_date

        return to_date(parse_instant(value, schema.timezone).seconds, schema.timezone)

    def snippet(self, field: str | None = None, *, length: int = DEFAULT_LENGTH) -> Snippet:
        """Return the excerpt of a stored field that shows best why the document matches.

        Parameters
        ----------
        field : str, optional
            A field or an alias of the schema, or any stored field; if not given, ``body`` or, where there is
            none, the first text field. The snippet of a field that the document does not have is empty; a list
            of values is shown with ``; `` between them, unmarked.
        length : int
            The most characters of the excerpt, at least 1.

        Raises
        ------
        SchemaError
            If neither the schema nor the document has such a field.
        SearchlibError
            If `length` is below 1.
        """
        schema = self._page.source.schema
        if field is None:
            field = "body" if "body" in schema.fields else next(iter(schema.text_fields), "body")
        stored = self._stored()
        name = field if field in stored else schema.resolve(field)
        value = stored.get(name)
        if not isinstance(value, str):
            return snippet_of(_shown(value), (), length)
        return self._page.source.snippet(name, value, partial(_middle_day, schema, stored), length)


class Hits(Sequence[Hit]):
    """The hits of a query, best first (or in the order of the dates), as many as were asked for.

    Parameters
    ----------
    docs : Buffer
        Numbers of the documents in the snapshot, packed (uint32), in the order of the answer.
    scores : Buffer
        Their scores, packed (float64), in the same order.
    source : Source
        Where the hits get what they show.
    complete : bool
        Whether all that matches was looked at: not so where the time was over before, or a pattern stood for more
        words than it may.
    counts : Counts
        What was counted besides.
    groups : Groups, optional
        The groups that these are the first hits of.
    copies : tuple[Hits, ...], optional
        Of each hit those that were left out, as they nearly say the same.
    """

    __slots__ = ("_counts", "_docs", "_made", "_scores", "_source", "_total", "complete", "copies", "groups")

    def __init__(
        self,
        docs: Packed,
        scores: Packed,
        source: Source,
        *,
        complete: bool = True,
        counts: Counts = NOTHING_COUNTED,
        groups: Groups | None = None,
        copies: tuple[Hits, ...] | None = None,
    ) -> None:
        self._docs = docs
        self._scores = scores
        self._source = source
        self._counts = counts
        self._total: int | None = counts.total
        self._made: list[Hit] | None = None
        self.complete = complete
        self.groups = groups
        self.copies = copies

    def __repr__(self) -> str:
        return f"<Hits: {len(self)} shown>" if self._total is None else f"<Hits: {len(self)} of {self._total}>"

    def __len__(self) -> int:
        return memoryview(self._docs).nbytes // _NUMBER

    @overload
    def __getitem__(self, index: int) -> Hit: ...

    @overload
    def __getitem__(self, index: slice) -> list[Hit]: ...

    def __getitem__(self, index: int | slice) -> Hit | list[Hit]:
        return (self._made or self._hits())[index]

    def __iter__(self) -> Iterator[Hit]:
        return iter(self._made or self._hits())

    def _hits(self) -> list[Hit]:
        """Return the hits, made when one is first looked at and only once."""
        if self._made is None:
            size = len(self)
            docs: tuple[int, ...] = unpack(f"{size}I", self._docs)
            scores: tuple[float, ...] = unpack(f"{size}d", self._scores)
            made: list[Hit] = []
            for first in range(0, len(docs), _PAGE):
                some = slice(first, first + _PAGE)
                page = Page(self._source, docs[some], scores[some])
                made += map(Hit, repeat(page), range(len(page.docs)))
            self._made = made
        return self._made

    @property
    def total(self) -> int:
        """How many documents match, shown or not; counted when first asked for."""
        if self._total is None:
            self._total = self._source.count()
        return self._total

    @property
    def before(self) -> int:
        """How many hits precede these: the offset, or how far the pages before went."""
        return self._source.before

    @property
    def after(self) -> str | None:
        """What the next page is asked for with, as `after`; None if there are no more hits.

        It is short text, for the same question, order and generation only; another page may be of another length.
        """
        return self.cursor() if 0 < len(self) == self._source.wanted else None

    def cursor(self, place: int = -1) -> str:
        """Return what the hits behind one of these are asked for with, as `after`.

        Raises
        ------
        IndexError
            If there is no such hit.
        QueryError
            If there is no order behind them, as where they were rescored, or are those of one group.
        """
        place = range(len(self))[place]
        [doc] = unpack("I", memoryview(self._docs).cast("B")[4 * place : 4 * place + 4])
        [score] = unpack("d", memoryview(self._scores).cast("B")[8 * place : 8 * place + 8])
        return self._source.cursor(place, doc, score)

    @property
    def facets(self) -> Mapping[str, FacetCounts]:
        """By field, how many of all documents that match have each value; of the fields that were asked for."""
        return self._counts.facets

    @property
    def histogram(self) -> Histogram | None:
        """How many of all documents that match are of each day, month or year; None if it was not asked for."""
        return self._counts.histogram

    @property
    def ranges(self) -> Mapping[str, tuple[RangeCount, ...]]:
        """By field, how many of all documents that match have a number in each range that was asked for."""
        return self._counts.ranges

    @property
    def ids(self) -> NDArray[np.uint32]:
        """The numbers of the documents in this snapshot of the index, in the order of the answer; nothing is copied."""
        make, number, _ = _arrays()
        return make(self._docs, number)

    @property
    def scores(self) -> NDArray[np.float64]:
        """The scores, in the order of the answer; nothing is copied."""
        make, _, score = _arrays()
        return make(self._scores, score)


def _middle_day(schema: Schema, hit: Mapping[str, Any]) -> date | None:
    """Return the day that days are near to which a text names without their year; None if it is undated."""
    value = hit.get(schema.date_field) if schema.date_field else None
    if value is None or value == "":
        return None
    from searchlib.dates import middle_day, parse_instant

    return middle_day(parse_instant(value, schema.timezone), schema.timezone)


@cache
def _arrays() -> tuple[Callable[[Packed, np.dtype[Any]], NDArray[Any]], np.dtype[np.uint32], np.dtype[np.float64]]:
    """Return what makes arrays of packed numbers, and the types of numbers of documents and of scores."""
    import numpy as np

    make = cast("Callable[[Packed, np.dtype[Any]], NDArray[Any]]", np.frombuffer)
    return make, np.dtype(np.uint32), np.dtype(np.float64)


def _shown(value: object) -> str:
    """Return a stored value that is no text as people read it."""
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return "; ".join(str(part) for part in cast("Sequence[object]", value))
    return str(value)
