"""How much one question may ask for."""

from __future__ import annotations

from dataclasses import dataclass, fields

from searchlib.errors import QueryError

__all__ = ["DEFAULT_LIMITS", "MAX_DEPTH", "Limits"]

MAX_DEPTH = 100
"""The depth that a question may be allowed at most: whatever walks the tree may recurse this deep."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a question may be like. Each limit that is passed raises, or is noted where questions are read leniently.

    Parameters
    ----------
    size : int
        Bytes of its text in UTF-8.
    depth : int
        Brackets and signs inside one another, 100 at most.
    clauses : int
        Words, quotations, patterns and ranges.
    terms : int
        Terms of the index that one pattern may stand for; the commonest are taken where there are more.
    """

    size: int = 8192
    depth: int = MAX_DEPTH
    clauses: int = 1024
    terms: int = 1024

    def __post_init__(self) -> None:
        for field in fields(self):
            value: object = getattr(self, field.name)
            if not isinstance(value, int) or isinstance(value, bool) or value < 1:
                raise QueryError(f"the limit {field.name!r} is a whole number from 1 on, not {value!r}")
        if self.depth > MAX_DEPTH:
            raise QueryError(f"the limit 'depth' is at most {MAX_DEPTH}, not {self.depth}")


DEFAULT_LIMITS = Limits()
