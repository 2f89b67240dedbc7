"""Questions with many hits: their values and days counted, ordered and grouped; and pages that lie deep."""

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
    "facets": lambda index, question: index.search(question, facets=["source", "entities"]),
    "months": lambda index, question: index.search(question, histogram="month"),
    "order by keyword": lambda index, question: index.search(question, sort="entities"),
    "groups by keyword": lambda index, question: index.search(question, group_by="entities"),
    "without copies": lambda index, question: index.search(question, collapse=True),
}
DEPTH = 1_000


def asked(archive: Archive) -> list[Query]:
    draw = vocabulary(archive).drawer("common", "counts")
    return [Or(tuple(map(Word, draw(2)))) for _ in range(QUESTIONS)]


@pytest.mark.parametrize("way", WAYS)
def test_counts(benchmark: BenchmarkFixture, archive: Archive, way: str) -> None:
    measure(benchmark, archive, "COUNTS", asked(archive), lambda question: WAYS[way](archive.index, question))
    assert benchmark.extra_info["answered"] == QUESTIONS


@pytest.mark.parametrize("depth", [0, DEPTH])
def test_pages(benchmark: BenchmarkFixture, archive: Archive, depth: int) -> None:
    """The page behind so many hits, or behind all but the last of a question with fewer; asked for out of the blue."""
    cursors: list[tuple[Query, str | None]] = []
    for question in asked(archive):
        hits = archive.index.search(question, limit=depth)
        cursors.append((question, hits.cursor(max(0, len(hits) - 2)) if depth and len(hits) > 1 else None))

    def page(one: tuple[Query, str | None]) -> Any:
        return archive.index.search(one[0], after=one[1])

    measure(benchmark, archive, "PAGES", cursors, page)
    assert benchmark.extra_info["answered"] == QUESTIONS
