"""Corpora and questions of the peers kit, as the shapes use them."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any, TypeVar

HERE = Path(__file__).resolve().parent
sys.path.append(str(HERE.parent / "engines"))

import records  # noqa: E402 - found by the line above
from adapter import Searchlib  # noqa: E402
from rows import Question, kit_corpus, questions, rows  # noqa: E402

__all__ = ["FIGURES", "Corpus", "asked", "parser", "record", "save", "times"]

BEFORE = records.load()
FIGURES = HERE.parent.parent / "docs" / "figures"

_Query = TypeVar("_Query")


class Corpus:
    """The first documents of a corpus of the kit, indexed.

    Parameters
    ----------
    name : str
        The corpus, such as ``ro500k``.
    folder : Path
        Where the index goes.
    documents : int | None
        How many; all if None.
    """

    def __init__(self, name: str, folder: Path, documents: int | None = None) -> None:
        home = kit_corpus(name)
        self.name = name
        self.questions = home / "queries.tsv"
        tsv = home / "a.tsv"
        if documents is not None:
            tsv = folder / "documents.tsv"
            with (home / "a.tsv").open(encoding="utf-8") as whole, tsv.open("w", encoding="utf-8") as part:
                part.writelines(islice(whole, documents))
        days = [row.day for row in rows(str(tsv))]
        if documents is not None and len(days) < documents:
            raise SystemExit(f"{name} has only {len(days)} documents: make a larger one with the kit's make_corpus.py")
        self.documents = len(days)
        self.first_day, self.last_day = min(days), max(days)
        self.engine = Searchlib()
        self.folder = folder / "index"
        self.engine.build(str(tsv), str(self.folder), 1, "A", optimize=True)
        self.engine.open(str(self.folder))


def asked(corpus: Corpus, kind: str, count: int) -> list[Question]:
    """Return the first questions of a kind."""
    return list(islice((one for one in questions(str(corpus.questions)) if one.kind == kind), count))


def times(ask: Callable[[_Query], Any], queries: Sequence[_Query], passes: int) -> float:
    """Return the median of the times of some questions, each the best of some passes, in microseconds."""
    best = [1 << 62] * len(queries)
    for _ in range(passes + 1):  # the first only warms up: a later one is as good
        for number, query in enumerate(queries):
            started = time.perf_counter_ns()
            ask(query)
            best[number] = min(best[number], time.perf_counter_ns() - started)
    return median(best) / 1000


def parser(about: str, corpus: str) -> argparse.ArgumentParser:
    """Return the options that all shapes share."""
    made = argparse.ArgumentParser(description=about.splitlines()[0])
    made.add_argument("--corpus", default=corpus, help=f"of the kit (default: {corpus})")
    made.add_argument("--questions", type=int, default=100, help="of each kind (default: 100)")
    made.add_argument("--passes", type=int, default=3, help="times that each is asked; the best counts (default: 3)")
    made.add_argument("--save", metavar="NAME", help="name of the file of results")
    return made


def record(kind: str, corpus: Corpus, arguments: argparse.Namespace) -> dict[str, Any]:
    """Return what every saved shape tells of its setting."""
    return {
        "kind": kind,
        "corpus": {"name": corpus.name, "documents": corpus.documents, "questions": arguments.questions},
        "machine": records.machine(),
        "date": records.now(),
        "commands": [f"python benchmarks/shapes/{kind}.py {' '.join(sys.argv[1:])}".strip()],
        "load": [BEFORE, records.load()],
    }


def save(made: dict[str, Any], name: str | None) -> None:
    """Save a shape under benchmarks/results."""
    path = records.write(name or f"shape-{made['kind']}", made)
    print(json.dumps(made.get("drawn"), ensure_ascii=False))
    print(path)
