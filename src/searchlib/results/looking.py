"""One question being answered: its matches are found once, whatever is asked of them."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from searchlib.errors import QueryError
from searchlib.results.cursors import Cursor
from searchlib.results.native import Matches
from searchlib.schema import Date, Keyword, Number
from searchlib.search import ORDERS, Sort, run

if TYPE_CHECKING:
    from searchlib.results.columns import Columns
    from searchlib.results.native import KeywordColumn
    from searchlib.schema import Schema
    from searchlib.search import CompiledQuery

__all__ = ["FieldOrder", "Looking", "order_of"]

_GRID = 65_536
_LEAST = 16


class FieldOrder(NamedTuple):
    """An order by a field, then by score.

    Parameters
    ----------
    field : str
        A keyword, number or date field.
    descending : bool
        Whether the greatest comes first.
    by_date : bool
        Whether it is the date.
    """

    field: str
    descending: bool
    by_date: bool


def order_of(sort: object, columns: Columns, schema: Schema) -> Sort | FieldOrder:
    """Return the order that a text names.

    Raises
    ------
    QueryError
        If it names none.
    """
    for known in ORDERS:
        if sort == known:
            return known
    name = sort.removeprefix("-") if isinstance(sort, str) else ""
    if schema.aliases.get(name, name) not in schema.fields:
        names = ", ".join(ORDERS)
        raise QueryError(f"there is no order {sort!r}: use {names}, or a field, with - before it for descending order")
    field = columns.field(name, "an order", Keyword, Number, Date)
    return FieldOrder(field, str(sort).startswith("-"), isinstance(schema.fields[field], Date))


class Looking:
    """A query that is being answered.

    Parameters
    ----------
    compiled : CompiledQuery
        The query.
    columns : Columns
        What it is ordered by.
    order : Sort or FieldOrder
        The order.
    """

    def __init__(self, compiled: CompiledQuery, columns: Columns, order: Sort | FieldOrder) -> None:
        self.compiled = compiled
        self.columns = columns
        self.order = order

    @cached_property
    def matches(self) -> Matches:
        """All documents that match."""
        return Matches(self.compiled)

    def top(self, k: int, after: Cursor | None = None) -> tuple[bytes, bytes]:
        """Return the packed numbers (uint32) and scores (float64) of the first `k` documents, or those behind one."""
        mark = after and (after.doc, after.score)
        if not isinstance(self.order, FieldOrder):
            return run(self.compiled, k, self.order, mark)
        return self.matches.in_order(self.compiled, self._column(self.order), self.order.descending, k, mark)

    def ranking(self, k: int, after: Cursor | None = None) -> Iterator[tuple[int, float]]:
        """Yield numbers and scores of all hits in order, or of those behind one; about `k` are expected to be taken."""
        count = max(2 * k, _LEAST)
        while True:
            docs, scores = self.top(count, after)
            numbers, values = array("I", docs), array("d", scores)
            yield from zip(numbers, values, strict=True)
            if len(numbers) < count:
                return
            after = Cursor(numbers[-1], round(values[-1] * _GRID), 0)
            count *= 2

    def groups(
        self, field: str, k: int, size: int, after: Cursor | None
    ) -> tuple[list[tuple[int, str | None, int, bytes, bytes]], int]:
        """Return the first `k` groups that share a value, or those behind one, and how many there are.

        Each is the number of its value, the value (None for none), how many documents it has, and the first `size` of
        them, packed as `top` gives them.
        """
        mark = after and (after.doc, after.score, after.group)
        order = self.order
        sort: tuple[KeywordColumn | None, bool] | None
        if isinstance(order, FieldOrder):
            sort = (self._column(order), order.descending)
        else:
            sort = None if order == "relevance" else (None, order == "newest")
        scored = isinstance(order, FieldOrder) or sort is None
        return self.matches.groups(self.compiled, self.columns.keywords(field), sort, k, size, scored, mark)

    def _column(self, order: FieldOrder) -> KeywordColumn | None:
        return None if order.by_date else self.columns.keywords(order.field)
