"""What docs/performance.md shows of a saved shape: its plot, every figure, and where they come from."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

PATH = Path(__file__).resolve().parent.parent / "benchmarks" / "report_shapes.py"


def drawn(record: dict[str, Any]) -> str:
    spec = importlib.util.spec_from_file_location("report_shapes", PATH)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    text: str = module.drawn(record)
    return text


def shape(kind: str, points: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "kind": kind,
        "corpus": {"name": "ro20k", "documents": 20_000, "questions": 50},
        "machine": {"processor": "a processor", "cores": 2},
        "date": "2026-11-25T20:38:03Z",
        "commands": [f"python benchmarks/shapes/{kind}.py --corpus ro20k"],
        "load": [1.25, None],
        "drawn": points,
        **more,
    }


def test_lines_become_columns_by_what_stands_below_them() -> None:
    shown = drawn(shape("width", {"OR5": [[1, 3.25], [1461, 1234.5]], "AND2": [[1, 8.0]]}))
    assert "![width](figures/width.svg)" in shown
    assert "| days | OR5, µs | AND2, µs |" in shown
    assert "| 1 | 3.2 | 8.0 |" in shown
    assert "| 1,461 | 1,234 | – |" in shown
    assert "ro20k: 20,000 documents, 50 questions of each class; a processor, 2 cores, 2026-11-25" in shown
    assert "load 1.2, not known; `python benchmarks/shapes/width.py --corpus ro20k`" in shown


def test_bars_become_rows_with_the_ratio_of_threads_to_processes() -> None:
    bars = {"TERM": {"one thread": 10.0, "two threads": 19.0, "two processes": 20.0}}
    shown = drawn(shape("throughput", bars, ratios={"TERM": 0.95}))
    assert "| two threads | 19 |" in shown
    assert "Two threads ÷ two processes: TERM 0.95." in shown
