"""Sets of matches with their scores, and how often terms stand side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reference.engine import Leaf, Matches

__all__ = ["frequency_of", "intersection", "union"]


def frequency_of(positions: Mapping[str, list[int]], leaf: Leaf) -> int:
    """Return how often the terms of `leaf` stand at their relative positions."""
    first = positions.get(leaf[0][1], [])
    if len(leaf) == 1:
        return len(first)
    starts = set(first)
    for relative, term in leaf[1:]:
        starts &= {position - relative for position in positions.get(term, [])}
    return len(starts)


def union(parts: Iterable[Matches]) -> Matches:
    """Return what matches any part, with the sum of the scores."""
    found: Matches = {}
    for part in parts:
        for key, score in part.items():
            found[key] = found.get(key, 0) + score
    return found


def intersection(parts: Iterable[Matches], everything: Matches) -> Matches:
    """Return what matches all parts, with the sum of the scores; `everything` if there are none."""
    found = everything
    for part in parts:
        found = {key: score + part[key] for key, score in found.items() if key in part}
    return found
