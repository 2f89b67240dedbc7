"""All documents that match in the order of a field, by sorting them: the twin of the native orders and cursors."""

from __future__ import annotations

from reference.engine import GRID, Entry, Ranked, ReferenceIndex
from searchlib.query import tree

__all__ = ["ordered"]


def ordered(reference: ReferenceIndex, query: tree.Query, sort: str) -> list[Ranked]:
    """Return every document that matches, in an order as `Index.search` takes it."""
    if sort in ("relevance", "newest", "oldest"):
        return reference.search(query, limit=len(reference), sort=sort)  # type: ignore[arg-type]
    matches = reference.answer(query)
    descending, field = sort.startswith("-"), sort.removeprefix("-")

    def tie(key: str) -> tuple[int, bool, int, int]:
        entry = reference.entries[key]
        return (-matches[key], entry.seconds is None, -(entry.seconds or 0), entry.sequence)

    there = [key for key in matches if values(reference, reference.entries[key], field)]
    there.sort(key=tie)
    choose = max if descending else min
    there.sort(key=lambda key: choose(values(reference, reference.entries[key], field)), reverse=descending)
    missing = sorted(set(matches) - set(there), key=tie)
    return [Ranked(key, matches[key] / GRID) for key in [*there, *missing]]


def values(reference: ReferenceIndex, entry: Entry, field: str) -> list[bytes] | list[float]:
    """Return what a document is ordered by."""
    if field == reference.schema.date_field:
        return [] if entry.seconds is None else [float(entry.seconds)]
    if field in entry.numbers:
        return [float(number) for number in entry.numbers[field]]
    return [name.encode() for name in entry.names[field]]
