"""What benchmarks/counting saves becomes the tables of docs/performance.md."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

BENCHMARKS = Path(__file__).resolve().parent.parent / "benchmarks"


def times(median: float) -> dict[str, float]:
    return {"median": median, "p95": 2 * median, "p99": 3 * median, "mean": median}


RECORD: dict[str, Any] = {
    "corpus": {"name": "ro500k", "documents": 500, "values": 50},
    "questions": 20,
    "passes": 5,
    "depth": 10_000,
    "peer": "tantivy-py 1",
    "targets": {"facet_ms": 3.0, "facet_ratio": 0.5, "page_ratio": 2.0},
    "hits": [90_000, 110_000],
    "first_facet_us": 20_000.0,
    "paging": {"OR2": {"questions": 20, "first": times(100), "deep": times(250), "cold": times(900)}},
    "machine": {"processor": "any", "cores": 2},
    "date": "2026-01-02T03:04:05Z",
    "load": [0.1, 0.2],
    "command": "python measure.py",
}


@pytest.mark.parametrize(
    ("ours", "theirs", "told"),
    [
        (1_000, 4_000, "| facet | 1.00 | 2.00 | 4.00 | 0.25 | ≤ 0.5, ≤ 3 ms | met |"),
        (2_500, 4_000, "| facet | 2.50 | 5.00 | 4.00 | 0.62 | ≤ 0.5, ≤ 3 ms | missed |"),
        (3_500, 9_000, "| facet | 3.50 | 7.00 | 9.00 | 0.39 | ≤ 0.5, ≤ 3 ms | missed |"),
    ],
)
def test_targets_are_compared(monkeypatch: pytest.MonkeyPatch, ours: float, theirs: float, told: str) -> None:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    monkeypatch.delitem(sys.modules, "report_counting", raising=False)
    record = {**RECORD, "times": {"facet": times(ours), "facet, tantivy": times(theirs), "order": times(500)}}
    page = import_module("report_counting").counted(record)
    assert told in page
    assert "| order | 0.50 | 1.00 |  |  |  |  |" in page
    assert "| OR2, 20 questions | 100 | 250 | 2.50 | missed | 900 |" in page
    assert "makes their column: 20 ms" in page
