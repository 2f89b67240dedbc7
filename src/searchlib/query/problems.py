"""The one way in which the query language says no: what is wrong, where, and what to write instead."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from searchlib.errors import QuerySyntaxError

if TYPE_CHECKING:
    from searchlib.query.tree import Query

__all__ = ["BackwardsError", "problem"]

_LONG_WORD = re.compile(r"(\S{40})\S{21,}(\S{20})")
_MOST, _HEAD = 400, 300
"""Characters of a message that are shown, and those before what is left out."""


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
    return QuerySyntaxError(f"{_shortened(what)}; {_shortened(hint)}", query, position)


def _shortened(text: str) -> str:
    """Return a text with long words, and the text as a whole, cut in their middle: questions are quoted in it."""
    text = _LONG_WORD.sub(r"\1…\2", text)
    return text if len(text) <= _MOST else f"{text[:_HEAD]}…{text[_HEAD - _MOST :]}"
