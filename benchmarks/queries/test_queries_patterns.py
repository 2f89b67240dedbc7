"""Patterns that some word of the archive looks like, and phrases with gaps."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import islice
from string import ascii_lowercase

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from archives import Archive
from asking import QUESTIONS, measure
from searchlib.analysis import fold_text
from searchlib.query import And, Fuzzy, Prefix, Query, Regex, Sloppy, Wildcard, Word
from vocabulary import vocabulary

LONG = 6
"""Letters of the words that patterns are made of, at least."""

Make = Callable[[str, random.Random], Query]


def _exchanged(word: str, chance: random.Random, edits: int) -> str:
    letters = list(word)
    for at in chance.sample(range(1, len(word)), edits):
        letters[at] = chance.choice(ascii_lowercase)
    return "".join(letters)


KINDS: dict[str, Make] = {
    "PREFIX": lambda word, _: Prefix(word[:4]),
    "FUZZY": lambda word, chance: Fuzzy(_exchanged(word, chance, 1)),
    "FUZZY2": lambda word, chance: Fuzzy(_exchanged(word, chance, 2), 2),
    "WILDCARD": lambda word, _: Wildcard(f"{word[:2]}?{word[3:-1]}*"),
    "REGEX": lambda word, _: Regex(f"{word[:3]}[a-z]+({word[-2:]}|{word[-1]})?"),
    "AND_PREFIX": lambda word, _: And((Word(word), Prefix(word[:3]))),
}


@pytest.mark.parametrize("kind", KINDS)
def test_patterns(benchmark: BenchmarkFixture, archive: Archive, kind: str) -> None:
    chance = random.Random(kind)
    printed = map(fold_text, vocabulary(archive).phrases(1, kind))
    words = (word for word in printed if len(word) >= LONG and word.isalpha())
    asked = [KINDS[kind](word, chance) for word in islice(words, QUESTIONS)]
    measure(benchmark, archive, kind, asked, archive.index.search)
    assert benchmark.extra_info["answered"] >= QUESTIONS // 2


@pytest.mark.parametrize("count", [2, 3])
def test_phrases_with_gaps(benchmark: BenchmarkFixture, archive: Archive, count: int) -> None:
    drawn = islice(vocabulary(archive).phrases(count, f"slop {count}"), QUESTIONS)
    measure(benchmark, archive, "SLOP", [Sloppy(text, 3) for text in drawn], archive.index.search)
    assert benchmark.extra_info["answered"] == QUESTIONS
