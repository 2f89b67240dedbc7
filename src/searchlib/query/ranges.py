"""What a range is made of, whatever its values: ``[a TO b]`` and ``>=a``."""

from __future__ import annotations

import re
from typing import NamedTuple

from searchlib.query.problems import problem

__all__ = ["COMPARISON", "End", "ends_of", "unquoted"]

COMPARISON = re.compile(r"[<>]=?")
"""What may stand before a value."""

_TO = re.compile(r"(?:\A|(?<=\s))TO(?=\s|\Z)")
_QUOTES = '"„“”«»'


class End(NamedTuple):
    """One end of a range as typed, without blanks and quotation marks, and where it stands in the query."""

    text: str
    position: int


def ends_of(query: str, text: str, position: int, example: str) -> tuple[End | None, End | None]:
    """Return the two ends of ``[a TO b]``; None for an open one.

    Parameters
    ----------
    query : str
        The whole query string, for errors.
    text : str
        The range, brackets included.
    position : int
        Where in the query `text` starts.
    example : str
        A range as it should be, for errors.

    Raises
    ------
    QuerySyntaxError
        If there are not two ends with one ``TO`` between them.
    """
    inner = text[1:-1]
    parts = _TO.split(inner)
    if len(parts) != 2:
        what = "a range has two ends with one TO between them"
        raise problem(query, position, what, f"write {example}, or * for an open end")
    return _end(parts[0], position + 1), _end(parts[1], position + 1 + len(inner) - len(parts[1]))


def _end(text: str, position: int) -> End | None:
    stripped = text.strip()
    if stripped in ("", "*"):
        return None
    return unquoted(stripped, position + len(text) - len(text.lstrip()))


def unquoted(text: str, position: int) -> End:
    """Return a value without the quotation marks around it, if there are any."""
    if len(text) > 1 and text[0] in _QUOTES and text[-1] in _QUOTES:
        return End(text[1:-1], position + 1)
    return End(text, position)
