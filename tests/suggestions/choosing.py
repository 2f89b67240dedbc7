"""Which guesses go together best, in plain Python: the slow twin of `src/native/suggestions/choosing.cpp`."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from math import log, prod
from typing import NamedTuple, Protocol, cast

from searchlib.suggestions.guessing import Guess

__all__ = ["Places", "Rows", "choose_slowly"]

Places = tuple[int, ...]


class Rows(Protocol):
    """Counts how often words stand side by side."""

    def count(self, places: Sequence[Sequence[Sequence[str]]], documents: int, common: int) -> Sequence[float]:
        """Return it for each spelling of each word of the first place, of the second and so on."""
        ...


TRUST = 100.0
TRUST_IN_TWO = 5.0
MOST_TRIPLES = 32
DOCUMENTS, LEAST, MOST, COMMON = 1024, 32, 256, 24


class Way(NamedTuple):
    """The likeliest way to the last two words of a row."""

    cost: float
    chosen: Places


def choose_slowly(rows: Rows, all_words: int, guesses: Sequence[Sequence[Guess]]) -> list[str]:
    """Return one guess for each word side by side, so that all together are the likeliest."""
    seen = Seen(rows, all_words, guesses)
    best: dict[Places, Way] = {(): Way(0.0, ())}
    for place, options in enumerate(guesses):
        following: dict[Places, Way] = {}
        for number, guess in enumerate(options):
            for before, way in best.items():
                cost = way.cost + guess.cost - log(seen.likelihood(place, (*before, number)))
                last = (*before[-1:], number)
                if last not in following or cost < following[last].cost:
                    following[last] = Way(cost, (*way.chosen, number))
        best = following
    chosen = min(best.values()).chosen
    return [options[number].text for options, number in zip(guesses, chosen, strict=True)]


class Seen:
    """What the index has seen of the guesses side by side; nothing is looked up where there is nothing to choose."""

    def __init__(self, rows: Rows, all_words: int, guesses: Sequence[Sequence[Guess]]) -> None:
        self._guesses = guesses
        self._all = max(1, all_words)
        self._pairs = [self._count(rows, place - 1, place) for place in range(len(guesses))]
        self._triples = [self._count(rows, place - 2, place) for place in range(len(guesses))]

    def _count(self, rows: Rows, first: int, last: int) -> dict[Places, float]:
        places = self._guesses[max(first, 0) : last + 1]
        if first < 0 or all(len(options) == 1 for options in places):
            return {}
        keys = prod(len({guess.key for guess in options}) for options in places)
        if len(places) > 2 and keys > MOST_TRIPLES:
            return {}
        grouped = [group(options) for options in places]
        counts = rows.count([spellings for spellings, _ in grouped], min(MOST, max(LEAST, DOCUMENTS // keys)), COMMON)
        found = dict(zip(product(*(numbers for _, numbers in grouped)), counts, strict=True))
        return {cast("Places", chosen): count for chosen, count in found.items() if count and None not in chosen}

    def likelihood(self, place: int, chosen: Places) -> float:
        """Return how likely a guess is behind the one or two chosen before it, given all their numbers."""
        guess = self._guesses[place][chosen[-1]]
        share = max(guess.occurrences, 0.5) / self._all
        if len(chosen) == 1:
            return share
        pair = self._pairs[place].get(chosen[-2:], 0.0)
        likely = mixed(pair, float(self._guesses[place - 1][chosen[-2]].occurrences), share, TRUST)
        if len(chosen) == 2 or not self._triples[place]:
            return likely
        triple = self._triples[place].get(chosen, 0.0)
        return mixed(triple, self._pairs[place - 1].get(chosen[:2], 0.0), likely, TRUST_IN_TWO)


def mixed(together: float, before: float, likely: float, trust: float) -> float:
    """Return how likely a word is behind others that were seen so often, alone and together with it."""
    return (together + trust * likely) / (max(before, together) + trust)


def group(options: Sequence[Guess]) -> tuple[list[list[str]], list[int | None]]:
    """Return guesses by their keys, and of each spelling its number among them; None of one that is no guess."""
    by_key: dict[str, list[str]] = {}
    for guess in options:
        spellings = by_key.setdefault(guess.key, [guess.key])
        if guess.text != guess.key:
            spellings.append(guess.text)
    known = {(guess.key, guess.text): number for number, guess in enumerate(options)}
    numbers = [known.get((key, text)) for key, spellings in by_key.items() for text in spellings]
    return list(by_key.values()), numbers
