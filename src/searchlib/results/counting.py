"""Counting all documents that match: by the values of fields, by dates, by ranges of numbers."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import starmap
from typing import TYPE_CHECKING, Any, cast

from searchlib.errors import QueryError
from searchlib.results.columns import UNITS, Columns, Unit
from searchlib.results.counted import Counts, DateCount, FacetCount, FacetCounts, Histogram, RangeCount
from searchlib.schema import Keyword, Number, number_term

if TYPE_CHECKING:
    from datetime import date

    from searchlib.results.looking import Looking
    from searchlib.results.native import Matches
    from searchlib.schema import Schema

__all__ = ["Counted", "Facet", "count", "counts_of"]

_MOST = 1_000_000


@dataclass(frozen=True, slots=True)
class Facet:
    """Asks how many of the documents that match have each value of a field.

    Parameters
    ----------
    field : str
        A `Keyword` or `Number` field, or an alias of one.
    limit : int
        How many values are told, the commonest.
    """

    field: str
    limit: int = 10

    def __post_init__(self) -> None:
        limit: object = self.limit
        if not isinstance(limit, int) or isinstance(limit, bool) or not 0 <= limit <= _MOST:
            raise QueryError(f"the limit of a facet is a whole number from 0 to {_MOST}, not {limit!r}")


_Range = tuple[float | None, float | None]


@dataclass(frozen=True, slots=True)
class Counted:
    """What is to be counted, as it was checked.

    Parameters
    ----------
    facets : tuple[Facet, ...]
        Values of fields.
    ranges : Mapping[str, tuple[tuple[float | None, float | None], ...]]
        Ranges of numbers, by field.
    histogram : {"day", "month", "year"}, optional
        Dates.
    """

    facets: tuple[Facet, ...] = ()
    ranges: Mapping[str, tuple[_Range, ...]] = field(default_factory=dict[str, tuple[_Range, ...]])
    histogram: Unit | None = None

    def __bool__(self) -> bool:
        return bool(self.facets or self.ranges or self.histogram)


def counts_of(facets: object = (), histogram: object = None, ranges: object = None) -> Counted:
    """Return what is asked to be counted, as `More` says.

    Raises
    ------
    QueryError
        If it is not asked as it should be.
    """
    asked = [facets] if isinstance(facets, str | Facet) else _listed(facets)
    if asked is None or not all(isinstance(one, str | Facet) for one in asked):
        raise QueryError(f"facets are names of fields, or Facet(field, limit), not {facets!r}")
    if histogram is not None and histogram not in UNITS:
        raise QueryError(f"a histogram is by {', '.join(UNITS[:-1])} or {UNITS[-1]}, not {histogram!r}")
    ranges = {} if ranges is None else ranges
    if not isinstance(ranges, Mapping):
        raise QueryError(f"ranges are given by field, as in {{'price': [(0, 10), (10, None)]}}, not as {ranges!r}")
    return Counted(
        tuple(Facet(one) if isinstance(one, str) else one for one in asked),
        {str(name): _ranges_of(name, ends) for name, ends in cast("Mapping[object, object]", ranges).items()},
        next((unit for unit in UNITS if unit == histogram), None),
    )


def count(looking: Looking, columns: Columns, schema: Schema, asked: Counted) -> Counts:
    """Count the documents that match a query, in each way that is asked for.

    Raises
    ------
    QueryError, SchemaError
        If there is no such field, or it is of a kind that cannot be counted so.
    QueryTimeoutError
        If it would take longer than it may.
    """
    facets = [(columns.field(one.field, "a facet", Keyword, Number), one.limit) for one in asked.facets]
    ranges = [(columns.field(name, "a range", Number), ends) for name, ends in asked.ranges.items()]
    if asked.histogram and schema.date_field is None:
        raise QueryError("a histogram needs a Date field, which the schema does not have")
    matches = looking.matches
    return Counts(
        {name: _facet(matches, columns, name, limit) for name, limit in facets},
        {name: _ranges(matches, columns, name, ends) for name, ends in ranges},
        _histogram(matches, columns, asked.histogram) if asked.histogram else None,
        matches.total,
    )


def _facet(matches: Matches, columns: Columns, name: str, limit: int) -> FacetCounts:
    found, distinct, missing = matches.values(columns.keywords(name), limit)
    shown = columns.values(name, ((term, doc) for term, _, doc in found))
    counts = [FacetCount(value, number) for value, (_, number, _) in zip(shown, found, strict=True)]
    return FacetCounts(name, tuple(counts), distinct, missing)


def _ranges(matches: Matches, columns: Columns, name: str, ranges: tuple[_Range, ...]) -> tuple[RangeCount, ...]:
    column = columns.keywords(name)
    bounds = [
        (
            0 if low is None else column.first_from(number_term(low)),
            column.size if high is None else column.first_from(number_term(high)),
        )
        for low, high in ranges
    ]
    return tuple(RangeCount(*ends, number) for ends, number in zip(ranges, matches.ranges(column, bounds), strict=True))


def _histogram(matches: Matches, columns: Columns, unit: Unit) -> Histogram:
    buckets, days = columns.buckets(unit)
    counts, undated = matches.dates(buckets)
    found: dict[date, int] = {}
    for day, number in zip(days, counts, strict=True):
        if number:
            found[day] = found.get(day, 0) + number
    return Histogram(unit, tuple(starmap(DateCount, sorted(found.items()))), undated)


def _ranges_of(name: object, ends: object) -> tuple[_Range, ...]:
    listed = _listed(ends)
    if listed is None:
        raise QueryError(f"ranges of {name!r} are a list, as in [(0, 10), (10, None)], not {ends!r}")
    return tuple(map(_range, listed))


def _listed(given: object) -> list[Any] | None:
    if isinstance(given, Sequence) and not isinstance(given, str | bytes):
        return list(cast("Sequence[object]", given))
    return None


def _range(given: object) -> _Range:
    ends = _listed(given)
    if ends is not None and len(ends) == 2 and all(end is None or _is_number(end) for end in ends):
        return ends[0], ends[1]
    raise QueryError(f"a range is two numbers, from the one to below the other, None for no end, not {given!r}")


def _is_number(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    try:
        return not math.isnan(value)
    except OverflowError:
        return False  # of more digits than any number that is indexed
