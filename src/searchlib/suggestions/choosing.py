"""Which guesses go together best: the words that stand side by side in the index most."""

from __future__ import annotations

from math import log, prod
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from searchlib.suggestions.guessing import Guess
    from searchlib.suggestions.rows import Rows
    from searchlib.suggestions.vocabulary import KnownWords

__all__ = ["choose"]

_TRUST: Final = 100.0
"""Occurrences of a word from which on what stands behind it tells more than how frequent each word is alone."""
_TRUST_IN_TWO: Final = 5.0
"""The same of two words."""
_MOST_TRIPLES: Final = 32
"""Ways to take three words side by side, beyond which only two are looked at."""

_Places = tuple[int, ...]


class _Way(NamedTuple):
    """The likeliest way to the last two words of a row.

    Parameters
    ----------
    cost : float
        Minus the logarithm of how likely it is.
    chosen : tuple[int, ...]
        The number of the guess for each word.
    """

    cost: float
    chosen: _Places


def choose(words: KnownWords, guesses: Sequence[Sequence[Guess]]) -> list[str]:
    """Return one guess for each word side by side, so that all together are the likeliest.

    How likely a word is behind one or two others is what the index has seen of them together, mixed with what it has
    seen of the shorter row (Dirichlet smoothing); the likeliest row is found by the algorithm of Viterbi.

    Parameters
    ----------
    words : KnownWords
        The words of the index.
    guesses : Sequence[Sequence[Guess]]
        For each word what it may be; at least one guess.
    """
    seen = _Seen(words, guesses)
    best: dict[_Places, _Way] = {(): _Way(0.0, ())}
    for place, options in enumerate(guesses):
        if not seen.tells_of_three(place):
            best = _likeliest(best)
        following: dict[_Places, _Way] = {}
        for number, guess in enumerate(options):
            for before, way in best.items():
                cost = way.cost + guess.cost - log(seen.likelihood(place, (*before, number)))
                last = (*before[-1:], number)
                if last not in following or cost < following[last].cost:
                    following[last] = _Way(cost, (*way.chosen, number))
        best = following
    chosen = min(best.values()).chosen
    return [options[number].text for options, number in zip(guesses, chosen, strict=True)]


def _likeliest(ways: dict[_Places, _Way]) -> dict[_Places, _Way]:
    """Return of all ways to each last word the likeliest."""
    found: dict[_Places, _Way] = {}
    for last, way in ways.items():
        if last[-1:] not in found or way.cost < found[last[-1:]].cost:
            found[last[-1:]] = way
    return found


class _Seen:
    """What the index has seen of the guesses side by side; nothing is looked up where there is nothing to choose."""

    def __init__(self, words: KnownWords, guesses: Sequence[Sequence[Guess]]) -> None:
        self._guesses = guesses
        self._all = max(1, words.native.occurrences)
        rows = words.rows()
        self._pairs = [self._count(rows, place - 1, place) for place in range(len(guesses))]
        self._triples = [self._count(rows, place - 2, place) for place in range(len(guesses))]

    def _count(self, rows: Rows, first: int, last: int) -> dict[_Places, float]:
        places = self._guesses[max(first, 0) : last + 1]
        if first < 0 or all(len(options) == 1 for options in places):
            return {}
        keys = [len({guess.key for guess in options}) for options in places]
        if len(places) > 2 and prod(keys) > _MOST_TRIPLES:
            return {}
        return rows.count(*([(guess.key, guess.text) for guess in options] for options in places))

    def tells_of_three(self, place: int) -> bool:
        """Return whether any three words were seen of which the last is at a place."""
        return bool(self._triples[place])

    def likelihood(self, place: int, chosen: _Places) -> float:
        """Return how likely a guess is behind the one or two chosen before it, given all their numbers."""
        guess = self._guesses[place][chosen[-1]]
        share = max(guess.occurrences, 0.5) / self._all
        if len(chosen) == 1:
            return share
        pair = self._pairs[place].get(chosen[-2:], 0.0)
        likely = _mixed(pair, float(self._guesses[place - 1][chosen[-2]].occurrences), share, _TRUST)
        if len(chosen) == 2 or not self._triples[place]:
            return likely
        triple = self._triples[place].get(chosen, 0.0)
        return _mixed(triple, self._pairs[place - 1].get(chosen[:2], 0.0), likely, _TRUST_IN_TWO)


def _mixed(together: float, before: float, likely: float, trust: float) -> float:
    """Return how likely a word is behind others that were seen so often, alone and together with it."""
    return (together + trust * likely) / (max(before, together) + trust)
