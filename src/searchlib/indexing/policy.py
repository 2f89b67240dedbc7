"""When segments are merged: as late as keeps their number small."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["choose_merge"]

FAN_IN = 8
"""Segments of one tier that are merged in one of the next: each document is then written about once for each
factor of eight that the index grows by, and an index of a million documents has at most some thirty segments."""

SMALLEST_TIER = 32
"""Documents below which segments count as equally small. Within a tier, eight of the smallest are merged again and
again until they leave it, so it must not be wide: with 1,000 here, documents that come ten a commit were rewritten
58 times each."""

MOST_DELETED = 0.5
"""Share of deleted documents from which a segment is rewritten by itself."""


def choose_merge(sizes: Sequence[tuple[int, int]]) -> list[int] | None:
    """Return which segments are to be merged next; None if none.

    Parameters
    ----------
    sizes : sequence of (documents, deleted)
        Of each segment.

    Returns
    -------
    list of int or None
        Places in `sizes`, ascending.
    """
    tiers: dict[int, list[int]] = {}
    for place, (documents, deleted) in enumerate(sizes):
        if deleted > MOST_DELETED * documents:
            return [place]
        live = max(documents - deleted, SMALLEST_TIER)
        tiers.setdefault(int(math.log(live / SMALLEST_TIER, FAN_IN)), []).append(place)
    return next((places for _, places in sorted(tiers.items()) if len(places) >= FAN_IN), None)
