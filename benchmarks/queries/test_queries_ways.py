"""The same words in other ways: newest first, counted only, a thousand hits; and queries prepared beforehand."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from typing import Any

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from archives import Archive
from asking import QUESTIONS, measure
from searchlib import Index
from searchlib.query import And, Or, Query, Word
from searchlib.search import PreparedQuery
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


PREPARED: dict[str, Callable[[PreparedQuery], Any]] = {
    "AND2 prepared, ten hits": lambda query: query.top(10)[0],
    "AND2 prepared, newest first": lambda query: query.top(10, "newest")[0],
    "AND2 prepared, count only": lambda query: query.count(),
}


@pytest.mark.parametrize("way", PREPARED)
def test_prepared(benchmark: BenchmarkFixture, archive: Archive, way: str) -> None:
    drawn = islice(vocabulary(archive).together(2, "mixed", "prepared"), QUESTIONS)
    asked = [archive.index.prepare(And(tuple(map(Word, some)))) for some in drawn]
    measure(benchmark, archive, "WAYS", asked, PREPARED[way])
    assert benchmark.extra_info["answered"] == QUESTIONS
