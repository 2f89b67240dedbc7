"""What a word of a question is by its looks: plain, exact, fuzzy, a pattern, boosted."""

from __future__ import annotations

import re
from typing import NamedTuple

__all__ = ["Shape", "is_plain", "is_wildcard", "shape_of"]

_BOOST = re.compile(r"(?<!\A)\^(=?)([\d.]+)\Z")
_FUZZY = re.compile(r"(?<=\w)~(\d*)(?:/(\d+))?\Z")
_PATTERN = re.compile(r"[\w*?.'’#@_\u2010\u2011-]+")
_ASIDE = ".,;:!?…"
"""Punctuation that people put behind a word, no part of it where the word is a pattern."""


class Shape(NamedTuple):
    """A word taken apart.

    Parameters
    ----------
    core : str
        What is left of the word without its operators.
    kind : str
        ``"plain"``, ``"exact"``, ``"fuzzy"`` or ``"pattern"``.
    boost : tuple[str, str] | None
        ``=`` or nothing, and the number, of ``^=2`` or ``^2``.
    fuzziness : tuple[str, str | None]
        Of ``~2/3``: edits and first letters, as typed.
    """

    core: str
    kind: str
    boost: tuple[str, str] | None = None
    fuzziness: tuple[str, str | None] = ("", None)


def shape_of(text: str) -> Shape:
    """Take a word apart. Costs time in proportion to its length."""
    boost: tuple[str, str] | None = None
    if "^" in text:
        found = _BOOST.search(text)
        if found is not None:
            boost = (found[1], found[2])
            text = text[: found.start()]
    if text[0] == "=" and len(text) > 1:
        return Shape(text[1:], "exact", boost)
    if "~" in text:
        found = _FUZZY.search(text)
        if found is not None:
            return Shape(text[: found.start()], "fuzzy", boost, (found[1], found[2]))
    if "*" in text or "?" in text:
        core = text.rstrip(_ASIDE)
        if is_wildcard(core):
            return Shape(core, "pattern", boost)
    return Shape(text, "plain", boost)


def is_wildcard(text: str) -> bool:
    """Return whether a word is a pattern: it holds ``*``, or ``?`` other than behind it, and letters."""
    if not ("*" in text or "?" in text) or text[-1] in _ASIDE:
        return False
    return _PATTERN.fullmatch(text) is not None and text.strip("*?") != ""


def is_plain(text: str) -> bool:
    """Return whether a word is taken as it stands, without operators of its own."""
    return bool(text) and shape_of(text) == Shape(text, "plain")
