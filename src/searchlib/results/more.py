"""What can be asked of an answer besides its hits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypedDict, Unpack

from searchlib.results.counting import Counted, counts_of

if TYPE_CHECKING:
    from searchlib.results.collapsing import Collapse
    from searchlib.results.columns import Unit
    from searchlib.results.counting import Facet
    from searchlib.results.grouping import GroupBy

__all__ = ["More", "Wanted", "wanted_of"]


class More(TypedDict, total=False):
    """What `Index.search` takes besides, each by its name.

    Parameters
    ----------
    facets : sequence of str or Facet
        Fields of which the values are counted over all documents that match, the ten commonest told where no `Facet`
        says how many. See `Hits.facets`.
    histogram : {"day", "month", "year"}
        What the dates of all documents that match are counted by. See `Hits.histogram`.
    ranges : Mapping[str, sequence of (low, high)]
        By number field, ranges in which all documents that match are counted, the lower end included and the upper one
        not, None for no end. See `Hits.ranges`.
    after : str or None
        What `Hits.after` or `Hits.cursor` of the same question gave: the hits are those behind that one.
    group_by : str or GroupBy, optional
        A field of which documents that share a value are a group: the hits are the first one of each group, `limit` is
        how many groups are told. See `Hits.groups`.
    collapse : bool or Collapse
        Whether hits are left out that nearly say the same as one before them. See `Hits.copies`.
    """

    facets: Sequence[str | Facet]
    histogram: Unit
    ranges: Mapping[str, Sequence[tuple[float | None, float | None]]]
    after: str | None
    group_by: str | GroupBy | None
    collapse: bool | Collapse


class Wanted(NamedTuple):
    """The same, as it was checked.

    Parameters
    ----------
    counted : Counted
        What is counted.
    after : object
        The text of a cursor; None for none.
    group_by : object
        What is grouped by; None for nothing.
    collapse : object
        How copies are told; None or False if they are not.
    """

    counted: Counted
    after: object
    group_by: object
    collapse: object


def wanted_of(more: More) -> Wanted:
    """Return what is asked for.

    Raises
    ------
    QueryError
        If it is not asked as it should be.
    """
    return _wanted(**more)


def _wanted(
    after: object = None, group_by: object = None, collapse: object = None, **counted: Unpack[_Counted]
) -> Wanted:
    return Wanted(counts_of(**counted), after, group_by, collapse)


class _Counted(TypedDict, total=False):
    facets: Sequence[str | Facet]
    histogram: Unit
    ranges: Mapping[str, Sequence[tuple[float | None, float | None]]]
