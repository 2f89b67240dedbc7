"""Answers under limits of time, in other orders, page by page, and with more than hits."""

from __future__ import annotations

import math
from array import array
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from searchlib.errors import QueryError, QueryTimeoutError
from searchlib.query.tree import Nothing
from searchlib.results.answer_source import AnswerSource
from searchlib.results.collapsing import Collapse, collapse_of, collapsed, packed
from searchlib.results.counted import NOTHING_COUNTED, Counts
from searchlib.results.counting import Counted, count
from searchlib.results.cursors import read_cursor
from searchlib.results.grouping import GroupBy, Groups, group_by_of, grouped
from searchlib.results.hits import Hits
from searchlib.results.looking import Looking, order_of
from searchlib.results.more import Wanted, wanted_of
from searchlib.search.deadlines import within

if TYPE_CHECKING:
    from collections.abc import Callable

    from searchlib.query import Limits, Query
    from searchlib.results.answering import Answerer
    from searchlib.results.cursors import Cursor
    from searchlib.results.hits import Hit
    from searchlib.results.more import More
    from searchlib.search import Statistics
    from searchlib.search.ranking import Ranking

__all__ = ["Asked", "answer_ranked"]


class Asked(NamedTuple):
    """What is asked besides the query.

    Parameters
    ----------
    first, k : int
        How many hits to pass over, and how many there are with these.
    sort : str
        The order: "relevance", "newest", "oldest", or a field.
    statistics : Statistics, optional
        Counts to score with.
    ranking : Ranking, optional
        What else ranks; by relevance only.
    limits : Limits
        How long it may take.
    """

    first: int
    k: int
    sort: str
    statistics: Statistics | None
    ranking: Ranking | None
    limits: Limits


def answer_ranked(answerer: Answerer, query: Query, asked: Asked, more: More) -> Hits:
    """Return the hits of a query, and what is told besides.

    Raises
    ------
    QueryError
        If the query makes no sense for the schema, or a score of one's own is no number.
    QueryTimeoutError
        If it would take longer than it may, and what there is by then is not wanted.
    """
    wanted = wanted_of(more)
    by, how = group_by_of(wanted.group_by, answerer.columns), collapse_of(wanted.collapse, answerer.schema)
    if (by is not None) + (how is not None) + (_rescore(asked) is not None) > 1:
        raise QueryError("group_by, collapse and rescore go one at a time")
    order = order_of(asked.sort, answerer.columns, answerer.schema)
    about = (order, asked.statistics, asked.ranking, *((by.field if by else how,) if by or how else ()))
    cursor = _cursor(answerer, (query, *about), wanted, asked)
    limits = asked.limits
    with within(limits.seconds, partial=limits.partial) as deadline:
        try:
            compiled = answerer.searcher.compile(query, asked.statistics, asked.ranking, limits.terms)
            looking = Looking(compiled, answerer.columns, order)
            found = _found(answerer, looking, query, asked, cursor, by or how)
        except QueryTimeoutError:
            if not limits.partial:
                raise
            # Not even the words that its patterns stand for were found, or what it is ordered by.
            looking = Looking(answerer.searcher.compile(Nothing()), answerer.columns, order)
            found = _Found(b"", b"", Groups(by.field, (), 0) if by else None, copies=() if how else None)
        counts = _counted(answerer, looking, wanted.counted, partial=limits.partial)
    if deadline.passed:
        answerer.ahead.forget((repr(query), order))
        counts = replace(counts, total=None)
    first, k, rescore = asked.first, asked.k, _rescore(asked)
    before = cursor.before if cursor else first
    known = None if rescore else about
    source = AnswerSource(answerer, query, looking.compiled, known, before, k - first, found.numbers)
    complete = found.complete and not (deadline.passed or looking.compiled.cut)
    hits = partial(Hits, source=source, complete=complete, counts=counts, groups=found.groups, copies=found.copies)
    docs, scores = found.docs, found.scores
    if rescore is not None and asked.ranking is not None:
        docs, scores = _rescored(docs, scores, list(hits(docs, scores)[: asked.ranking.window]), rescore)
    return hits(docs, scores) if by or how else hits(docs[4 * first : 4 * k], scores[8 * first : 8 * k])


class _Found(NamedTuple):
    """Packed hits, those passed over among them; or the first ones of groups, or those that are no copies."""

    docs: bytes
    scores: bytes
    groups: Groups | None = None
    numbers: tuple[int, ...] = ()
    copies: tuple[Hits, ...] | None = None
    complete: bool = True


def _found(
    answerer: Answerer,
    looking: Looking,
    query: Query,
    asked: Asked,
    cursor: Cursor | None,
    how: GroupBy | Collapse | None,
) -> _Found:
    """Return the hits of a query, or its groups, or its hits without copies."""
    if how is None:
        return _Found(*_top(answerer, looking, query, asked, cursor))

    def make(docs: bytes, scores: bytes, total: int) -> Hits:
        source = AnswerSource(answerer, query, looking.compiled, None, 0, 0)
        return Hits(docs, scores, source, counts=Counts(total=total))

    if isinstance(how, GroupBy):
        groups, docs, scores, numbers = grouped(looking, how, (asked.first, asked.k), cursor, make)
        return _Found(docs, scores, groups, numbers)

    def text_of(doc: int) -> object:
        return answerer.searcher.document(doc).get(how.field or "")

    kept, copies, complete = collapsed(looking.ranking(asked.k, cursor), text_of, asked.k, how, asked.limits)
    some = slice(asked.first, None)
    told = tuple(make(*packed(others), len(others)) for others in copies[some])
    return _Found(*packed(kept[some]), copies=told, complete=complete)


def _rescore(asked: Asked) -> Callable[[Hit], float] | None:
    return asked.ranking.rescore if asked.ranking is not None and asked.sort == "relevance" else None


def _cursor(answerer: Answerer, about: tuple[object, ...], wanted: Wanted, asked: Asked) -> Cursor | None:
    """Return the hit that the others come behind; None for the first page."""
    if wanted.after is None:
        return None
    if asked.first:
        raise QueryError("offset counts from the first hit, and after begins behind another: give one of them")
    if _rescore(asked):
        raise QueryError("hits that are rescored have no order behind them: ask for more of them, without after")
    return read_cursor(answerer.searcher, about, wanted.after)


def _top(
    answerer: Answerer, looking: Looking, query: Query, asked: Asked, cursor: Cursor | None
) -> tuple[bytes, bytes]:
    """Return the packed hits."""
    if cursor is None:
        window = asked.ranking.window if asked.ranking is not None and _rescore(asked) else 0
        return looking.top(max(asked.k, window))
    if asked.statistics is not None or asked.ranking is not None or asked.k == 0:
        return looking.top(asked.k, cursor)
    return answerer.ahead.page((repr(query), looking.order), cursor, asked.k, lambda count: looking.top(count, cursor))


def _counted(answerer: Answerer, looking: Looking, counted: Counted, *, partial: bool) -> Counts:
    """Return what is counted; nothing if the time is over before it begins, and what there is by then is wanted."""
    try:
        return count(looking, answerer.columns, answerer.schema, counted) if counted else NOTHING_COUNTED
    except QueryTimeoutError:
        if not partial:
            raise
        return NOTHING_COUNTED


def _rescored(docs: bytes, scores: bytes, hits: list[Hit], rescore: Callable[[Hit], float]) -> tuple[bytes, bytes]:
    """Return packed hits with those at their top in the order of new scores; of equal ones the better comes first."""
    scored: list[tuple[int, float]] = []
    for place, hit in enumerate(hits):
        score: object = rescore(hit)
        if not isinstance(score, int | float) or math.isnan(score):
            raise QueryError(f"rescore gives a number for each hit, not {score!r}")
        scored.append((place, float(score)))
    order = sorted(scored, key=lambda pair: -pair[1])
    numbers, values = array("I", docs), array("d", scores)
    rest = range(len(order), len(numbers))
    return (
        array("I", [numbers[place] for place, _ in order] + [numbers[place] for place in rest]).tobytes(),
        array("d", [score for _, score in order] + [values[place] for place in rest]).tobytes(),
    )
