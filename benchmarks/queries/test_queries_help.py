"""Help with asking: suggestions for questions typed without diacritics or misspelt, and completions."""

from __future__ import annotations

import random
from itertools import islice

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from archives import Archive
from asking import QUESTIONS, measure
from searchlib.analysis import fold_text
from vocabulary import vocabulary


def headlines(archive: Archive) -> list[str]:
    """Return beginnings of headlines that have diacritics."""
    titles = (" ".join(document["title"].split()[:5]) for document in archive.index.documents())
    found = list(islice((title for title in titles if fold_text(title) != title.lower()), QUESTIONS))
    return (found * QUESTIONS)[:QUESTIONS]


@pytest.mark.parametrize("typed", ["stripped", "misspelt"])
def test_suggestions(benchmark: BenchmarkFixture, archive: Archive, typed: str) -> None:
    asked = [fold_text(title).replace(":", " ").replace('"', " ") for title in headlines(archive)]
    if typed == "misspelt":
        chance = random.Random(typed)
        places = [chance.randrange(len(text)) for text in asked]
        asked = [text[:at] + "q" + text[at:] for text, at in zip(asked, places, strict=True)]
    asked = [f'"{text}"' for text in asked]
    archive.index.complete("a")
    measure(benchmark, archive, "SUGGEST", asked, archive.index.suggest)


@pytest.mark.parametrize("letters", [1, 2, 4])
def test_completions(benchmark: BenchmarkFixture, archive: Archive, letters: int) -> None:
    draw = vocabulary(archive).drawer("mixed", f"COMPLETE {letters}")
    asked = [draw(1)[0][:letters] for _ in range(QUESTIONS)]
    archive.index.complete("a")
    measure(benchmark, archive, "COMPLETE", asked, archive.index.complete)
