"""Compare searchlib with what PyPI gives: tantivy, Whoosh, SQLite FTS5, bm25s, on the same analysed tokens.

    python benchmarks/engines/compare.py                                          the sample articles
    SEARCHLIB_DATA=/path/to/data python benchmarks/engines/compare.py --documents 20000    real news

An engine that is not installed is left out; ``pip install '.[peers]'`` installs them all. ``--budget`` bounds the time
of each engine, class and pass: an engine to which all questions are too many is asked the first of them only, at least
twelve, and its ratios are to our times of the same. The figures are saved under benchmarks/results, by default as
compare-NAME.json; ``--save reference-compare-news`` makes them those of docs/performance.md.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import math
import os
import random
import shlex
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Self

import corpus as corpora
import records
from rows import CLASSES
from worker import ENGINES

HERE = Path(__file__).resolve().parent
OURS = "searchlib"
PACKAGES = {"tantivy": ("tantivy",), "whoosh": ("whoosh",), "bm25s": ("bm25s", "numpy")}
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "NUMBA_NUM_THREADS", "OPENBLAS_NUM_THREADS", "RAYON_NUM_THREADS"), "1")
TRIAL = 6
"""Questions that say how many can be asked in the time that a class may take."""
FEWEST = 12


class Peer:
    """The process of one engine."""

    def __init__(self, name: str, core: int | None) -> None:
        command = [sys.executable, str(HERE / "worker.py"), name, *([] if core is None else [str(core)])]
        self.name = name
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env={**os.environ, **ONE_THREAD}
        )

    def call(self, *command: object) -> Any:
        """Send a command and return the answer."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(command) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        if not answer:
            raise SystemExit(f"{self.name} ended with code {self._process.wait()} at {command[0]}; see above")
        return json.loads(answer)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()


def missing(name: str) -> str | None:
    """Return why an engine cannot take part."""
    absent = [package for package in PACKAGES.get(name, ()) if importlib.util.find_spec(package) is None]
    if absent:
        return f"not installed: {', '.join(absent)}"
    if name == "sqlite":
        from peers_sqlite import fault

        return fault()
    return None


def build(name: str, corpus: corpora.Corpus, folder: Path, core: int | None) -> dict[str, Any]:
    """Index with one engine and return the figures."""
    folder.mkdir(parents=True)
    before = records.load()
    with Peer(name, core) as peer:
        built = peer.call("build", corpus.tsv, str(folder))
    assert built["documents"] == corpus.documents, f"{name} has indexed {built['documents']} documents"
    seconds = built["seconds"]
    print(f"{name}: built in {seconds:.2f} s", flush=True)
    return {
        "engine": name,
        "mode": "A",
        **built,
        "documents_per_second": corpus.documents / seconds,
        "megabytes_per_second": corpus.text_bytes / 1e6 / seconds,
        "index_bytes": sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()),
        "load": [before, records.load()],
    }


def agreement(
    peers: dict[str, Peer], answered: dict[str, list[str]], budget: float
) -> tuple[dict[str, Any], dict[tuple[str, str], int]]:
    """Count the hits of the questions; return how many counts agree, and how many questions each may be timed on.

    An engine counts the first questions of a class until the time is up, ours all of them. It is timed on no other
    questions than those, and on none where one count differs.
    """
    found: dict[str, Any] = {}
    sound: dict[tuple[str, str], int] = {}
    for name in CLASSES:
        ours = _answers(peers[OURS], name, math.inf)
        sound[OURS, name] = len(ours)
        for engine, classes in answered.items():
            if engine == OURS or name not in classes:
                continue
            theirs = _answers(peers[engine], name, budget)
            pairs = list(zip(ours, theirs, strict=False))
            same = sum(a == b for a, b in pairs)
            found.setdefault(name, {})[engine] = {"questions": len(pairs), "same": same}
            if same == len(pairs):
                sound[engine, name] = len(pairs)
            else:
                at = next(i for i, (a, b) in enumerate(pairs) if a != b)
                print(f"{name}: {engine} agrees on {same} of {len(pairs)} questions only, so it is left out: ", end="")
                print(f"question {at} has {theirs[at]} hits with it, {ours[at]} with {OURS}", flush=True)
    return found, sound


def _answers(peer: Peer, name: str, budget: float) -> list[Any]:
    """Return what must agree: the number of hits, and where the order is that of the days, those of the newest."""
    counts: list[int] = peer.call("count", name, FEWEST, budget)
    return list(zip(counts, peer.call("days", name, len(counts)), strict=True)) if name == "DATESORT" else counts


def measure(
    peers: dict[str, Peer], sound: dict[tuple[str, str], int], passes: int, budget: float
) -> dict[str, dict[str, Any]]:
    """Time the questions, the engines in turn within each class; of each question the best pass counts."""
    asked: dict[tuple[str, str], int] = {}
    for (engine, name), most in sound.items():
        peers[engine].call("time", name, TRIAL)
        trial = peers[engine].call("time", name, TRIAL)
        affordable = int(budget * 1e9 * len(trial) / max(1, sum(trial)))
        asked[engine, name] = min(most, max(FEWEST, affordable))
        peers[engine].call("time", name, asked[engine, name])
    best: dict[tuple[str, str], list[int]] = {}
    chance = random.Random(1)
    for number in range(passes):
        for name in CLASSES:
            turn = [engine for engine in peers if (engine, name) in sound]
            chance.shuffle(turn)
            for engine in turn:
                spent: list[int] = peers[engine].call("time", name, asked[engine, name])
                so_far = best.setdefault((engine, name), spent)
                best[engine, name] = [min(pair) for pair in zip(so_far, spent, strict=True)]
        print(f"pass {number + 1} of {passes}", flush=True)
    figures: dict[str, dict[str, Any]] = {name: {} for name in CLASSES}
    for (engine, name), spent in best.items():
        measured = {"questions": len(spent), "passes": passes, **records.figures(spent)}
        others = records.ratios(spent, best[OURS, name]) if engine != OURS else {}
        figures[name][engine] = {**measured, **others}
    return figures


def compare(arguments: argparse.Namespace, folder: Path) -> dict[str, Any]:
    """Do everything in `folder`; return the record."""
    data = os.environ.get("SEARCHLIB_DATA")
    source = Path(data) / "news-dev.jsonl.gz" if data and not arguments.seeds else corpora.SEEDS
    name = "seeds" if source == corpora.SEEDS else "news"
    corpus = corpora.write(source, folder, name, arguments.documents)
    asked = folder / "questions.tsv"
    corpora.draw(corpus, arguments.questions, arguments.seed, asked)
    print(f"{corpus.documents} documents, {corpus.tokens} tokens", flush=True)
    wanted = [OURS, *(engine for engine in arguments.engines.split(",") if engine != OURS)]
    absent = {engine: reason for engine in wanted if (reason := missing(engine)) is not None}
    for engine, reason in absent.items():
        print(f"{engine}: left out, {reason}", flush=True)
    here = [engine for engine in wanted if engine not in absent]
    record: dict[str, Any] = {
        "kind": "compare",
        "corpus": {**corpus._asdict(), "questions": arguments.questions, "seed": arguments.seed},
        "budget": {"seconds": arguments.budget, "fewest_questions": FEWEST},
        "machine": records.machine(),
        "date": records.now(),
        "commands": [_command(name)],
        "left_out": absent,
    }
    del record["corpus"]["tsv"]
    record["building"] = [build(engine, corpus, folder / engine, arguments.core) for engine in here]
    record["engines"] = {built["engine"]: built.pop("version") for built in record["building"]}
    peers = {engine: Peer(engine, arguments.core) for engine in here}
    answered = {e: peers[e].call("open", str(folder / e), str(asked))["classes"] for e in here}
    before = records.load()
    record["agreement"], sound = agreement(peers, answered, arguments.budget)
    record["queries"] = measure(peers, sound, arguments.passes, arguments.budget)
    record["load"] = [before, records.load()]
    for peer in peers.values():
        peer.__exit__()
    return record


def _command(name: str) -> str:
    """Return the command line as another can type it."""
    setting = "SEARCHLIB_DATA=/path/to/data " if name == "news" else ""
    return f"{setting}python benchmarks/engines/compare.py {shlex.join(sys.argv[1:])}".strip()


def _first_core() -> int | None:
    """Return the first core that this process may run on; None where a process cannot be bound to one."""
    return min(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else None


def main() -> int:
    assert __doc__ is not None
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--documents", type=int, help="how many articles to take; all if not given")
    parser.add_argument("--questions", type=int, default=200, help="of each class (default: 200)")
    parser.add_argument("--passes", type=int, default=3, help="times that each is asked; the best counts (default: 3)")
    parser.add_argument("--budget", type=float, default=2.0, help="seconds of a class, engine and pass (default: 2)")
    parser.add_argument("--engines", default=",".join(ENGINES), help="names with commas (default: all)")
    parser.add_argument("--seeds", action="store_true", help="the sample articles, whatever SEARCHLIB_DATA says")
    parser.add_argument("--seed", type=int, default=7, help="of the random generator that draws the questions")
    parser.add_argument("--core", type=int, default=_first_core(), help="the core that the engines are bound to")
    parser.add_argument("--save", metavar="NAME", help="name of the file of results (default: compare-NAME)")
    parser.add_argument("--output", type=Path, help="write the results to this file instead")
    arguments = parser.parse_args()
    unknown = set(arguments.engines.split(",")) - set(ENGINES)
    if unknown:
        parser.error(f"no engine {', '.join(sorted(unknown))}; there are {', '.join(ENGINES)}")
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        record = compare(arguments, Path(folder))
    if arguments.output:
        arguments.output.write_text(json.dumps(record), encoding="utf-8")
        path = arguments.output
    else:
        path = records.write(arguments.save or f"compare-{record['corpus']['name']}", record)
    print(f"{path}, after {time.monotonic() - started:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
