"""One process that indexes JSON Lines with two threads, beside two processes that have half of the lines each.

    python benchmarks/indexing/threads.py news.jsonl --save reference-indexing-threads

Each way reads, analyses, indexes and commits durably all lines once a round, and the ways take turns; of each the best
round counts, until the last commit is done. Processes share no lock, so they are what threads are held against. One
process with two threads may take as much memory as both processes together. What starting Python and importing the
engine take is in all figures; what is merged behind a commit is in none.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from whole import text_bytes

HERE = Path(__file__).resolve().parent
sys.path.append(str(HERE.parent / "engines"))

import records  # noqa: E402 - found by the line above

MEGABYTE = 1_000_000
BEFORE = records.load()


def halves(source: Path, folder: Path) -> list[Path]:
    """Write the lines in turn to two files."""
    paths = [folder / "odd.jsonl", folder / "even.jsonl"]
    with source.open("rb") as lines, paths[0].open("wb") as odd, paths[1].open("wb") as even:
        for number, line in enumerate(lines):
            (even if number % 2 else odd).write(line)
    return paths


def child(source: Path, threads: int, memory: int) -> None:
    """Index a file, and say when it is committed."""
    import searchlib as sl

    with tempfile.TemporaryDirectory() as folder:
        writer = sl.create(Path(folder) / "index", sl.NEWS, memory=memory << 20, threads=threads, policy="none")
        writer.add_jsonl(source)
        writer.commit()
        print("committed", flush=True)
        writer.close()


def seconds(paths: list[Path], threads: int, memory: int) -> float:
    """Return how long it takes until each file is committed by a process of its own, all at the same time."""
    command = [sys.executable, __file__, "--child", str(threads), "--memory", str(memory)]
    started = time.perf_counter()
    processes = [subprocess.Popen([*command, str(path)], stdout=subprocess.PIPE, text=True) for path in paths]
    for process in processes:
        assert process.stdout is not None
        if process.stdout.readline() != "committed\n":
            raise SystemExit("a build failed")
    taken = time.perf_counter() - started
    for process in processes:
        process.communicate()
    return taken


def measure(source: Path, rounds: int, memory: int) -> dict[str, list[float]]:
    """Return the seconds of all rounds of each way."""
    with tempfile.TemporaryDirectory() as folder:
        split = halves(source, Path(folder))
        ways = {
            "one thread": ([source], 1, memory),
            "two threads": ([source], 2, 2 * memory),
            "two processes": (split, 1, memory),
        }
        taken: dict[str, list[float]] = {way: [] for way in ways}
        for _ in range(rounds):
            for way, (paths, threads, each) in ways.items():
                taken[way].append(seconds(paths, threads, each))
                print(f"{way}: {taken[way][-1]:.2f} s", flush=True)
    return taken


def main() -> None:
    assert __doc__ is not None
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("source", type=Path, help="JSON Lines, not compressed")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument(
        "--memory", type=int, default=256, help="MiB of a process for each of its threads (default: 256)"
    )
    parser.add_argument("--child", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--save", metavar="NAME", help="name of the file of results")
    arguments = parser.parse_args()
    if arguments.child:
        child(arguments.source, arguments.child, arguments.memory)
        return
    size = text_bytes(arguments.source)
    taken = measure(arguments.source, arguments.rounds, arguments.memory)
    best = {way: min(rounds) for way, rounds in taken.items()}
    with arguments.source.open("rb") as lines:
        documents = sum(1 for _ in lines)
    made: dict[str, Any] = {
        "kind": "threads",
        "corpus": {"name": arguments.source.name, "documents": documents, "text_bytes": size},
        "memory": arguments.memory << 20,
        "rounds": arguments.rounds,
        "seconds": {way: round(one, 3) for way, one in best.items()},
        "megabytes_per_second": {way: round(size / MEGABYTE / one, 2) for way, one in best.items()},
        "ratio": round(best["two processes"] / best["two threads"], 3),
        "machine": records.machine(),
        "date": records.now(),
        "commands": [f"python benchmarks/indexing/threads.py {arguments.source.name} --rounds {arguments.rounds}"],
        "load": [BEFORE, records.load()],
    }
    print(json.dumps({name: made[name] for name in ("megabytes_per_second", "ratio")}))
    if arguments.save:
        print(records.write(arguments.save, made))


if __name__ == "__main__":
    main()
