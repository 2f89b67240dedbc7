"""Words: one alone, all of several, any of several; by how frequent they are."""

from __future__ import annotations

from itertools import islice

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from archives import Archive
from asking import QUESTIONS, measure
from searchlib.query import And, Or, Query, Word
from vocabulary import BANDS, vocabulary

SIZES = {"TERM": 1, "OR2": 2, "OR5": 5, "OR10": 10, "AND2": 2, "AND3": 3}


def questions(archive: Archive, kind: str, band: str) -> list[Query]:
    words, seed = vocabulary(archive), f"{kind} {band}"
    if kind.startswith("AND"):
        drawn = list(islice(words.together(SIZES[kind], band, seed), QUESTIONS))
        return [And(tuple(map(Word, some))) for some in drawn]
    draw = words.drawer(band, seed)
    if kind == "TERM":
        return [Word(draw(1)[0]) for _ in range(QUESTIONS)]
    return [Or(tuple(map(Word, draw(SIZES[kind])))) for _ in range(QUESTIONS)]


@pytest.mark.parametrize("band", [*BANDS, "mixed"])
@pytest.mark.parametrize("kind", SIZES)
def test_words(benchmark: BenchmarkFixture, archive: Archive, kind: str, band: str) -> None:
    asked = questions(archive, kind, band)
    measure(benchmark, archive, kind, asked, archive.index.search)
    assert benchmark.extra_info["answered"] == QUESTIONS
