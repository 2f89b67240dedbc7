"""Nodes for fields that hold values: is there one, and is it in a range of numbers."""

from __future__ import annotations

from dataclasses import dataclass

from searchlib.query import printing
from searchlib.query.tree import Query

__all__ = ["Exists", "NumberRange"]


@dataclass(frozen=True, slots=True)
class Exists(Query):
    """A text, keyword or number field holds anything. Filters, never scores."""

    field: str

    def __str__(self) -> str:
        return f"{self.field}:*"


@dataclass(frozen=True, slots=True)
class NumberRange(Query):
    """A number lies between two others, both included. Filters, never scores.

    Parameters
    ----------
    field : str
        The number field.
    low, high : float | None
        The ends; None leaves that side open.
    """

    field: str
    low: float | None
    high: float | None

    def __str__(self) -> str:
        low = "*" if self.low is None else printing.number(self.low)
        high = "*" if self.high is None else printing.number(self.high)
        return f"{self.field}:[{low} TO {high}]"
