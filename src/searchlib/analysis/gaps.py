"""What stands between two raw forms, as far as it matters to those who look at more than one form.

Each separator is looked at by itself, so that native code can do the same while it splits.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import Final

from searchlib.analysis.character_classes import IGNORABLES

__all__ = ["Gap", "gap", "gaps"]


class Gap(IntEnum):
    """The kinds of separators; a number each, which fits in three bits beside the number of a form."""

    SPACE = 0
    """Only blanks, or nothing."""
    COMMA = 1
    """One comma, with or without blanks."""
    DASH = 2
    """One hyphen or dash: 23 – 25."""
    OTHER = 3
    """Anything else inside a sentence: quotes, brackets, a colon."""
    STOP = 4
    """One full stop: the end of a sentence, or of an abbreviation. This and what follows ends a sentence."""
    SENTENCE = 5
    """A full stop, ! ? or … and then a blank, with quotes or brackets around it."""
    LINE = 6
    """The end of a line; also what stands before the first form."""


_LINES: Final = frozenset("\n\v\f\r\x1c\x1d\x1e\x85\u2028\u2029")
_BLANKS: Final = frozenset(
    "\t \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u3000"
)
_DASHES: Final = frozenset("-\u2010\u2011\u2012\u2013\u2014\u2212")
_STOPS: Final = frozenset(".!?\u2026")
_IGNORED: Final = frozenset(IGNORABLES)


def gap(separator: str) -> Gap:
    """Return the kind of a separator: all that stands between two raw forms. Costs one look at each character."""
    marks = 0  # characters that are neither blank nor ignorable
    mark = ""  # the last of them
    stopped = False  # after a stop; what follows it may be a quote
    ended = False  # a blank after a stop
    for character in separator:
        if character in _LINES:
            return Gap.LINE
        if character in _BLANKS:
            ended = ended or stopped
        elif character not in _IGNORED:
            marks += 1
            mark = character
            stopped = stopped or character in _STOPS
    if marks == 0:
        return Gap.SPACE
    if marks == 1 and mark == ",":
        return Gap.COMMA
    if marks == 1 and mark == ".":
        return Gap.STOP
    if marks == 1 and mark in _DASHES:
        return Gap.DASH
    return Gap.SENTENCE if ended else Gap.OTHER


def gaps(text: str, spans: Sequence[tuple[int, int]]) -> list[Gap]:
    """Return what stands before each raw form of a text, `spans` being what `searchlib.analysis.split` gave."""
    known: dict[str, Gap] = {}
    found: list[Gap] = []
    behind = 0
    for start, end in spans:
        separator = text[behind:start]
        kind = known.get(separator)
        if kind is None:
            kind = known[separator] = gap(separator)
        found.append(kind)
        behind = end
    if found:
        found[0] = Gap.LINE
    return found
