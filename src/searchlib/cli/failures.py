"""What a failure looks like to the person who called the command; imported only when something failed."""

from __future__ import annotations

import unicodedata

from searchlib.cli.output import one_line
from searchlib.errors import QuerySyntaxError

__all__ = ["describe"]

_AROUND = 60
"""Characters of a query shown on each side of the place where it goes wrong."""


def describe(error: Exception) -> str:
    """Return the message of an error: one line, and for a query two more that point at the place."""
    if isinstance(error, QuerySyntaxError):
        return f"{one_line(error.message)}\n{_point_at(error.query, error.position)}"
    if isinstance(error, OSError) and error.strerror:
        return one_line(f"{error.filename}: {error.strerror}" if error.filename else error.strerror)
    return one_line(str(error)) or type(error).__name__


def _point_at(query: str, position: int) -> str:
    """Return the query, or the part of it around `position`, and a caret under that place."""
    position = min(max(position, 0), len(query))
    first = max(0, position - _AROUND)
    last = position + _AROUND
    before = _flat(query[first:position])
    behind = _flat(query[position:last])
    left, right = "… " if first else "", " …" if last < len(query) else ""
    columns = len(left) + sum(_columns(character) for character in before)
    return f"  {left}{before}{behind}{right}\n  {' ' * columns}^"


def _flat(text: str) -> str:
    """Return `text` with a blank for each blank or control character, so that it stays on its line."""
    return "".join(" " if c.isspace() or unicodedata.category(c) == "Cc" else c for c in text)


def _columns(character: str) -> int:
    """Return how many columns of a terminal a character takes."""
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
