"""What is known of each document of a snapshot, to count, sort and group by: made when first asked for, and kept."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias, cast

from searchlib.analysis import fold_keyword
from searchlib.dates import parse_instant, to_date
from searchlib.errors import QueryError
from searchlib.results.native import DateBuckets, KeywordColumn
from searchlib.schema import Number, number_term
from searchlib.search import MISSING, UNREAD

if TYPE_CHECKING:
    from searchlib.schema import Schema
    from searchlib.search import Searcher

__all__ = ["UNITS", "Columns", "Unit", "first_day"]

Unit: TypeAlias = Literal["day", "month", "year"]
UNITS: Final[tuple[Unit, ...]] = ("day", "month", "year")
_LONGEST = 255
"""Bytes of the longest keyword, folded; the rest of it does not count."""
_SIGN, _ALL_BITS = 1 << 63, (1 << 64) - 1


class Columns:
    """The columns of one snapshot.

    Parameters
    ----------
    searcher : Searcher
        What is searched.
    schema : Schema
        Its schema.
    """

    def __init__(self, searcher: Searcher, schema: Schema) -> None:
        self._searcher = searcher
        self._schema = schema
        self._keywords: dict[str, KeywordColumn] = {}
        self._buckets: dict[Unit, tuple[DateBuckets, list[date]]] = {}

    def field(self, name: str, purpose: str, *kinds: type) -> str:
        """Return the field that a name or an alias stands for, if it is of one of those kinds.

        Raises
        ------
        SchemaError
            If there is no such field.
        QueryError
            If it is of another kind; the message says what it cannot be used for.
        """
        field = self._schema.resolve(name)
        if isinstance(self._schema.fields[field], kinds):
            return field
        wanted = _either([kind.__name__ for kind in kinds])
        fitting = _either([n for n, spec in self._schema.fields.items() if isinstance(spec, kinds)])
        raise QueryError(f"{purpose} needs a {wanted} field, which {name!r} is not: use {fitting}")

    def keywords(self, field: str) -> KeywordColumn:
        """Return the column of a keyword or number field; the first time costs a walk through its postings."""
        known = self._keywords.get(field)
        if known is None:
            known = KeywordColumn(self._searcher.snapshot, self._schema.keyword_fields.index(field))
            known = self._keywords.setdefault(field, known)
        return known

    def buckets(self, unit: Unit) -> tuple[DateBuckets, list[date]]:
        """Return the days, months or years of the snapshot, and the first day of each.

        The first time costs a look-up for each of them.
        """
        known = self._buckets.get(unit)
        if known is None:
            zone = self._schema.timezone
            buckets = DateBuckets(self._searcher.snapshot, partial(_start, unit, zone))
            known = self._buckets.setdefault(
                unit, (buckets, [first_day(start, unit, zone) for start in buckets.starts])
            )
        return known

    def values(self, field: str, found: Iterable[tuple[str, int]]) -> list[str | float]:
        """Return values as they are printed.

        Parameters
        ----------
        field : str
            A keyword or number field.
        found : Iterable[tuple[str, int]]
            Each as it is indexed, with the number of a document that has it.
        """
        pairs = list(found)
        stored = self._stored(field, tuple(doc for _, doc in pairs))
        return [self._shown(field, term, value) for (term, _), value in zip(pairs, stored, strict=True)]

    def _stored(self, field: str, docs: tuple[int, ...]) -> list[Any]:
        """Return what is stored of a field in each document."""
        if not getattr(self._schema.fields[field], "stored", False):
            return [None] * len(docs)
        column = self._searcher.rows(docs).column(field)
        return [
            self._searcher.document(doc).get(field) if value is UNREAD else None if value is MISSING else value
            for doc, value in zip(docs, column, strict=True)
        ]

    def _shown(self, field: str, term: str, stored: Any) -> str | float:
        """Return the value among those stored that is indexed as the term; the term itself if none is stored."""
        values = cast("list[Any]", stored if isinstance(stored, list | tuple) else [stored])
        if isinstance(self._schema.fields[field], Number):
            numbers = [value for value in values if isinstance(value, int | float)]
            return next((number for number in numbers if number_term(number) == term), _number(term))
        names = [value for value in values if isinstance(value, str)]
        return next((name for name in names if self._indexed(name) == term), term)

    def _indexed(self, name: str) -> str:
        folded = fold_keyword(name, self._schema.transliterator)
        return folded.encode()[:_LONGEST].decode("utf-8", "ignore")


def _either(names: list[str]) -> str:
    *others, last = names or ["none"]
    return f"{', '.join(others)} or {last}" if others else last


def first_day(seconds: int, unit: Unit, zone: str) -> date:
    """Return the first day of the day, month or year that a moment lies in."""
    day = to_date(seconds, zone)
    if unit == "day":
        return day
    return day.replace(day=1) if unit == "month" else day.replace(month=1, day=1)


def _start(unit: Unit, zone: str, seconds: int) -> int:
    # Where clocks are put back over midnight, a moment may lie before the day that its clock shows.
    return min(seconds, parse_instant(first_day(seconds, unit, zone), zone).seconds)


def _number(term: str) -> float:
    """Return the number that is indexed as a term."""
    bits = int(term, 16)
    [value] = struct.unpack(">d", struct.pack(">Q", bits ^ (_SIGN if bits >= _SIGN else _ALL_BITS)))
    return float(value)
