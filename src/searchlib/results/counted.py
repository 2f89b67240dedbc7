"""What was counted of all documents that match, as it is told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple, overload

if TYPE_CHECKING:
    from datetime import date

    from searchlib.results.columns import Unit

__all__ = ["NOTHING_COUNTED", "Counts", "DateCount", "FacetCount", "FacetCounts", "Histogram", "RangeCount"]


class FacetCount(NamedTuple):
    """A value and how many documents have it."""

    value: str | float
    documents: int


@dataclass(frozen=True, slots=True)
class FacetCounts(Sequence[FacetCount]):
    """How many of the documents that match have each value of a field: a sequence of `FacetCount`.

    Most documents come first; where they are equal, values stand in the order in which they are indexed: numbers
    ascending, names without case and diacritics. A document with several values counts once for each.

    Parameters
    ----------
    field : str
        The field.
    values : tuple[FacetCount, ...]
        The commonest values, as many as were asked for. A name is shown as it stands in the newest of its documents, or
        folded, as it is indexed, where the field is not stored.
    distinct : int
        How many different values there are.
    missing : int
        How many documents have none.
    """

    field: str
    values: tuple[FacetCount, ...]
    distinct: int
    missing: int

    @overload
    def __getitem__(self, index: int) -> FacetCount: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[FacetCount, ...]: ...

    def __getitem__(self, index: int | slice) -> FacetCount | tuple[FacetCount, ...]:
        return self.values[index]

    def __len__(self) -> int:
        return len(self.values)


class DateCount(NamedTuple):
    """The first day of a day, month or year, and how many documents are dated in it."""

    start: date
    documents: int


@dataclass(frozen=True, slots=True)
class Histogram:
    """How many of the documents that match are of each day, month or year, in the time zone of the schema.

    Parameters
    ----------
    unit : {"day", "month", "year"}
        What is counted by.
    dates : tuple[DateCount, ...]
        Those that documents are of, ascending. A document counts where its date begins: one of 2025 in January.
    undated : int
        How many documents have no date.
    """

    unit: Unit
    dates: tuple[DateCount, ...]
    undated: int

    def __iter__(self) -> Iterator[DateCount]:
        return iter(self.dates)

    def __len__(self) -> int:
        return len(self.dates)


class RangeCount(NamedTuple):
    """A range of numbers, its lower end included and its upper one not, and how many documents have one in it."""

    low: float | None
    high: float | None
    documents: int


@dataclass(frozen=True, slots=True)
class Counts:
    """What was counted besides the hits.

    Parameters
    ----------
    facets : Mapping[str, FacetCounts]
        By field.
    ranges : Mapping[str, tuple[RangeCount, ...]]
        By field.
    histogram : Histogram, optional
        By date.
    total : int, optional
        How many documents match, if they were counted.
    """

    facets: Mapping[str, FacetCounts] = field(default_factory=dict[str, FacetCounts])
    ranges: Mapping[str, tuple[RangeCount, ...]] = field(default_factory=dict[str, tuple[RangeCount, ...]])
    histogram: Histogram | None = None
    total: int | None = None


NOTHING_COUNTED: Final = Counts()
