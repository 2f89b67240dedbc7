"""Answers under limits of time, and ranked by more than how well documents match."""

from __future__ import annotations

import math
from array import array
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from searchlib.errors import QueryError, QueryTimeoutError
from searchlib.query.tree import Nothing
from searchlib.results.counted import NOTHING_COUNTED
from searchlib.results.counting import Counted, count, counts_of
from searchlib.search import run
from searchlib.search.deadlines import within

if TYPE_CHECKING:
    from collections.abc import Callable

    from searchlib.query import Limits, Query
    from searchlib.results.answering import Answerer
    from searchlib.results.counted import Counts
    from searchlib.results.hits import Hit, Hits
    from searchlib.results.more import More
    from searchlib.search import CompiledQuery, Sort, Statistics
    from searchlib.search.ranking import Ranking

__all__ = ["Asked", "answer_ranked"]


class Asked(NamedTuple):
    """What is asked besides the query.

    Parameters
    ----------
    first, k : int
        How many hits to pass over, and how many there are with these.
    sort : {"relevance", "newest", "oldest"}
        The order.
    statistics : Statistics, optional
        Counts to score with.
    ranking : Ranking, optional
        What else ranks; by relevance only.
    limits : Limits
        How long it may take.
    """

    first: int
    k: int
    sort: Sort
    statistics: Statistics | None
    ranking: Ranking | None
    limits: Limits


def answer_ranked(answerer: Answerer, query: Query, asked: Asked, more: More) -> Hits:
    """Return the hits of a query, and what was counted besides.

    Raises
    ------
    QueryError
        If the query makes no sense for the schema, or a score of one's own is no number.
    QueryTimeoutError
        If it would take longer than it may, and what there is by then is not wanted.
    """
    first, k, sort, statistics, ranking, limits = asked
    counted = counts_of(**more)
    rescore = ranking.rescore if ranking is not None and sort == "relevance" else None
    window = ranking.window if ranking is not None and rescore is not None else 0
    with within(limits.seconds, partial=limits.partial) as deadline:
        try:
            compiled = answerer.searcher.compile(query, statistics, ranking, limits.terms)
            docs, scores = run(compiled, max(k, window), sort)
        except QueryTimeoutError:
            if not limits.partial:
                raise
            # Not even the words that its patterns stand for were found.
            compiled, docs, scores = answerer.searcher.compile(Nothing()), b"", b""
        counts = _counted(answerer, compiled, counted, partial=limits.partial) if counted else NOTHING_COUNTED
    complete = not (deadline.passed or compiled.cut)
    if rescore is not None:
        top = list(answerer.hits(query, compiled, docs, scores, complete=complete, counts=counts)[:window])
        docs, scores = _reordered(docs, scores, _rescored(top, rescore))
    docs, scores = docs[4 * first : 4 * k], scores[8 * first : 8 * k]
    if deadline.passed:
        counts = replace(counts, total=None)
    return answerer.hits(query, compiled, docs, scores, complete=complete, counts=counts)


def _counted(answerer: Answerer, compiled: CompiledQuery, counted: Counted, *, partial: bool) -> Counts:
    """Return what is counted; nothing if the time is over before it begins, and what there is by then is wanted."""
    try:
        return count(compiled, answerer.columns, answerer.schema, counted)
    except QueryTimeoutError:
        if not partial:
            raise
        return NOTHING_COUNTED


def _rescored(hits: list[Hit], rescore: Callable[[Hit], float]) -> list[tuple[int, float]]:
    """Return the places of hits with their new scores, best first; of equal ones the better before comes first."""
    scored: list[tuple[int, float]] = []
    for place, hit in enumerate(hits):
        score: object = rescore(hit)
        if not isinstance(score, int | float) or math.isnan(score):
            raise QueryError(f"rescore gives a number for each hit, not {score!r}")
        scored.append((place, float(score)))
    return sorted(scored, key=lambda pair: -pair[1])


def _reordered(docs: bytes, scores: bytes, order: list[tuple[int, float]]) -> tuple[bytes, bytes]:
    """Return packed hits with those at their top in another order, under other scores."""
    numbers, values = array("I", docs), array("d", scores)
    rest = range(len(order), len(numbers))
    return (
        array("I", [numbers[place] for place, _ in order] + [numbers[place] for place in rest]).tobytes(),
        array("d", [score for _, score in order] + [values[place] for place in rest]).tobytes(),
    )
