"""What a fresh process takes to open an index and to answer its first question, and how much of the index it looks at.

    python benchmarks/indexing/opening.py index/ --save reference-indexing-opening

Each question is asked in processes of its own, one after another, of an index whose pages are in memory already. Times
are told apart: importing the engine, opening the index, and the answer with the titles of its hits. How much
of the index is looked at is told by the pages that the process meets for the first time, and by what it reads besides.
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.append(str(HERE.parent / "engines"))

import records  # noqa: E402 - found by the line above

QUESTIONS = {
    "a word": "guvern",
    "words": "guvernul a adoptat bugetul",
    "required words": "+guvernul +bugetul",
    "a phrase": '"bugetul de stat"',
    "words in a month": "guvernul bugetul date:2019-10",
    "the newest of a month": "date:2019-10",
}
BEFORE = records.load()


def pages_met() -> int:
    """Return how often this process has met a page that was not mapped yet: of memory, or of a file in memory."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt


def bytes_read() -> int:
    """Return the bytes that this process has read from files."""
    return int(re.findall(r"rchar: (\d+)", Path("/proc/self/io").read_text(encoding="utf-8"))[0])


def child(path: Path, question: str) -> dict[str, Any]:
    """Open, ask once and once more, and return the figures."""
    began = time.perf_counter_ns()
    import searchlib as sl

    imported = time.perf_counter_ns()
    before, pages = bytes_read(), pages_met()
    index = sl.open(path)
    opened = time.perf_counter_ns()
    first = index.search(question, limit=10)
    titles = [hit["title"] for hit in first]
    answered = time.perf_counter_ns()
    read, pages = bytes_read() - before, pages_met() - pages
    again = time.perf_counter_ns()
    assert [hit["title"] for hit in index.search(question, limit=10)] == titles
    ended = time.perf_counter_ns()
    spans = {
        "import": imported - began,
        "open": opened - imported,
        "answer": answered - opened,
        "open_and_answer": answered - imported,
        "again": ended - again,
    }
    return {"hits": len(titles), "pages": pages, "read": read, **{name: one / 1e6 for name, one in spans.items()}}


def measure(path: Path, question: str, times: int) -> dict[str, Any]:
    """Return the medians over several processes."""
    command = [sys.executable, __file__, str(path), "--child", question]
    found = [json.loads(subprocess.run(command, check=True, capture_output=True).stdout) for _ in range(times)]
    medians = {name: round(statistics.median(one[name] for one in found), 3) for name in found[0]}
    return {"question": question, **medians}


def main() -> None:
    assert __doc__ is not None
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("index", type=Path)
    parser.add_argument("--times", type=int, default=15, help="processes for each question (default: 15)")
    parser.add_argument("--child", help=argparse.SUPPRESS)
    parser.add_argument("--save", metavar="NAME", help="name of the file of results")
    arguments = parser.parse_args()
    if arguments.child:
        print(json.dumps(child(arguments.index, arguments.child)))
        return
    import searchlib as sl

    with sl.open(arguments.index) as index:
        documents, segments = len(index), len(index.info().segments)
    files = [path for path in arguments.index.iterdir() if path.is_file()]
    for path in files:
        with path.open("rb") as whole:  # so that its pages are in memory
            while whole.read(1 << 24):
                pass
    made: dict[str, Any] = {
        "kind": "opening",
        "corpus": {"documents": documents, "segments": segments, "bytes": sum(path.stat().st_size for path in files)},
        "times": arguments.times,
        "questions": {kind: measure(arguments.index, one, arguments.times) for kind, one in QUESTIONS.items()},
        "machine": records.machine(),
        "date": records.now(),
        "commands": [f"python benchmarks/indexing/opening.py {arguments.index.name}/ --times {arguments.times}"],
        "load": [BEFORE, records.load()],
    }
    for kind, one in made["questions"].items():
        print(kind, one)
    if arguments.save:
        print(records.write(arguments.save, made))


if __name__ == "__main__":
    main()
