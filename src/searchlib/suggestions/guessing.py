"""What one typed word may have been meant to be, and how likely that is without its neighbours."""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from searchlib.suggestions.vocabulary import KnownWords, TypedWord

__all__ = ["Guess", "Guesser"]

_MOST_GUESSES: Final = 8
_MOST_SPELLINGS: Final = 4
_LEAST_SHARE: Final = 0.002
"""What a spelling has at least of the occurrences of the commonest one, to be thought of."""
_MOST_SPELLINGS_OF_OTHERS: Final = 2
_LEAST_SHARE_OF_OTHERS: Final = 0.02
"""The same of the spellings of a word that was not typed."""
_COMMON: Final = 5e-6
"""Share of all words from which on a word is not taken for a misspelling of a commoner one."""
_SHORTEST: Final = 3
"""Letters of the shortest word that is corrected."""
_SHORTEST_WITH_TWO_EDITS: Final = 6
"""Letters of the shortest one that may have two edits, where no common word is one edit away."""
_EDITS: Final = (0.0, 6.5, 11.5)
"""What so many edits cost: minus the logarithm of how likely they are."""
_UNKNOWN: Final = 12.0
"""What it costs to stand nowhere in the index."""
_LEFT_OUT: Final = 4.0
"""What it costs to have left out diacritics where others were typed."""
_OTHER: Final = 7.0
"""What it costs to have typed other diacritics."""


class Guess(NamedTuple):
    """A word that may have been meant.

    Parameters
    ----------
    text, key : str
        In lower case, with diacritics and without.
    occurrences : int
        How often it stands in the fields.
    cost : float
        Minus the logarithm of how likely it is to be typed so.
    """

    text: str
    key: str
    occurrences: int
    cost: float


class Guesser:
    """Guesses words one by one.

    Parameters
    ----------
    words : KnownWords
        The words of the index.
    marked : bool
        Whether the question has any diacritics: who types some, means to type all.
    """

    def __init__(self, words: KnownWords, *, marked: bool) -> None:
        self._words = words.native
        self._marked = marked
        self._common = _COMMON * words.native.occurrences

    def guesses(self, word: TypedWord) -> list[Guess]:
        """Return what a word may have been meant to be, the likeliest first; at least itself."""
        guesses = self._spellings(word.key, word.letters)
        known = sum(guess.occurrences for guess in guesses)
        if all(guess.text != word.letters for guess in guesses):
            guesses.append(Guess(word.letters, word.key, 0, _UNKNOWN))
        if word.alone and len(word.key) >= _SHORTEST and word.key.isalpha() and known < self._common:
            guesses += self._corrections(word)
        if len(guesses) > 1:
            guesses.sort(key=lambda guess: (guess.cost - log(guess.occurrences or 0.5), guess.text))
        return guesses[:_MOST_GUESSES]

    def _spellings(self, key: str, letters: str) -> list[Guess]:
        """Return the spellings of a word that is known."""
        found: list[Guess] = []
        most = 0
        for text, _, occurrences in self._words.spellings(key)[:_MOST_SPELLINGS]:
            most = most or occurrences
            if occurrences >= most * _LEAST_SHARE or text == letters:
                found.append(Guess(text, key, occurrences, self._cost(text, key, letters)))
        return found

    def _cost(self, text: str, key: str, letters: str) -> float:
        if text == letters:
            return 0.0
        if letters == key:
            return _LEFT_OUT if self._marked else 0.0
        return _OTHER

    def _corrections(self, word: TypedWord) -> list[Guess]:
        found = self._neighbours(word.key, 1)
        if len(word.key) >= _SHORTEST_WITH_TWO_EDITS and all(guess.occurrences < self._common for guess in found):
            found += self._neighbours(word.key, 2)
        return found

    def _neighbours(self, key: str, edits: int) -> list[Guess]:
        found: list[Guess] = []
        for other, occurrences in self._words.neighbours(key, edits, _MOST_GUESSES):
            for text, _, of_spelling in self._words.spellings(other)[:_MOST_SPELLINGS_OF_OTHERS]:
                if of_spelling >= occurrences * _LEAST_SHARE_OF_OTHERS:
                    found.append(Guess(text, other, of_spelling, _EDITS[edits]))
        return found
