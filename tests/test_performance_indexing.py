"""What docs/performance.md shows of building and of opening: every figure, and where they come from."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

PATH = Path(__file__).resolve().parent.parent / "benchmarks" / "report_indexing.py"


def indexed(record: dict[str, Any]) -> str:
    spec = importlib.util.spec_from_file_location("report_indexing", PATH)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    text: str = module.indexed(record)
    return text


def made(kind: str, **more: Any) -> dict[str, Any]:
    return {
        "kind": kind,
        "machine": {"processor": "a processor", "cores": 2},
        "date": "2026-11-25T20:38:03Z",
        "commands": [f"python benchmarks/indexing/{kind}.py some"],
        "load": [1.25, None],
        **more,
    }


def test_threads_are_shown_beside_processes() -> None:
    record = made(
        "threads",
        corpus={"name": "news.jsonl", "documents": 31_356, "text_bytes": 62_000_000},
        memory=256 << 20,
        rounds=3,
        seconds={"one thread": 2.5, "two threads": 1.5, "two processes": 1.25},
        megabytes_per_second={"one thread": 24.8, "two threads": 41.33, "two processes": 49.6},
        ratio=0.833,
    )
    shown = indexed(record)
    assert "|  | s | MB/s of text |" in shown
    assert "| two threads | 1.50 | 41.3 |" in shown
    assert "| two processes | 1.25 | 49.6 |" in shown
    assert "Two threads ÷ two processes: 0.83." in shown
    assert "news.jsonl: 31,356 documents, 62 MB of text, 256 MiB for each thread, the best of 3 rounds; " in shown
    assert (
        "a processor, 2 cores, 2026-11-25, load 1.2, not known; `python benchmarks/indexing/threads.py some`" in shown
    )


def test_opening_is_told_apart_from_importing() -> None:
    question = {
        "question": "guvern",
        "hits": 10,
        "import": 151.2,
        "open": 1.24,
        "answer": 2.5,
        "open_and_answer": 3.74,
        "again": 0.051,
        "pages": 1234.0,
        "read": 12_000,
    }
    corpus = {"documents": 1_000_000, "segments": 3, "bytes": 2_000_000_000}
    shown = indexed(made("opening", corpus=corpus, times=15, questions={"a word": question}))
    assert "| a word | `guvern` | 151 | 1.2 | 2.5 | 3.7 | 0.05 | 1,234 | 12 |" in shown
    assert "1,000,000 documents, 3 segments, 2,000 MB; medians of 15 processes; a processor" in shown


def test_what_building_takes_is_shown_by_engine_and_size() -> None:
    def row(engine: str, documents: int, seconds: float) -> dict[str, Any]:
        figures = {"megabytes_per_second": 25.25, "peak": 300_400_000, "index_bytes": 1_234_567_890}
        return {"engine": engine, "documents": documents, "seconds": seconds, **figures}

    rows = [row("searchlib", 10_000, 0.5), row("tantivy", 10_000, 2.0), row("searchlib", 1_000_000, 60.0)]
    drawn = {"searchlib": [[10_000, 50.0], [1_000_000, 60.0]], "tantivy": [[10_000, 200.0]]}
    shown = indexed(made("growth", corpus={"name": "news.jsonl"}, memory=256 << 20, rounds=2, rows=rows, drawn=drawn))
    assert "![growth](figures/growth.svg)" in shown
    assert "| searchlib | 10,000 | 0.5 | 50 | 25.2 | 300 | 1,235 |\n| searchlib | 1,000,000 | 60.0 | 60 |" in shown
    assert "Time of a document among 1,000,000 ÷ among 10,000: searchlib 1.20, tantivy 1.00." in shown
    assert "news.jsonl: the first lines; 256 MiB (268 MB) of memory, the best of 2 rounds; a processor" in shown
