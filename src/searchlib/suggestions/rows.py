"""How often words stand side by side in an index."""

from __future__ import annotations

from itertools import compress, product
from math import prod
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Sequence

    from searchlib.suggestions.native import SideBySide

__all__ = ["Rows"]

_DOCUMENTS = 1024
"""Documents of rarest words that are looked at, shared among the rows that words may stand in: each has at least"""
_LEAST = 32
"""so many, and no more than"""
_MOST = 256
"""so many."""
_COMMON = 24
"""Documents of each row whose positions are read."""


class Rows:
    """Counts how often the words of one question stand side by side; each is looked up once.

    Parameters
    ----------
    native : SideBySide
        What counts.
    """

    def __init__(self, native: SideBySide) -> None:
        self._native = native

    def count(self, *places: Sequence[tuple[str, str]]) -> dict[tuple[int, ...], float]:
        """Return about how often words stand side by side.

        Parameters
        ----------
        places : Sequence[tuple[str, str]]
            For each place in a row the words that may stand there, each as its key and its letters.

        Returns
        -------
        dict[tuple[int, ...], float]
            For each choice of words, told by their numbers in their places, how often they do; nothing for never.
        """
        grouped = [_Grouped(words) for words in places]
        each = min(_MOST, max(_LEAST, _DOCUMENTS // prod(len(one.spellings) for one in grouped)))
        counts = self._native.count([one.spellings for one in grouped], each, _COMMON)
        stand = zip(compress(product(*(one.numbers for one in grouped)), counts), filter(None, counts), strict=True)
        return {cast("tuple[int, ...]", chosen): count for chosen, count in stand if None not in chosen}


class _Grouped:
    """Words by their keys, and of each of their spellings its number among the words; None of one that is not there."""

    def __init__(self, words: Sequence[tuple[str, str]]) -> None:
        by_key: dict[str, list[str]] = {}
        for key, letters in words:
            spellings = by_key.setdefault(key, [key])
            if letters != key:
                spellings.append(letters)
        self.spellings = list(by_key.values())
        known = {word: number for number, word in enumerate(words)}
        self.numbers = [known.get((key, text)) for key, spellings in by_key.items() for text in spellings]
