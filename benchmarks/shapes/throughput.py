"""Queries a second of `search_many` with one and two threads, beside two processes with one thread each.

python benchmarks/shapes/throughput.py --corpus ro500k        saves the figures and draws docs/figures/throughput.svg

The ways take turns; of each the best turn counts. A question is asked once a turn, as a tree made beforehand.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from drawing import bars
from kit_corpus import FIGURES, Corpus, asked, parser, record, save

import searchlib as sl
from searchlib.query import And, Or, Query, Word

KINDS: dict[str, type[And | Or]] = {"OR5": Or, "OR2": Or, "AND2": And, "TERM": Or}
WAYS = ("one thread", "two threads", "two processes")


def trees(kind: str, terms: list[list[str]]) -> list[Query]:
    """Return questions as trees."""
    return [KINDS[kind](tuple(Word(term, "text") for term in some)) for some in terms]


def spend(index: sl.Index, queries: list[Query], threads: int) -> float:
    """Return the seconds that it takes to answer all questions."""
    started = time.perf_counter()
    index.search_many(queries, threads=threads)
    return time.perf_counter() - started


class Process:
    """Another process with the same index: `worker` below. It answers by a pipe of its own, where nobody prints."""

    def __init__(self, folder: Path) -> None:
        answers, end = os.pipe()
        command = [sys.executable, __file__, "--worker", str(folder), str(end)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, text=True, pass_fds=[end])
        os.close(end)
        self._answers = os.fdopen(answers, encoding="utf-8")

    def tell(self, command: Any) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(command) + "\n")
        self._process.stdin.flush()

    def answer(self) -> Any:
        return json.loads(self._answers.readline())

    def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()
        self._answers.close()


def worker(folder: str, end: int) -> None:
    """Answer the questions that are handed over, whenever told to; say how many seconds that took."""
    index = sl.open(folder)
    queries: list[Query] = []
    with os.fdopen(end, "w", encoding="utf-8") as answers:
        for line in sys.stdin:
            command = json.loads(line)
            answer: float = 0.0
            if command is None:
                answer = spend(index, queries, 1)
            else:
                queries = trees(*command)
            answers.write(f"{answer}\n")
            answers.flush()


def together(processes: list[Process]) -> float:
    """Return the seconds until the last process has answered."""
    started = time.perf_counter()
    for process in processes:
        process.tell(None)
    for process in processes:
        process.answer()
    return time.perf_counter() - started


def measure(corpus: Corpus, processes: list[Process], kind: str, count: int, passes: int) -> dict[str, float]:
    """Return the queries a second of each way."""
    terms = [question.terms for question in asked(corpus, kind, count)]
    queries = trees(kind, terms)
    index = corpus.engine.index
    for number, process in enumerate(processes):
        process.tell([kind, terms[number :: len(processes)]])
        process.answer()
    best = dict.fromkeys(WAYS, float("inf"))
    for _ in range(passes + 1):
        spent = spend(index, queries, 1), spend(index, queries, 2), together(processes)
        best = {way: min(seconds, best[way]) for way, seconds in zip(WAYS, spent, strict=True)}
    return {way: round(len(queries) / seconds, 1) for way, seconds in best.items()}


def main() -> int:
    if sys.argv[1:2] == ["--worker"]:
        worker(sys.argv[2], int(sys.argv[3]))
        return 0
    assert __doc__ is not None
    options = parser(__doc__, "ro500k")
    options.set_defaults(questions=500, passes=7)
    arguments = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        corpus = Corpus(arguments.corpus, Path(folder))
        processes = [Process(corpus.folder) for _ in range(2)]
        drawn = {k: measure(corpus, processes, k, arguments.questions, arguments.passes) for k in KINDS}
        for process in processes:
            process.close()
    made = {**record("throughput", corpus, arguments), "drawn": drawn}
    made["ratios"] = {kind: round(ways["two threads"] / ways["two processes"], 3) for kind, ways in drawn.items()}
    title = f"search_many over {corpus.documents:,} documents ({corpus.name}, {made['date'][:10]})"
    bars(FIGURES / "throughput.svg", title, "queries a second", drawn)
    print("two threads ÷ two processes:", made["ratios"])
    save(made, arguments.save)
    return 0


if __name__ == "__main__":
    sys.exit(main())
