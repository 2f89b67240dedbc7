"""Groups of the documents that match, made by going through them in order: the twin of the native grouping."""

from __future__ import annotations

from reference.counting import Value, printed
from reference.engine import Ranked, ReferenceIndex
from reference.paging import ordered
from searchlib.query import tree

__all__ = ["groups"]

Grouped = tuple[Value | None, int, list[Ranked]]


def groups(reference: ReferenceIndex, query: tree.Query, field: str, sort: str, size: int) -> list[Grouped]:
    """Return each value, as its first document has it, with how many documents there are and the first of them."""
    members: dict[Value | None, list[Ranked]] = {}
    shown: dict[Value | None, Value | None] = {None: None}
    for ranked in ordered(reference, query, sort):
        names = printed(reference, reference.entries[ranked.key], field)
        # A document that leads several groups leads them in the order of their values.
        for indexed in sorted(names, key=lambda one: one.encode() if isinstance(one, str) else one) or [None]:  # type: ignore[arg-type,return-value]
            members.setdefault(indexed, []).append(ranked)
            shown.setdefault(indexed, names.get(indexed) if indexed is not None else None)
    return [(shown[value], len(found), found[:size]) for value, found in members.items()]
