"""Questions in, hits out: the numbers and scores that a searcher finds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from threading import Thread
from typing import TYPE_CHECKING

from searchlib.errors import QueryError, SearchlibError
from searchlib.results.answer_source import AnswerSource
from searchlib.results.hits import Hits
from searchlib.results.reading import FieldReader

if TYPE_CHECKING:
    from searchlib.analysis import Analyzer
    from searchlib.query import Query
    from searchlib.results.ahead import Ahead
    from searchlib.results.columns import Columns
    from searchlib.schema import Schema
    from searchlib.search import Searcher, Sort, Statistics

__all__ = ["Answerer", "in_threads", "whole_number"]

_MOST_AT_ONCE = 64
_LEAST_AT_ONCE = 8
"""Queries that a thread takes at once: it holds up the others while it plans them, once for all."""
_SHARES = 8
"""Times that each thread comes for more, if there are enough, so that all are done at about the same time."""


class Answerer:
    """Answers questions to one generation.

    Parameters
    ----------
    searcher : Searcher
        The generation.
    schema : Schema
        Its schema.
    analyzers : Mapping[str, Analyzer]
        Text field → its analyzer.
    """

    def __init__(self, searcher: Searcher, schema: Schema, analyzers: Mapping[str, Analyzer]) -> None:
        self.searcher = searcher
        self.schema = schema
        self.analyzers = analyzers
        self._readers: dict[int, FieldReader] = {}

    def answer(self, query: Query, k: int, first: int, sort: str, statistics: Statistics | None) -> Hits:
        """Return the hits of a query: those behind the `first` ones among the first `k`.

        Raises
        ------
        QueryError
            If the query makes no sense for the schema.
        """
        compiled, docs, scores = self.searcher.answer(query, k, sort, statistics)
        if first:
            docs, scores = docs[4 * first :], scores[8 * first :]
        source = AnswerSource(self, query, compiled, (sort, statistics, None), first, k - first)
        # Arguments given by name cost a dictionary, about as much as the hits themselves.
        return Hits(docs, scores, source, complete=False) if compiled.cut else Hits(docs, scores, source)

    @cached_property
    def ahead(self) -> Ahead:
        """Hits that were found before they are asked for."""
        from searchlib.results.ahead import Ahead

        return Ahead()

    @cached_property
    def columns(self) -> Columns:
        """What is counted, sorted and grouped by."""
        from searchlib.results.columns import Columns

        return Columns(self.searcher, self.schema)

    def answer_many(
        self,
        queries: Iterable[str | Query],
        k: int,
        sort: Sort,
        threads: int | None,
        parse: Callable[[str], Query],
    ) -> list[Hits]:
        """Return the hits of many queries; `threads` of them are ranked at the same time, as many as cores if None.

        Raises
        ------
        QueryError
            If a query makes no sense; the first one is named by its number, from 0.
        """
        asked = list(queries)
        threads = _cores() if threads is None else whole_number("threads", threads, least=1)

        at_once = min(_MOST_AT_ONCE, max(_LEAST_AT_ONCE, len(asked) // (threads * _SHARES)))
        starts = range(0, len(asked), at_once)

        def some(first: int) -> list[Hits]:
            return self._some(asked[first : first + at_once], first, k, sort, parse)

        return [hits for found in in_threads(some, starts, threads) for hits in found]

    def _some(
        self, asked: list[str | Query], first: int, k: int, sort: Sort, parse: Callable[[str], Query]
    ) -> list[Hits]:
        """Return the hits of some queries side by side, of which the first has that number."""
        try:
            trees = [parse(query) if isinstance(query, str) else query for query in asked]
            found = self.searcher.answer_many(trees, k, sort)
        except QueryError:
            self._name(asked, first, parse)
            raise
        return [
            Hits(docs, scores, AnswerSource(self, query, compiled, (sort, None, None), 0, k), complete=not compiled.cut)
            for query, (compiled, docs, scores) in zip(trees, found, strict=True)
        ]

    def _name(self, asked: list[str | Query], first: int, parse: Callable[[str], Query]) -> None:
        """Raise the error of the first query that has one, with its number."""
        for number, query in enumerate(asked, start=first):
            try:
                self.searcher.compile(parse(query) if isinstance(query, str) else query)
            except QueryError as error:
                raise QueryError(f"query number {number}: {error}") from error

    def reader(self, field: str) -> FieldReader:
        """Return what finds the words of questions in texts of a field; fields that are analysed alike share it."""
        analyzer = self.analyzers[field]
        return self._readers.get(id(analyzer)) or self._readers.setdefault(id(analyzer), FieldReader(analyzer))


def in_threads(work: Callable[[int], list[Hits]], items: Sequence[int], threads: int) -> list[list[Hits]]:
    """Return what `work` gives for each item, this thread and others taking the next one whenever they are done.

    If some items raise, the error of the first of them is raised, and items that nobody has taken are left.
    """
    found: dict[int, list[Hits]] = {}
    errors: dict[int, BaseException] = {}
    rest = iter(items)

    def run_some() -> None:
        for item in rest:
            try:
                found[item] = work(item)
            except BaseException as error:  # noqa: BLE001 - raised again below, by the thread that called
                errors[item] = error
            if errors:
                return

    others = [Thread(target=run_some) for _ in range(min(threads, len(items)) - 1)]
    for thread in others:
        thread.start()
    run_some()
    for thread in others:
        thread.join()
    if errors:
        raise errors[min(errors)]
    return [found[item] for item in items]


def whole_number(name: str, value: object, least: int = 0) -> int:
    """Return `value` if it is a whole number from `least` on.

    Raises
    ------
    SearchlibError
        If it is none.
    """
    if isinstance(value, int) and value >= least:
        return value
    raise SearchlibError(f"{name} is a whole number from {least} on, not {value!r}")


def _cores() -> int:
    """Return how many cores this process may use."""
    import os

    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
