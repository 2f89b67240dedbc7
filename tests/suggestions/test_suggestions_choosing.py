"""The likeliest row of words: against the cost of every row."""

from __future__ import annotations

from itertools import product
from math import log
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchlib.suggestions.choosing import choose
from searchlib.suggestions.guessing import Guess

SEEN = st.dictionaries(
    st.lists(st.sampled_from("abcd"), min_size=2, max_size=3).map(tuple), st.integers(1, 400), max_size=40
)
GUESS = st.builds(
    lambda text, occurrences, cost: Guess(text, text, occurrences, float(cost)),
    st.sampled_from("abcd"), st.integers(0, 1000), st.integers(0, 12),
)  # fmt: skip
ROW = st.lists(st.lists(GUESS, min_size=1, max_size=3, unique_by=lambda guess: guess.text), min_size=1, max_size=5)


class Words:
    """Words of which everything is known beforehand."""

    def __init__(self, seen: dict[tuple[str, ...], int]) -> None:
        self.native = SimpleNamespace(occurrences=100_000)
        self._seen = seen

    def rows(self) -> Words:
        return self

    def count(self, *places: list[tuple[str, str]]) -> dict[tuple[int, ...], float]:
        rows = product(*(range(len(words)) for words in places))
        texts = {row: tuple(words[n][1] for words, n in zip(places, row, strict=True)) for row in rows}
        return {row: float(self._seen[text]) for row, text in texts.items() if text in self._seen}


def cost(row: list[Guess], row_of: list[list[Guess]], seen: dict[tuple[str, ...], int]) -> float:
    """Return what a row costs, by the formula of the documentation."""
    total = 0.0
    for place, guess in enumerate(row):
        likely = max(guess.occurrences, 0.5) / 100_000
        total += guess.cost
        if place > 0:
            open_pair = any(len(options) > 1 for options in row_of[place - 1 : place + 1])
            pair = seen.get((row[place - 1].text, guess.text), 0) if open_pair else 0
            likely = (pair + 100 * likely) / (max(row[place - 1].occurrences, pair) + 100)
        if place > 1 and any(len(options) > 1 for options in row_of[place - 2 : place + 1]):
            triple_known = any(
                tuple(one.text for one in chosen) in seen for chosen in product(*row_of[place - 2 : place + 1])
            )
            if triple_known:
                triple = seen.get((row[place - 2].text, row[place - 1].text, guess.text), 0)
                open_pair = any(len(options) > 1 for options in row_of[place - 2 : place])
                before = seen.get((row[place - 2].text, row[place - 1].text), 0) if open_pair else 0
                likely = (triple + 5 * likely) / (max(before, triple) + 5)
        total -= log(likely)
    return total


@given(guesses=ROW, seen=SEEN)
def test_no_row_is_likelier(guesses: list[list[Guess]], seen: dict[tuple[str, ...], int]) -> None:
    words: Any = Words(seen)
    chosen = choose(words, guesses)
    by_text = [next(g for g in options if g.text == text) for text, options in zip(chosen, guesses, strict=True)]
    least = min(cost(list(row), guesses, seen) for row in product(*guesses))
    assert cost(by_text, guesses, seen) == pytest.approx(least)


def test_a_single_word_is_the_likeliest_alone() -> None:
    words: Any = Words({})
    assert choose(words, [[Guess("a", "a", 10, 0.0), Guess("b", "b", 900, 0.0)]]) == ["b"]
    assert choose(words, []) == []
