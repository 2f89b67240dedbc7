"""Nodes that ask where words stand: letter by letter, not far apart, in an order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from searchlib.query import printing
from searchlib.query.tree import Query, Scoring

__all__ = ["Exact", "Near", "Sloppy"]


@dataclass(frozen=True, slots=True)
class Exact(Scoring):
    """Words as they were typed, letter by letter, side by side: no other form, no other diacritics. Case is ignored.

    Parameters
    ----------
    text : str
        The words.
    field : str | None
        The text field to search; None means the default fields of the schema.
    """

    text: str
    field: str | None = None

    def __str__(self) -> str:
        return printing.clause(self.field, printing.exact(self.text))


@dataclass(frozen=True, slots=True)
class Sloppy(Scoring):
    """Words in this order, with at most so many others among them.

    Parameters
    ----------
    text : str
        The words, as typed; punctuation between them means nothing.
    slop : int
        How many other words may stand among them, in all.
    field : str | None
        The text field to search; None means the default fields of the schema.
    """

    text: str
    slop: int
    field: str | None = None

    def __str__(self) -> str:
        return printing.clause(self.field, f"{printing.quoted(self.text)}~{self.slop}")


@dataclass(frozen=True, slots=True)
class Near(Scoring):
    """Words not far apart: at most so many others among them.

    Parameters
    ----------
    parts : tuple[Query, ...]
        Two or more, all of one field: words, phrases, patterns, or an `Or` of these.
    distance : int
        How many other words may stand among them, in all.
    ordered : bool
        Whether they must stand in this order.
    """

    parts: tuple[Query, ...]
    distance: int
    ordered: bool = False
    joins: ClassVar[bool] = True

    def __str__(self) -> str:
        operator = f" {'ADJ' if self.ordered else 'NEAR'}/{self.distance} "
        return operator.join(map(printing.bracketed, self.parts))
