"""When segments are merged: as late as keeps their number small."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

__all__ = ["POLICIES", "Policy", "Size", "choose_merge", "choose_nothing", "overdue"]

Policy: TypeAlias = Literal["tiered", "none"]
"""What decides when segments are merged: their sizes and dates, or only `Writer.compact`."""

SMALLEST_TIER = 256
"""Documents below which segments count as equally small: merging so few takes milliseconds, and is worth it for having
three such segments at most where documents come a few a commit."""

FAN_IN = 4
"""Segments of the smallest tier that are merged in one."""

WIDE = 8
"""Factor between tiers above the smallest, up to `LARGE` documents. Of these tiers each has one segment, and what comes
out of the tier below is merged with it at once: a document is written some four times a tier, where in three tiers that
double it would be three times, and of up to three segments there is one. Each costs every question microseconds."""

LARGE = SMALLEST_TIER * WIDE**2
"""Documents from which on tiers grow by `GROWTH` only, as merges are long: a bulk load mostly writes more at once."""

GROWTH = 2
"""Factor between tiers of large segments, and how many segments of one tier are merged: each document is then written
about once for each doubling of the index, and an index of a million documents has at most some twelve segments."""

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

    Segments of one tier are merged as soon as there are enough of them: those that are nearest in time, so that the
    segments of a tier stay periods that overlap little, and a range of dates leaves out whole ones.

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
    for tier, places in sorted(_tiers(segments).items()):
        chosen = _nearest([(segments[place].newest, place) for place in places], GROWTH if tier else FAN_IN)
        if chosen and sum(segments[place].documents for place in chosen) <= most:
            return sorted(chosen)
    return None


def choose_nothing(sizes: Sequence[tuple[int, int] | Size], most: float = math.inf) -> list[int] | None:  # noqa: ARG001
    """Return None: the segments stay as they are committed."""
    return None


POLICIES: Mapping[Policy, Callable[[Sequence[tuple[int, int] | Size], float], list[int] | None]] = {
    "tiered": choose_merge,
    "none": choose_nothing,
}


def overdue(sizes: Sequence[tuple[int, int] | Size]) -> bool:
    """Return whether merges have fallen behind: a tier has many times as many segments as are merged at a time."""
    return any(len(places) >= OVERDUE * FAN_IN for places in _tiers([Size(*size) for size in sizes]).values())


def _tiers(segments: Sequence[Size]) -> dict[int, list[int]]:
    """Return the places of the segments of each tier."""
    tiers: dict[int, list[int]] = {}
    for place, segment in enumerate(segments):
        live = segment.documents - segment.deleted
        tiers.setdefault(_tier(live), []).append(place)
    return tiers


def _tier(live: int) -> int:
    """Return the tier of a segment of so many live documents."""
    tier, end = 0, SMALLEST_TIER
    while live >= end:
        tier += 1
        end *= WIDE if end < LARGE else GROWTH
    return tier


def _nearest(segments: list[tuple[int, int]], count: int) -> list[int]:
    """Return the places of so many that span the least time, of pairs of their newest document and place."""
    segments = sorted(segments)
    windows = range(len(segments) - count + 1)
    if not windows:
        return []
    first = min(windows, key=lambda at: segments[at + count - 1][0] - segments[at][0])
    return [place for _, place in segments[first : first + count]]
