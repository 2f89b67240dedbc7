"""What docs/performance.md says of help with asking, and the questions that it is measured with."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest

from scripts import benchmark
from searchlib.analysis import fold_text

BENCHMARKS = Path(__file__).resolve().parent.parent / "benchmarks"
HEADLINES = [("1", "Preşedintele României: vizită la Cotroceni"), ("2", "Guvernul reduce TVA-ul la 9%"), ("3", "A-I")]


@pytest.fixture(scope="module")
def questions() -> ModuleType:
    return benchmark("suggestions/questions")


def test_stripped_questions_have_lost_nothing_but_diacritics(questions: ModuleType) -> None:
    asked = questions.stripped(HEADLINES, 4, 7, 2)
    assert len({one.meant for one in asked}) == 4
    for one in asked:
        assert one.typed.isascii()
        assert one.typed != one.meant
        assert fold_text(one.typed) == fold_text(one.meant)
        assert one.meant in "Președintele României: vizită la Cotroceni"
        assert one.key == "1"
    assert questions.stripped(HEADLINES, 4, 7, 2) == asked


def test_misspelt_questions_have_one_edit_in_one_word(questions: ModuleType) -> None:
    asked = questions.misspelt(HEADLINES, 10, 7, 3)
    for one in asked:
        wrong = [
            (typed, meant)
            for typed, meant in zip(one.typed.split(" "), one.meant.split(" "), strict=True)
            if typed != meant
        ]
        assert len(wrong) == 1
        ((typed, meant),) = wrong
        assert len(meant) >= 4
        assert abs(len(typed) - len(meant)) <= 1
        assert fold_text(typed) != fold_text(meant)


def test_faultless_questions_are_as_they_are_meant(questions: ModuleType) -> None:
    asked = questions.faultless(HEADLINES, 8, 7)
    assert all(one.typed == one.meant for one in asked)
    assert all(not any(letter in one.meant for letter in ":-%9") for one in asked)


def test_the_figures_are_told_with_their_targets() -> None:
    record = {
        "corpus": {"articles": 100, "without": 90, "documents": 5000},
        "first_call": {"seconds": 0.5, "words": 1234},
        "machine": {"processor": "CPU", "cores": 2},
        "date": "2026-01-02T03:04:05Z",
        "seed": 7,
        "questions": 1000,
        "passes": 3,
        "load": [0.1, 0.2],
        "command": "python measure.py",
        "accuracy": [
            {"questions": "stripped", "words": 4, "right": 0.98, "right_without": 0.9, "target": 0.97},
            {"questions": "misspelt", "words": None, "right": 0.8, "right_without": 0.7, "target": 0.85},
            {"questions": "faultless", "words": 4, "right": 0.99, "right_without": 0.9, "target": None},
        ],
        "times": [
            {"what": "suggest", "median": 500.0, "mean": 600.0, "p99": 3000.0, "target": 2.0},
            {"what": "complete", "median": 300.0, "mean": 600.0, "p99": 3000.0, "target": 0.2},
        ],
    }
    told = benchmark("report_suggestions").helped(record)
    assert "| stripped, 1 to 4 words | 98.0 % | 90.0 % | ≥ 97 % | met |" in told
    assert "| misspelt, whole headlines | 80.0 % | 70.0 % | ≥ 85 % | missed |" in told
    assert "| faultless, 1 to 4 words | 99.0 % | 90.0 % |  |  |" in told
    assert "| suggest | 0.500 | 0.600 | 3.000 | ≤ 2 ms | met |" in told
    assert "| complete | 0.300 | 0.600 | 3.000 | ≤ 0.2 ms | missed |" in told
    assert "without the 10 articles of the headlines" in told
