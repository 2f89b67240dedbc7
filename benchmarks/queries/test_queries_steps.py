"""The steps of one answer: parsing, planning, ranking, the fields of ten hits, their snippets, and all but snippets."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from archives import Archive
from asking import QUESTIONS, TURNS, measure
from searchlib import Index
from searchlib.results import Hit
from vocabulary import vocabulary

GROUP = "STEPS"
SHOWN = ("title", "date", "source")


@pytest.fixture
def questions(archive: Archive) -> list[str]:
    """Questions of three words, every other one with a phrase beside them."""
    words = vocabulary(archive)
    draw = words.drawer("mixed", "steps")
    phrases = list(islice(words.phrases(2, "steps"), QUESTIONS))
    return [" ".join(draw(3)) + (f' "{phrases[n]}"' if n % 2 else "") for n in range(QUESTIONS)]


def show(hits: Sequence[Hit]) -> list[list[object]]:
    return [[hit.get(name) for name in SHOWN] for hit in hits]


def ask_and_show(index: Index, question: str) -> list[list[object]]:
    return show(index.search(question))


def test_parse(benchmark: BenchmarkFixture, archive: Archive, questions: list[str]) -> None:
    measure(benchmark, archive, GROUP, questions, archive.index.parse)


def test_parse_and_plan(benchmark: BenchmarkFixture, archive: Archive, questions: list[str]) -> None:
    measure(benchmark, archive, GROUP, questions, archive.index.prepare)


def test_rank_prepared(benchmark: BenchmarkFixture, archive: Archive, questions: list[str]) -> None:
    prepared = [archive.index.prepare(question) for question in questions]
    measure(benchmark, archive, GROUP, prepared, lambda query: query.top(10)[0])


def test_show_fields(benchmark: BenchmarkFixture, archive: Archive, questions: list[str]) -> None:
    # Hits keep what they have shown, so that each turn needs fresh ones.
    answers = {q: [archive.index.search(q) for _ in range(TURNS)] for q in questions}
    measure(benchmark, archive, GROUP, questions, lambda question: show(answers[question].pop()))


def test_snippets(benchmark: BenchmarkFixture, archive: Archive, questions: list[str]) -> None:
    answers = [archive.index.search(question) for question in questions]
    measure(benchmark, archive, GROUP, answers, lambda hits: [hit.snippet() for hit in hits])


def test_question_to_fields(benchmark: BenchmarkFixture, archive: Archive, questions: list[str]) -> None:
    measure(benchmark, archive, GROUP, questions, lambda question: ask_and_show(archive.index, question))
    assert benchmark.extra_info["answered"] == QUESTIONS
