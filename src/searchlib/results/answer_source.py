"""Where the hits of one query get what they show: the `Source` of an answerer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from searchlib.errors import QueryError
from searchlib.results.reading import Sought
from searchlib.results.snippets import Snippet, snippet_of
from searchlib.search import leaves

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from searchlib.query import Query
    from searchlib.results.answering import Answerer
    from searchlib.results.hits import Rows
    from searchlib.schema import Schema
    from searchlib.search import CompiledQuery
    from searchlib.search.leaves import Mark

__all__ = ["AnswerSource"]

_GRID = 65_536
"""Scores are multiples of one part in so many."""


class AnswerSource:
    """Where the hits of one query get what they show.

    Parameters
    ----------
    answerer : Answerer
        What answers.
    query : Query
        What was asked.
    compiled : CompiledQuery
        The same, planned.
    order : tuple[object, ...], optional
        All that decides in which order hits come; None where that leads nowhere.
    before : int
        How many hits precede them.
    wanted : int
        How many were asked for.
    groups : Sequence[int]
        Where each is the first of a group, the numbers of their values.
    """

    __slots__ = ("_answerer", "_compiled", "_groups", "_leaves", "_order", "_query", "_sought", "before", "wanted")

    def __init__(
        self,
        answerer: Answerer,
        query: Query,
        compiled: CompiledQuery,
        order: tuple[object, ...] | None,
        before: int,
        wanted: int,
        groups: Sequence[int] = (),
    ) -> None:
        self._answerer = answerer
        self._query = query
        self._compiled = compiled
        self._order = order
        self.before = before
        self.wanted = wanted
        self._groups = groups
        self._leaves: Sequence[Mark] | None = None
        self._sought: dict[str, Sought] = {}

    @property
    def schema(self) -> Schema:
        """The schema of the index."""
        return self._answerer.schema

    def stored(self, doc: int) -> Mapping[str, Any]:
        """Return the stored fields of a document by its number."""
        return self._answerer.searcher.document(doc)

    def rows(self, docs: tuple[int, ...]) -> Rows:
        """Return the stored fields of some documents by their numbers."""
        return self._answerer.searcher.rows(docs)

    def key(self, doc: int) -> str:
        """Return the key of a document by its number."""
        return self._answerer.searcher.key(doc)

    def count(self) -> int:
        """Count all documents that match."""
        return self._compiled.count()

    def cursor(self, place: int, doc: int, score: float) -> str:
        """Return what leads to the hits behind one."""
        from searchlib.results.cursors import Cursor, write_cursor

        if self._order is None:
            raise QueryError("there is no order behind these hits: they were rescored, or are of one group")
        group = self._groups[place] if self._groups else 0
        cursor = Cursor(doc, round(score * _GRID), self.before + place + 1, group)
        return write_cursor(self._answerer.searcher, (self._query, *self._order), cursor)

    def snippet(self, field: str, text: str, day: Callable[[], date | None], length: int) -> Snippet:
        """Return the excerpt of a text of a field that shows best why it matches."""
        sought = self._sought.get(field) or self._seek(field)
        if not sought.leaves:
            return snippet_of(text, (), length)
        return self._answerer.reader(field).snippet(text, sought, day, length)

    def _seek(self, field: str) -> Sought:
        """Return the positive parts of the query on a text field."""
        if self._leaves is None:
            answerer = self._answerer
            self._leaves = leaves(answerer.searcher.rewritten(self._query), answerer.schema, answerer.analyzers)
        found = self._sought[field] = Sought([leaf for leaf in self._leaves if leaf.field == field])
        return found
