"""What can be asked of an answer besides its hits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from searchlib.results.columns import Unit
    from searchlib.results.counting import Facet

__all__ = ["More"]


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
    """

    facets: Sequence[str | Facet]
    histogram: Unit
    ranges: Mapping[str, Sequence[tuple[float | None, float | None]]]
