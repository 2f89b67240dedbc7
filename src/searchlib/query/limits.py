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
        Terms of the index that one pattern may stand for; where there are more, those of the fewest edits are taken,
        and of these the commonest.
    seconds : float
        How long answering may take, for questions of more than words, phrases, keywords and dates, and for all where
        limits are given.
    partial : bool
        Whether a question that would take longer is answered with what has been found by then, and the answer marked
        as such; else it raises.
    """

    size: int = 8192
    depth: int = MAX_DEPTH
    clauses: int = 1024
    terms: int = 1024
    seconds: float = 10.0
    partial: bool = False

    def __post_init__(self) -> None:
        seconds: object = self.seconds
        if not isinstance(seconds, int | float) or isinstance(seconds, bool) or not seconds > 0:
            raise QueryError(f"the limit 'seconds' is a number above 0, not {seconds!r}")
        for field in fields(self):
            value: object = getattr(self, field.name)
            if field.name in ("seconds", "partial"):
                continue
            if not isinstance(value, int) or isinstance(value, bool) or value < 1:
                raise QueryError(f"the limit {field.name!r} is a whole number from 1 on, not {value!r}")
        if self.depth > MAX_DEPTH:
            raise QueryError(f"the limit 'depth' is at most {MAX_DEPTH}, not {self.depth}")


DEFAULT_LIMITS = Limits()
