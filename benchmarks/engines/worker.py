"""One engine in a process of its own: it reads commands from standard input, as JSON a line, and answers likewise."""

from __future__ import annotations

import importlib
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

from rows import Engine, question_class, questions, top

__all__ = ["ENGINES"]

ENGINES = {
    "searchlib": ("peers_searchlib", "Ours"),
    "tantivy": ("peers_tantivy", "Tantivy"),
    "whoosh": ("peers_whoosh", "Whoosh"),
    "sqlite": ("peers_sqlite", "SQLite"),
    "bm25s": ("peers_bm25s", "BM25S"),
}
"""Module and class of each."""


class Worker:
    """An engine with its questions."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._prepared: dict[str, list[tuple[str, Any]]] = {}

    def build(self, tsv: str, folder: str) -> dict[str, Any]:
        """Index; tell the memory that the whole process has taken at most, too."""
        before = time.process_time()
        built = self._engine.build(tsv, folder)
        spent = time.process_time() - before
        return {**built._asdict(), "processor_seconds": spent, "peak_memory_bytes": _peak_memory()}

    def open(self, folder: str, asked: str) -> dict[str, Any]:
        """Open an index and prepare the questions of a file; tell which classes there are answers to."""
        self._engine.open(folder)
        for question in questions(asked):
            prepared = self._engine.prepare(*question)
            if prepared is not None:
                self._prepared.setdefault(question_class(question.kind), []).append((question.kind, prepared))
        return {"classes": list(self._prepared)}

    def count(self, name: str, fewest: int, seconds: float) -> list[int]:
        """Count the hits of the first questions of a class: of so many, and of more while the time lasts."""
        end = time.monotonic() + seconds
        counts: list[int] = []
        for kind, query in self._prepared[name]:
            if len(counts) >= fewest and time.monotonic() >= end:
                break
            counts.append(self._engine.count(kind, query))
        return counts

    def days(self, name: str, count: int) -> list[list[int]]:
        """Return the days of the newest hits of each of the first questions."""
        found = [self._engine.ids(kind, query, top(name)) for kind, query in self._prepared[name][:count]]
        return [[int(day) for _, day in hits] for hits in found]

    def time(self, name: str, count: int) -> list[int]:
        """Answer the first questions of a class; return the nanoseconds of each."""
        clock, run, total, k = time.perf_counter_ns, self._engine.run, self._engine.count, top(name)
        spent: list[int] = []
        for kind, query in self._prepared[name][:count]:
            if name == "COUNT":
                started = clock()
                total(kind, query)
            else:
                started = clock()
                run(kind, query, k)
            spent.append(clock() - started)
        return spent


def _peak_memory() -> int:
    status = Path("/proc/self/status")
    if status.exists():  # ru_maxrss would include what the parent had before this program was started
        line = next(line for line in status.read_text(encoding="utf-8").splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) * 1024
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def main() -> None:
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what an engine prints must not come between the answers
    if len(sys.argv) > 2 and hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {int(sys.argv[2])})
    module, name = ENGINES[sys.argv[1]]
    worker = Worker(getattr(importlib.import_module(module), name)())
    for line in sys.stdin:
        command, *arguments = json.loads(line)
        answers.write(json.dumps(getattr(worker, command)(*arguments)) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
