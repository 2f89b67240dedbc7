"""The likeliest row of words: the slow twin against the cost of every row, and what is chosen against the twin."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from itertools import product
from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchlib.suggestions.guessing import Guess
from searchlib.suggestions.native import SideBySide
from suggestions.choosing import choose_slowly
from suggestions.layouts import LAYOUTS, Layout, layout

SEEN = st.dictionaries(
    st.lists(st.sampled_from("abcd"), min_size=2, max_size=3).map(tuple), st.integers(1, 400), max_size=40
)
GUESS = st.builds(
    lambda text, occurrences, cost: Guess(text, text, occurrences, float(cost)),
    st.sampled_from("abcd"), st.integers(0, 1000), st.integers(0, 12),
)  # fmt: skip
ROW = st.lists(st.lists(GUESS, min_size=1, max_size=3, unique_by=lambda guess: guess.text), min_size=1, max_size=5)


class Known:
    """Rows of which everything is known beforehand."""

    def __init__(self, seen: dict[tuple[str, ...], int]) -> None:
        self._seen = seen

    def count(self, places: Sequence[Sequence[Sequence[str]]], documents: int, common: int) -> list[float]:
        assert documents * common > 0
        texts = product(*([text for word in words for text in word] for words in places))
        return [float(self._seen.get(row, 0)) for row in texts]


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
    chosen = choose_slowly(Known(seen), 100_000, guesses)
    by_text = [next(g for g in options if g.text == text) for text, options in zip(chosen, guesses, strict=True)]
    least = min(cost(list(row), guesses, seen) for row in product(*guesses))
    assert cost(by_text, guesses, seen) == pytest.approx(least)


def test_a_single_word_is_the_likeliest_alone() -> None:
    guesses = [[Guess("a", "a", 10, 0.0), Guess("b", "b", 900, 0.0)]]
    with layout("one segment", [("", "a")]) as made:
        assert side_by_side(made).choose(1000, guesses) == [1]
        assert side_by_side(made).choose(1000, []) == []
        with pytest.raises(ValueError, match="at least one guess"):
            side_by_side(made).choose(1000, [[]])


@pytest.fixture(scope="module", params=LAYOUTS)
def made(request: pytest.FixtureRequest) -> Iterator[Layout]:
    with layout(request.param) as found:
        yield found


def side_by_side(made: Layout) -> SideBySide:
    return made.index._words(None).side_by_side()


@pytest.mark.parametrize("most", [1, 2, 4, 8])
def test_what_is_chosen_is_what_the_twin_chooses(made: Layout, most: int) -> None:
    """Of rows as they stand in the texts, with other words among the guesses, and of any words."""
    rng = random.Random(most)
    texts = [[token.exact for token in tokens if token.exact] for document in made.added for tokens in document]
    words = sorted({exact for tokens in texts for exact in tokens})
    for number in range(150):
        row = rng.choice(texts)[:6] if number % 3 else rng.sample(words, rng.randint(1, 5))
        guesses: list[list[Guess]] = []
        for exact in row:
            options = dict.fromkeys([exact, *rng.sample(words, rng.randint(1, most) - 1)])
            costs = [rng.choice((0.0, 4.0, 6.5)) for _ in options]
            known = [made.occurrences.get(one[-1], 0) for one in options]
            guesses.append([Guess(one[-1], one[0], *told) for one, *told in zip(options, known, costs, strict=True)])
        total = sum(made.occurrences.values())
        chosen = side_by_side(made).choose(total, guesses)
        expected = choose_slowly(side_by_side(made), total, guesses)
        assert [options[at].text for options, at in zip(guesses, chosen, strict=True)] == expected
