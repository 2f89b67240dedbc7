"""The one way in which the query language says no: what is wrong, where, and what to write instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from searchlib.errors import QuerySyntaxError

if TYPE_CHECKING:
    from searchlib.query.tree import Query

__all__ = ["BackwardsError", "problem"]

_MOST, _HEAD = 160, 60
"""Characters of what is wrong that are shown, and those before what is left out: questions quoted in it may be long."""


class BackwardsError(QuerySyntaxError):
    """A range whose ends stand the wrong way round.

    Parameters
    ----------
    message, query, position
        As of every `QuerySyntaxError`.
    swapped : Query
        The range with its ends the other way round.
    """

    def __init__(self, message: str, query: str, position: int, swapped: Query) -> None:
        super().__init__(message, query, position)
        self.swapped = swapped


def problem(query: str, position: int, what: str, hint: str) -> QuerySyntaxError:
    """Return the error to raise.

    Parameters
    ----------
    query : str
        The whole query string.
    position : int
        Where in it the trouble starts, in characters from 0.
    what : str
        What is wrong.
    hint : str
        What to write instead.
    """
    shown = what if len(what) <= _MOST else f"{what[:_HEAD]}…{what[_HEAD - _MOST :]}"
    return QuerySyntaxError(f"{shown}; {hint}", query, position)
