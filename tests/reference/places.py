"""How often parts stand near each other, found by trying every way to choose one place of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

__all__ = ["count_near", "places_of"]

Place = tuple[int, int]
"""Positions of the first word and of the last."""


def places_of(positions: Mapping[str, Sequence[int]], leaf: Sequence[tuple[int, str]]) -> set[Place]:
    """Return where terms stand at their relative positions."""
    last = max(relative for relative, _ in leaf)
    starts = [{position - relative for position in positions.get(term, ())} for relative, term in leaf]
    return {(start, start + last) for start in set.intersection(*starts) if start >= 0}


def count_near(parts: Sequence[set[Place]], distance: int, *, ordered: bool) -> int:
    """Return how often the parts stand together: the earliest first, none overlapping another."""
    count = 0
    behind = -1
    for end in sorted({last for part in parts for _, last in part}):
        left = [sorted(place for place in part if place[0] > behind and place[1] <= end) for part in parts]
        if _stands(left, end, distance, ordered=ordered, chosen=()):
            count += 1
            behind = end
    return count


def _stands(left: Sequence[list[Place]], end: int, distance: int, *, ordered: bool, chosen: tuple[Place, ...]) -> bool:
    """Whether there is a way to choose one place of each part that is left so that all stand together up to `end`."""
    if not left:
        taken = sum(last - first + 1 for first, last in chosen)
        others = max(last for _, last in chosen) - min(first for first, _ in chosen) + 1 - taken
        return others <= distance and max(last for _, last in chosen) == end
    widest = sum(max((last - first + 1 for first, last in part), default=0) for part in left)
    reach = distance + widest + sum(last - first + 1 for first, last in chosen)
    for place in left[0]:
        far = end - place[0] + 1 > reach
        apart = all(place[0] > last or place[1] < first for first, last in chosen)
        behind = not ordered or not chosen or place[0] > chosen[-1][1]
        if not far and apart and behind and _stands(left[1:], end, distance, ordered=ordered, chosen=(*chosen, place)):
            return True
    return False
