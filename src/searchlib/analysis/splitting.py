"""Splitting text into raw forms: the readable twin, and the oracle, of ``split.hpp``.

A raw form is a longest run of characters that are not breaks, trimmed to word characters at both
ends, except that one ``#`` or ``@`` right before its first word character stays. It is coarse on
purpose: ``s-a``, ``24.10.2025`` and ``pic.twitter.com/x`` are one raw form each, and the analyzer
takes them apart once for each distinct form instead of once for each occurrence.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Final

from searchlib.analysis.character_classes import IGNORABLES, JOINERS, SIGNS, WORD_RANGES

__all__ = ["LONGEST_FORM", "split"]

LONGEST_FORM: Final = 4096
"""Bytes of UTF-8 that one raw form may take; a longer one is cut and goes on as the next."""

_STARTS: Final = [first for first, _ in WORD_RANGES]


def _class_of(code: int) -> str:
    character = chr(code)
    if character in SIGNS:
        return "s"
    if character in JOINERS or character in IGNORABLES:
        return "j"
    at = bisect_right(_STARTS, code) - 1
    return "w" if at >= 0 and code <= WORD_RANGES[at][1] else " "


class _ClassTable(dict[int, str]):
    """A translation table for `str.translate` that fills itself as characters are met."""

    def __missing__(self, code: int) -> str:
        found = self[code] = _class_of(code)
        return found


_CLASSES: Final = _ClassTable()
_FORM: Final = re.compile("s?w(?:[wjs]*w)?")


def split(text: str) -> list[tuple[int, int]]:
    """Cut a text into raw forms.

    Parameters
    ----------
    text : str
        Any text; a lone surrogate counts as a break.

    Returns
    -------
    list of (int, int)
        Start and end character offsets, from left to right. Costs about 60 ns a character.
    """
    classes = text.translate(_CLASSES)
    spans: list[tuple[int, int]] = []
    at = 0
    while (match := _FORM.search(classes, at)) is not None:
        start, end = match.span()
        at = end
        if (end - start) * 4 > LONGEST_FORM:
            cut = start + _characters_within(text[start:end], LONGEST_FORM)
            if cut < end:
                end = start + len(classes[start:cut].rstrip("js"))
                at = cut
        spans.append((start, end))
    return spans


def _characters_within(text: str, limit: int) -> int:
    """Return how many first characters of `text` fit in `limit` bytes of UTF-8."""
    return len(text.encode("utf-8", "replace")[:limit].decode("utf-8", "ignore"))
