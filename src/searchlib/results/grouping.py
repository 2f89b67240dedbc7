"""The documents that match in groups that share a value: the best of each source, say."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, overload

from searchlib.errors import QueryError
from searchlib.results.columns import Columns
from searchlib.schema import Keyword, Number

if TYPE_CHECKING:
    from searchlib.results.cursors import Cursor
    from searchlib.results.hits import Hits
    from searchlib.results.looking import Looking

__all__ = ["Group", "GroupBy", "Groups", "group_by_of", "grouped"]

_MOST = 10_000


@dataclass(frozen=True, slots=True)
class GroupBy:
    """Asks for the documents that match in groups.

    Parameters
    ----------
    field : str
        A `Keyword` or `Number` field, or an alias of one: documents that share a value of it are a group.
    size : int
        How many hits of each group are told, from 1.
    """

    field: str
    size: int = 1

    def __post_init__(self) -> None:
        size: object = self.size
        if not isinstance(size, int) or isinstance(size, bool) or not 1 <= size <= _MOST:
            raise QueryError(f"the size of a group is a whole number from 1 to {_MOST}, not {size!r}")


@dataclass(frozen=True, slots=True)
class Group:
    """The documents that match and share a value.

    Parameters
    ----------
    value : str or float or None
        The value, as its first hit has it; folded, as it is indexed, where the field is not stored. None for the
        documents that have no value.
    documents : int
        How many there are.
    hits : Hits
        The first of them, in the order of the answer.
    """

    value: str | float | None
    documents: int
    hits: Hits


@dataclass(frozen=True, slots=True)
class Groups(Sequence[Group]):
    """The groups of an answer, in the order of their first hits: a sequence of `Group`.

    A document with several values is in each of their groups, those without any are one together.

    Parameters
    ----------
    field : str
        What is shared.
    groups : tuple[Group, ...]
        As many as were asked for.
    total : int
        How many groups there are.
    """

    field: str
    groups: tuple[Group, ...]
    total: int

    @overload
    def __getitem__(self, index: int) -> Group: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[Group, ...]: ...

    def __getitem__(self, index: int | slice) -> Group | tuple[Group, ...]:
        return self.groups[index]

    def __len__(self) -> int:
        return len(self.groups)


class Grouped(NamedTuple):
    """What was found in groups.

    Parameters
    ----------
    groups : Groups
        The groups.
    docs, scores : bytes
        The first hit of each, packed.
    numbers : tuple[int, ...]
        The numbers of their values.
    """

    groups: Groups
    docs: bytes
    scores: bytes
    numbers: tuple[int, ...]


def group_by_of(asked: object, columns: Columns) -> GroupBy | None:
    """Return by what is grouped, under the name of the field; None if nothing is.

    Raises
    ------
    QueryError, SchemaError
        If that cannot be grouped by.
    """
    if asked is None:
        return None
    if not isinstance(asked, str | GroupBy):
        raise QueryError(f"group_by is the name of a field, or GroupBy(field, size), not {asked!r}")
    wanted = GroupBy(asked) if isinstance(asked, str) else asked
    return GroupBy(columns.field(wanted.field, "a group", Keyword, Number), wanted.size)


def grouped(
    looking: Looking,
    by: GroupBy,
    window: tuple[int, int],
    cursor: Cursor | None,
    make: Callable[[bytes, bytes, int], Hits],
) -> Grouped:
    """Find groups.

    Parameters
    ----------
    looking : Looking
        The query.
    by : GroupBy
        What they share.
    window : tuple[int, int]
        How many groups to pass over, and how many there are with these.
    cursor : Cursor, optional
        The group that they come behind.
    make : Callable[[bytes, bytes, int], Hits]
        Makes hits of packed numbers and scores, given how many there are in all.
    """
    first, k = window
    found, total = looking.groups(by.field, k, by.size, cursor)
    found = found[first:]
    firsts = [array("I", docs)[0] for _, _, _, docs, _ in found]
    terms = [(text, doc) for (_, text, _, _, _), doc in zip(found, firsts, strict=True) if text is not None]
    shown = iter(looking.columns.values(by.field, terms))
    groups = [
        Group(None if text is None else next(shown), count, make(docs, scores, count))
        for _, text, count, docs, scores in found
    ]
    return Grouped(
        Groups(by.field, tuple(groups), total),
        array("I", firsts).tobytes(),
        b"".join(scores[:8] for *_, scores in found),
        tuple(number for number, *_ in found),
    )
