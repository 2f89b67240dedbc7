"""Which nodes may stand next to ``NEAR`` and ``ADJ``, and what they make together."""

from __future__ import annotations

from searchlib.query.patterns import Fuzzy, Prefix, Regex, Wildcard
from searchlib.query.places import Exact, Near
from searchlib.query.tree import Or, Phrase, Query, Word

__all__ = ["MAX_PARTS", "field_of", "near"]

MAX_PARTS = 8
"""Parts that may be near each other: in any order, there are so many ways to try."""

_LEAVES = (Word, Phrase, Exact, Prefix, Wildcard, Fuzzy, Regex)


def field_of(part: Query) -> tuple[bool, str | None]:
    """Return whether a node may be near others, and the field that it is searched in."""
    if isinstance(part, _LEAVES):
        return True, part.field
    if isinstance(part, Or) and part.children:
        fields = [child.field if isinstance(child, _LEAVES) else "" for child in part.children]
        return "" not in fields and len(set(fields)) == 1, fields[0]
    return False, None


def near(left: Query, right: Query, operator: str, distance: int, *, chained: bool) -> Near | tuple[str, str]:
    """Return what two nodes with ``NEAR/3`` between them mean, or what is wrong with them and what to write.

    Parameters
    ----------
    left, right : Query
        What stands before and behind.
    operator : str
        ``NEAR`` or ``ADJ``.
    distance : int
        The number behind it.
    chained : bool
        Whether `left` was made by an operator just before, and not in brackets.
    """
    written = f"{operator}/{distance}"
    ordered = operator == "ADJ"
    before: tuple[Query, ...] = (left,)
    if chained and isinstance(left, Near):
        if (left.ordered, left.distance) != (ordered, distance):
            return f"{written} follows another operator of its kind", "use the same one between all the words"
        before = left.parts
    parts = (*before, right)
    if len(parts) > MAX_PARTS:
        return f"more than {MAX_PARTS} words are near each other", "ask for fewer of them"
    found = [field_of(part) for part in parts]
    if not all(fits for fits, _ in found):
        return f"{written} joins what is no word", 'write words, "phrases", patterns, or (one OR other) in brackets'
    if len({field for _, field in found}) != 1:
        return f"{written} joins words of different fields", f"write title:(one {written} other)"
    return Near(parts, distance, ordered)
