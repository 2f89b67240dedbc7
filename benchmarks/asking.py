"""Measures one answer at a time, over a list of different questions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import cycle
from typing import Any, TypeVar

from pytest_benchmark.fixture import BenchmarkFixture

from archives import Archive

__all__ = ["QUESTIONS", "TURNS", "measure"]

QUESTIONS = 50
"""Questions a class: each is asked once to warm up and twice measured."""

TURNS = 4
"""How often a question is asked at most: once to see that it has an answer, once to warm up, twice measured."""

_Question = TypeVar("_Question")


def measure(
    benchmark: BenchmarkFixture,
    archive: Archive,
    group: str,
    questions: Sequence[_Question],
    answer: Callable[[_Question], Any],
) -> None:
    """Time `answer` on each question; the median of the table is that of all the questions.

    Parameters
    ----------
    group : str
        The class of the questions, which is the heading of the table.
    answer : callable
        What is measured. What it returns is false where there was no answer.
    """
    assert len(questions) == QUESTIONS
    benchmark.group = group
    found = [answer(question) for question in questions]
    benchmark.extra_info["documents"] = len(archive.index)
    benchmark.extra_info["questions"] = len(questions)
    benchmark.extra_info["answered"] = sum(map(bool, found))
    turn = cycle(questions)
    benchmark.pedantic(
        answer,
        setup=lambda: ((next(turn),), {}),
        rounds=2 * QUESTIONS,
        warmup_rounds=QUESTIONS,
    )
