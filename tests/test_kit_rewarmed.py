"""Engines of the peers kit are warmed up again before their turns, each as much as the others."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from scripts import benchmark

KIT = """
class W:
    def __init__(self, name):
        self.name = name
        self.asked = []

    def call(self, *asked):
        self.asked.append(asked)
        return {"n": asked[-1]}


def turn(name, *asked):
    engine = W(name)
    return engine.call(*asked), engine.asked
"""
FILE = "times.txt"


@pytest.fixture(name="kit")
def fixture_kit(tmp_path: Path) -> Any:
    (tmp_path / "bench.py").write_text(KIT, encoding="utf-8")
    return benchmark("engines/rewarmed").kit_of(tmp_path)


@pytest.mark.parametrize("engine", ["searchlib", "tantivy", "pisa"])
def test_engine_is_asked_a_hundred_questions_before_its_turn(kit: Any, engine: str) -> None:
    answer, asked = kit.turn(engine, "RUN", "TERM", 10, "time", FILE, 500)
    assert asked == [("RUN", "TERM", 10, "time", FILE, 100), ("RUN", "TERM", 10, "time", FILE, 500)]
    assert answer == {"n": 500}


def test_lucene_is_left_to_the_kit_which_does_the_same(kit: Any) -> None:
    _, asked = kit.turn("lucene", "RUN", "TERM", 10, "time", FILE, 500)
    assert asked == [("RUN", "TERM", 10, "time", FILE, 500)]


@pytest.mark.parametrize(
    "question",
    [("RUN", "TERM", 10, "time", FILE, 99), ("RUN", "TERM", 10, "count", FILE, 500), ("OPEN", "index")],
)
def test_all_else_is_asked_once(kit: Any, question: tuple[object, ...]) -> None:
    _, asked = kit.turn("tantivy", *question)
    assert asked == [question]


def test_folder_without_a_kit_is_told(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="SEARCHLIB_PEERS"):
        benchmark("engines/rewarmed").kit_of(tmp_path / "nowhere")
