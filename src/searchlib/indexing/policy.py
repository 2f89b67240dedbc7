"""When segments are merged: as late as keeps their number small."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Size", "choose_merge", "overdue"]

FAN_IN = 4
"""Segments of one tier that are merged in one of the next: each document is then written about once for each
factor of four that the index grows by, and an index of a million documents has at most some twenty segments. With 8,
documents were written a third less often, and an index had twice as many segments, each of which costs a question."""

SMALLEST_TIER = 64
"""Documents below which segments count as equally small: merging so few takes milliseconds, and is worth it for having
three such segments at most where documents come a few a commit."""

AT_ONCE = 256
"""Documents up to which a commit merges itself what it would else publish, so that segments of a few documents do not
wait for a merge: it takes some ten milliseconds, once in three commits."""

OVERDUE = 6
"""A commit waits for the merge that goes on when a tier has this many times `FAN_IN` segments."""

MOST_DELETED = 0.5
"""Share of deleted documents from which a segment is rewritten by itself."""


class Size(NamedTuple):
    """What the policy knows of a segment.

    Parameters
    ----------
    documents, deleted : int
        Documents in it, and how many of them are deleted.
    newest : int
        UTC seconds of its newest document; `UNDATED` if none is dated.
    """

    documents: int
    deleted: int
    newest: int = 0


def choose_merge(sizes: Sequence[tuple[int, int] | Size], most: float = math.inf) -> list[int] | None:
    """Return which segments are to be merged next; None if none.

    Segments of one tier are merged, `FAN_IN` at a time: those that are nearest in time, so that the segments of a
    tier stay periods that overlap little, and a range of dates leaves out whole ones.

    Parameters
    ----------
    sizes : sequence of (documents, deleted) or of Size
        Of each segment.
    most : float
        Documents that are merged at most, as a merge holds some bytes of each in memory. A segment that is half deleted
        is rewritten all the same.

    Returns
    -------
    list of int or None
        Places in `sizes`, ascending.
    """
    segments = [Size(*size) for size in sizes]
    for place, segment in enumerate(segments):
        if segment.deleted > MOST_DELETED * segment.documents:
            return [place]
    for _, places in sorted(_tiers(segments).items()):
        chosen = _nearest([(segments[place].newest, place) for place in places])
        if chosen and sum(segments[place].documents for place in chosen) <= most:
            return sorted(chosen)
    return None


def overdue(sizes: Sequence[tuple[int, int] | Size]) -> bool:
    """Return whether merges have fallen behind: a tier has many times as many segments as are merged at a time."""
    return any(len(places) >= OVERDUE * FAN_IN for places in _tiers([Size(*size) for size in sizes]).values())


def _tiers(segments: Sequence[Size]) -> dict[int, list[int]]:
    """Return the places of the segments of each tier."""
    tiers: dict[int, list[int]] = {}
    for place, segment in enumerate(segments):
        live = max(segment.documents - segment.deleted, SMALLEST_TIER)
        tiers.setdefault(int(math.log(live / SMALLEST_TIER, FAN_IN)), []).append(place)
    return tiers


def _nearest(segments: list[tuple[int, int]]) -> list[int]:
    """Return the places of those `FAN_IN` that span the least time, of pairs of their newest document and place."""
    segments = sorted(segments)
    windows = range(len(segments) - FAN_IN + 1)
    if not windows:
        return []
    first = min(windows, key=lambda at: segments[at + FAN_IN - 1][0] - segments[at][0])
    return [place for _, place in segments[first : first + FAN_IN]]
