"""A node that only planning knows: a word or phrase that counts less than one that was typed."""

from __future__ import annotations

from dataclasses import dataclass

from searchlib.query.tree import Query

__all__ = ["Weighted"]


@dataclass(frozen=True, slots=True)
class Weighted(Query):
    """Matches like its child; scores what the child scores, times `weight`.

    Parameters
    ----------
    child : Query
        Words and phrases, alone or in groups.
    weight : float
        From 0, which only filters, to 1.
    """

    child: Query
    weight: float

    def __str__(self) -> str:
        return str(self.child)
