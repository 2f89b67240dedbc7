"""Five words typed as text: parsing, planning and weighing, showing ten hits, and all of it."""

from __future__ import annotations

from typing import Any

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from archives import Archive
from asking import QUESTIONS, TURNS, measure
from searchlib.results import Hits
from vocabulary import vocabulary

GROUP = "TEXT"
SHOWN = ("title", "date", "source")


@pytest.fixture
def questions(archive: Archive) -> list[str]:
    draw = vocabulary(archive).drawer("mixed", "text")
    return [" ".join(draw(5)) for _ in range(QUESTIONS)]


def show(hits: Hits) -> list[list[Any]]:
    return [[hit.get(name) for name in SHOWN] for hit in hits]


def test_parse(benchmark: BenchmarkFixture, archive: Archive, questions: list[str]) -> None:
    measure(benchmark, archive, GROUP, questions, archive.index.parse)


def test_plan_and_weigh(benchmark: BenchmarkFixture, archive: Archive, questions: list[str]) -> None:
    trees = [archive.index.parse(question) for question in questions]
    measure(benchmark, archive, GROUP, trees, archive.index.prepare)


def test_show_ten_hits(benchmark: BenchmarkFixture, archive: Archive, questions: list[str]) -> None:
    # Hits keep what they have shown, so that each turn needs fresh ones.
    answers = {q: [archive.index.search(q) for _ in range(TURNS)] for q in questions}
    measure(benchmark, archive, GROUP, questions, lambda question: show(answers[question].pop()))


def test_text_to_ten_hits(benchmark: BenchmarkFixture, archive: Archive, questions: list[str]) -> None:
    measure(benchmark, archive, GROUP, questions, lambda question: show(archive.index.search(question)))
    assert benchmark.extra_info["answered"] == QUESTIONS
