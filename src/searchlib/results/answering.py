"""Questions in, hits out: the numbers and scores of a searcher, and where the hits get what they show."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from searchlib.analysis.remembering import RememberingAnalyzer
from searchlib.errors import QueryError, QueryTimeoutError, SearchlibError
from searchlib.query.tree import Nothing
from searchlib.results.hits import Hits, Source
from searchlib.search import leaves, run

if TYPE_CHECKING:
    from searchlib.analysis import Analyzer
    from searchlib.query import Limits, Query
    from searchlib.schema import Schema
    from searchlib.search import CompiledQuery, Searcher, Sort, Statistics
    from searchlib.search.ranking import Ranking

__all__ = ["Answerer", "whole_number"]

_AT_ONCE = 16
"""Queries that a thread takes at once: it holds up the others while it plans them, and hardly ever."""


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
        self._schema = schema
        self._analyzers = analyzers
        self._snippet_analyzers: dict[str, Analyzer] = {}

    def answer(self, query: Query, k: int, first: int, sort: Sort, statistics: Statistics | None) -> Hits:
        """Return the hits of a query: those behind the `first` ones among the first `k`.

        Raises
        ------
        QueryError
            If the query makes no sense for the schema.
        """
        compiled = self.searcher.compile(query, statistics)
        docs, scores = run(compiled, k, sort)
        if first:
            docs, scores = docs[4 * first :], scores[8 * first :]
        return self._hits(query, compiled, docs, scores)

    def answer_ranked(
        self,
        query: Query,
        page: tuple[int, int],
        sort: Sort,
        statistics: Statistics | None,
        ranking: Ranking | None,
        limits: Limits,
    ) -> Hits:
        """Return the hits of a query under limits, and ranked by more than how well they match.

        Parameters
        ----------
        query : Query
            What is asked.
        page : tuple[int, int]
            How many hits to pass over, and how many there are with these.
        sort : {"relevance", "newest", "oldest"}
            The order.
        statistics : Statistics, optional
            Counts to score with.
        ranking : Ranking, optional
            What else ranks; by relevance only.
        limits : Limits
            How long it may take.

        Raises
        ------
        QueryError
            If the query makes no sense for the schema.
        QueryTimeoutError
            If it would take longer than it may, and what there is by then is not wanted.
        """
        from searchlib.search.deadlines import within

        first, k = page
        rescore = ranking.rescore if ranking is not None and sort == "relevance" else None
        wanted = max(k, ranking.window) if ranking is not None and rescore is not None else k
        with within(limits.seconds, partial=limits.partial) as deadline:
            try:
                compiled = self.searcher.compile(query, statistics, ranking)
                docs, scores = run(compiled, wanted, sort)
            except QueryTimeoutError:
                if not limits.partial:
                    raise
                # Not even the words that its patterns stand for were found.
                compiled, docs, scores = self.searcher.compile(Nothing()), b"", b""
        complete = not (deadline.passed or compiled.cut)
        if rescore is not None and ranking is not None:
            docs, scores = self._rescored(query, compiled, docs, scores, ranking)
        return self._hits(query, compiled, docs[4 * first : 4 * k], scores[8 * first : 8 * k], complete=complete)

    def _rescored(
        self, query: Query, compiled: CompiledQuery, docs: bytes, scores: bytes, ranking: Ranking
    ) -> tuple[bytes, bytes]:
        """Return the hits of an answer with those at its top ordered anew."""
        from array import array

        from searchlib.search.ranking import reordered

        numbers, values = array("I", docs), array("d", scores)
        top = list(self._hits(query, compiled, docs, scores)[: ranking.window])
        order = reordered(top, ranking.rescore or (lambda hit: hit.score))
        rest = range(len(order), len(numbers))
        return (
            array("I", [numbers[place] for place, _ in order] + [numbers[place] for place in rest]).tobytes(),
            array("d", [score for _, score in order] + [values[place] for place in rest]).tobytes(),
        )

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

        def some(first: int) -> list[Hits]:
            return self._some(asked[first : first + _AT_ONCE], first, k, sort, parse)

        starts = range(0, len(asked), _AT_ONCE)
        if threads == 1 or len(starts) < 2:
            return [hits for first in starts for hits in some(first)]
        from concurrent.futures import ThreadPoolExecutor

        with ThreadPoolExecutor(threads) as pool:
            return [hits for found in pool.map(some, starts) for hits in found]

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
        return [self._hits(query, *one) for query, one in zip(trees, found, strict=True)]

    def _name(self, asked: list[str | Query], first: int, parse: Callable[[str], Query]) -> None:
        """Raise the error of the first query that has one, with its number."""
        for number, query in enumerate(asked, start=first):
            try:
                self.searcher.compile(parse(query) if isinstance(query, str) else query)
            except QueryError as error:
                raise QueryError(f"query number {number}: {error}") from error

    def _hits(
        self, query: Query, compiled: CompiledQuery, docs: bytes, scores: bytes, *, complete: bool | None = None
    ) -> Hits:
        searcher = self.searcher
        source = Source(
            self._schema,
            searcher.document,
            searcher.key,
            compiled.count,
            lambda: leaves(searcher.rewritten(query), self._schema, self._analyzers),
            self._remembering,
            searcher.column,
        )
        return Hits(docs, scores, source, complete=not compiled.cut if complete is None else complete)

    def _remembering(self, field: str) -> Analyzer:
        """Return the analyzer of a text field for snippets: the hits of an answer share most of their words."""
        known = self._snippet_analyzers
        return known.get(field) or known.setdefault(field, RememberingAnalyzer(self._analyzers[field]))


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
