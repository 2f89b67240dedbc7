"""The one way in which the query language says no: what is wrong, where, and what to write instead."""

from __future__ import annotations

from searchlib.errors import QuerySyntaxError

__all__ = ["problem"]


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
    return QuerySyntaxError(f"{what}; {hint}", query, position)
