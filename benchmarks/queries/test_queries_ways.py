"""The same words in other ways: newest first, counted only, a thousand hits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from archives import Archive
from asking import QUESTIONS, measure
from searchlib import Index
from searchlib.query import Or, Query, Word
from vocabulary import vocabulary

WAYS: dict[str, Callable[[Index, Query], Any]] = {
    "OR5, ten hits": lambda index, question: index.search(question),
    "OR5, newest first": lambda index, question: index.search(question, sort="newest"),
    "OR5, oldest first": lambda index, question: index.search(question, sort="oldest"),
    "OR5, count only": lambda index, question: index.count(question),
    "OR5, a thousand hits": lambda index, question: index.search(question, limit=1000),
}


@pytest.mark.parametrize("way", WAYS)
def test_ways(benchmark: BenchmarkFixture, archive: Archive, way: str) -> None:
    draw = vocabulary(archive).drawer("mixed", "ways")
    asked: list[Query] = [Or(tuple(map(Word, draw(5)))) for _ in range(QUESTIONS)]
    measure(benchmark, archive, "WAYS", asked, lambda question: WAYS[way](archive.index, question))
    assert benchmark.extra_info["answered"] == QUESTIONS
