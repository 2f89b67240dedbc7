"""The one door from this package to the native core."""

from __future__ import annotations

from functools import cache

from searchlib._native import Clues, Forms, RomanianChain, TextForms
from searchlib._native import split as split_bytes

__all__ = ["Clues", "Forms", "RomanianChain", "TextForms", "native_clues", "split"]


@cache
def native_clues() -> Clues:
    """Return what tells natively of dates and languages: the words of `written_dates` and `stretches`."""
    from searchlib.analysis.stretches import EVIDENCE, IN_NAMES
    from searchlib.analysis.written_dates import WORD_CLASSES

    return Clues(WORD_CLASSES, EVIDENCE, sorted(IN_NAMES))


def split(text: str) -> list[tuple[int, int]]:
    """Cut a text into raw forms, as `searchlib.analysis.splitting.split` does, some hundred times as fast.

    Parameters
    ----------
    text : str
        Any text; a lone surrogate ends a form.

    Returns
    -------
    list of (int, int)
        Start and end of each raw form, in characters.
    """
    return split_bytes(text.encode("utf-8", "surrogatepass"))
