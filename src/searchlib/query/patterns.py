"""Patterns: nodes that stand for all words of the index that look like this.

They are held against words without case and diacritics, in lower case, as they are printed and not as stems. What they
find scores the same, 1, whichever word it was; `Fuzzy` scores less the further the word is from the one asked for.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeAlias

from searchlib.query import printing
from searchlib.query.tree import Query, Scoring

__all__ = ["Fuzzy", "KeywordLike", "Pattern", "Prefix", "Regex", "Wildcard"]


@dataclass(frozen=True, slots=True)
class Prefix(Scoring):
    """A word that starts like this.

    Parameters
    ----------
    text : str
        How it starts.
    field : str | None
        The text field to search; None means the default fields of the schema.
    """

    text: str
    field: str | None = None

    def __str__(self) -> str:
        return printing.clause(self.field, printing.prefix(self.text))


@dataclass(frozen=True, slots=True)
class Wildcard(Scoring):
    """A word of this shape: ``*`` stands for any letters or none, ``?`` for one letter.

    Parameters
    ----------
    pattern : str
        The shape.
    field : str | None
        The text field to search; None means the default fields of the schema.
    """

    pattern: str
    field: str | None = None

    def __str__(self) -> str:
        return printing.clause(self.field, printing.wildcard(self.pattern))


@dataclass(frozen=True, slots=True)
class Fuzzy(Scoring):
    """A word at most so many edits away: a letter put in, left out, exchanged, or swapped with its neighbour.

    Scores 1 where the word stands as it is, and an equal share less for each edit: with one edit allowed a half, with
    two a third less for each.

    Parameters
    ----------
    text : str
        The word.
    distance : int
        Edits that are allowed, 1 or 2.
    prefix : int
        How many of its first letters must stand as they are.
    field : str | None
        The text field to search; None means the default fields of the schema.
    """

    text: str
    distance: int = 1
    prefix: int = 0
    field: str | None = None

    def __str__(self) -> str:
        suffix = f"~{self.distance}" + (f"/{self.prefix}" if self.prefix else "")
        return printing.clause(self.field, self.text + suffix)


@dataclass(frozen=True, slots=True)
class Regex(Scoring):
    """A word that a regular expression matches as a whole. docs/query-language.md says what may stand in one.

    Parameters
    ----------
    pattern : str
        The expression, without its slashes.
    field : str | None
        The text field to search; None means the default fields of the schema.
    """

    pattern: str
    field: str | None = None

    def __str__(self) -> str:
        return printing.clause(self.field, printing.regex(self.pattern))


Pattern: TypeAlias = Prefix | Wildcard | Fuzzy | Regex


@dataclass(frozen=True, slots=True)
class KeywordLike(Query):
    """A keyword field holds a value that a pattern matches. Filters, never scores.

    Parameters
    ----------
    field : str
        The keyword field.
    pattern : Prefix | Wildcard | Fuzzy | Regex
        What the value looks like; its own field does not count.
    """

    field: str
    pattern: Pattern

    def __str__(self) -> str:
        return str(replace(self.pattern, field=self.field))
