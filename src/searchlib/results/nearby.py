"""Where parts stand near each other: the readable twin of `src/native/search/near_cursor.cpp`, which counts them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

__all__ = ["Place", "stand_together"]


class Place(NamedTuple):
    """Where a part stands.

    Parameters
    ----------
    last, first : int
        Positions of its last and first word.
    start, end : int
        Character offsets into the text, half open.
    """

    last: int
    first: int
    start: int
    end: int


class _Reached(NamedTuple):
    """The best way to have seen some parts: the later it began and the more words it took up, the better."""

    end: int
    worth: int
    chosen: tuple[Place, ...]


def stand_together(parts: Sequence[Sequence[Place]], distance: int, *, ordered: bool) -> list[tuple[Place, ...]]:
    """Return the places of all parts, each time that they stand near each other, from left to right, none used twice.

    Parameters
    ----------
    parts : Sequence[Sequence[Place]]
        Where each part stands, in any order.
    distance : int
        How many other words may stand among them.
    ordered : bool
        Whether they stand in this order.
    """
    events = sorted((place, number) for number, places in enumerate(parts) for place in places)
    full = len(parts) if ordered else (1 << len(parts)) - 1
    found: list[tuple[Place, ...]] = []
    reached: dict[int, list[_Reached]] = {}
    taken = -1
    for place, number in events:
        if place.first <= taken:
            continue
        chosen = _take(reached, place, number, full, distance, ordered=ordered)
        if chosen is not None:
            found.append(chosen)
            reached.clear()
            taken = place.last
    return found


def _take(
    reached: dict[int, list[_Reached]], place: Place, number: int, full: int, distance: int, *, ordered: bool
) -> tuple[Place, ...] | None:
    """Put a part behind all that can stand before it; return all parts if they stand near enough with it."""
    width = place.last - place.first + 1
    steps = (
        [(number, number + 1)] if ordered else [(s, s | 1 << number) for s in range(full + 1) if not s >> number & 1]
    )
    whole: tuple[Place, ...] | None = None
    for seen, then in steps:
        before = (
            _Reached(place.first - 1, place.first, ()) if seen == 0 else _before(reached.get(seen, []), place.first)
        )
        if before is None:
            continue
        worth, chosen = before.worth + width, (*before.chosen, place)
        if then == full:
            whole = chosen if place.last + 1 - worth <= distance else whole
            continue
        known = reached.setdefault(then, [])
        if not known or known[-1].worth < worth:
            known.append(_Reached(place.last, worth, chosen))
    return whole


def _before(known: list[_Reached], first: int) -> _Reached | None:
    """Return the best of what ended before a position."""
    at = bisect_left(known, first, key=lambda one: one.end)
    return known[at - 1] if at else None
