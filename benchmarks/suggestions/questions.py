"""Questions as people type them, made of real headlines: stripped of their diacritics, or with a word misspelt."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from searchlib.analysis import fold_text

__all__ = ["MOST_WORDS", "Asked", "faultless", "misspelt", "stripped"]

MOST_WORDS = 4
"""Words of a question, at most; each number of words is as likely."""
_SHORTEST = 4
"""Letters of the shortest word that is misspelt."""
_WORDS = re.compile(r"[^\W\d_]+(?: [^\W\d_]+)*")
_OLD_LETTERS = str.maketrans("şţŞŢ", "șțȘȚ")
"""With a cedilla: of encodings before Unicode 3.0."""
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


class Asked(NamedTuple):
    """A question.

    Parameters
    ----------
    typed, meant : str
        What is asked, and what the headline has.
    key : str
        The article of the headline.
    """

    typed: str
    meant: str
    key: str


def _runs(headlines: Iterable[tuple[str, str]], chance: random.Random, most: int) -> Iterator[tuple[str, str]]:
    """Yield words that stand side by side in a headline, of one headline after the other by chance, for ever."""
    known = [(key, words) for key, title in headlines for words in _WORDS.findall(title.translate(_OLD_LETTERS))]
    while True:
        key, words = chance.choice(known)
        several = words.split(" ")
        count = chance.randint(1, most)
        if len(several) >= count:
            first = chance.randrange(len(several) - count + 1)
            yield key, " ".join(several[first : first + count])


def stripped(headlines: Iterable[tuple[str, str]], count: int, seed: int, most: int = MOST_WORDS) -> list[Asked]:
    """Return different questions of which at least one word has diacritics in the headline, typed without any."""
    found: dict[str, Asked] = {}
    for key, meant in _runs(headlines, random.Random(seed), most):
        typed = "".join(fold_text(letter) if letter.islower() else fold_text(letter).upper() for letter in meant)
        if typed != meant:
            found.setdefault(meant, Asked(typed, meant, key))
        if len(found) == count:
            break
    return list(found.values())


def faultless(headlines: Iterable[tuple[str, str]], count: int, seed: int, most: int = MOST_WORDS) -> list[Asked]:
    """Return different questions typed as the headline has them: nothing should be suggested."""
    found: dict[str, Asked] = {}
    for key, meant in _runs(headlines, random.Random(seed), most):
        found.setdefault(meant, Asked(meant, meant, key))
        if len(found) == count:
            break
    return list(found.values())


def misspelt(headlines: Iterable[tuple[str, str]], count: int, seed: int, most: int = MOST_WORDS) -> list[Asked]:
    """Return different questions in which one word of at least four letters has one edit."""
    chance = random.Random(seed)
    found: dict[str, Asked] = {}
    for key, meant in _runs(headlines, chance, most):
        words = meant.split(" ")
        long = [number for number, word in enumerate(words) if len(word) >= _SHORTEST]
        if long:
            number = chance.choice(long)
            wrong = _edited(words[number], chance)
            if fold_text(wrong) != fold_text(words[number]):
                typed = " ".join([*words[:number], wrong, *words[number + 1 :]])
                found.setdefault(meant, Asked(typed, meant, key))
        if len(found) == count:
            break
    return list(found.values())


def _edited(word: str, chance: random.Random) -> str:
    """Return a word with a letter put in, left out, exchanged, or swapped with the next; all as likely."""
    at = chance.randrange(len(word))
    letter = chance.choice(_LETTERS)
    edit = chance.choice(("put in", "left out", "exchanged", "swapped"))
    if edit == "put in":
        return word[:at] + letter + word[at:]
    if edit == "left out":
        return word[:at] + word[at + 1 :]
    if edit == "exchanged":
        return word[:at] + letter + word[at + 1 :]
    at = min(at, len(word) - 2)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
