"""Cursors: short texts that lead to the hits behind one, in the same question to the same generation."""

from __future__ import annotations

import base64
import struct
from hashlib import blake2b
from typing import TYPE_CHECKING, Final, NamedTuple

from searchlib.errors import QueryError

if TYPE_CHECKING:
    from searchlib.search import Searcher

__all__ = ["Cursor", "read_cursor", "write_cursor"]

_FORM: Final = struct.Struct("<BQIqII")
_VERSION: Final = 1
_CHECK: Final = 8
_HOW: Final = "ask for the first page again"


class Cursor(NamedTuple):
    """A hit, and how many there are before the one behind it.

    Parameters
    ----------
    doc : int
        The number of the document.
    score : int
        Its score in units of the grid.
    before : int
        How many hits precede what it leads to.
    group : int
        The number of the value of its group; 0 where there are no groups.
    """

    doc: int
    score: int
    before: int
    group: int = 0


def write_cursor(searcher: Searcher, about: tuple[object, ...], cursor: Cursor) -> str:
    """Return the text of a cursor.

    Parameters
    ----------
    searcher : Searcher
        The generation that was searched.
    about : tuple[object, ...]
        The query and all that its hits are ordered by: the cursor leads nowhere in another answer.
    cursor : Cursor
        What it stands for.
    """
    body = _FORM.pack(_VERSION, searcher.generation, *cursor)
    return base64.urlsafe_b64encode(body + _check(searcher, about, body)).decode()


def read_cursor(searcher: Searcher, about: tuple[object, ...], text: object) -> Cursor:
    """Return what the text of a cursor stands for.

    Raises
    ------
    QueryError
        If it is no cursor, or belongs to another generation or question.
    """
    try:
        raw = base64.b64decode(text if isinstance(text, str) else "", b"-_", validate=True)
        body, check = raw[:-_CHECK], raw[-_CHECK:]
        version, generation, *values = _FORM.unpack(body)
    except (ValueError, struct.error) as error:
        raise _no_cursor(text) from error
    if version != _VERSION:
        raise _no_cursor(text)
    now = searcher.generation
    if generation != now:
        raise QueryError(f"the cursor is of generation {generation} of the index, and this is generation {now}: {_HOW}")
    if check != _check(searcher, about, body):
        raise QueryError(f"the cursor is of another question, another order or another index: {_HOW}")
    return Cursor(*values)


def _no_cursor(text: object) -> QueryError:
    return QueryError(f"{text!r} is no cursor: after takes what Hits.after or Hits.cursor gave")


def _check(searcher: Searcher, about: tuple[object, ...], body: bytes) -> bytes:
    whole = repr((searcher.fingerprint, about)).encode("utf-8", "surrogatepass")
    return blake2b(body + whole, digest_size=_CHECK).digest()
