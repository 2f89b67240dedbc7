"""How long until an article that is brought anew is found: added, committed durably, refreshed, asked for.

    python benchmarks/indexing/upsert.py INDEX articles.jsonl --times 300 [--pause 0.2]

The index is copied, and the copy lived with. Each time an article of the file takes the place of one with the same key,
or comes new where there is none; the question is for a word that only it has. Between two of them there is a pause, as
there is between news: what a writer does beside comes to an end. Milliseconds are printed as JSON.
"""

from __future__ import annotations

import argparse
import itertools
import json
import shutil
import statistics
import tempfile
import time
from pathlib import Path

import searchlib as sl


def upserts(path: Path, source: Path, times: int, pause: float) -> list[float]:
    """Return the milliseconds of each, from the article at hand to the hit."""
    articles = [
        dict(article)
        for article in itertools.islice((one for one in sl.documents.read(source) if one.get("body")), times // 2 + 1)
    ]
    taken: list[float] = []
    index = sl.open(path)
    with index.writer() as writer:
        for number in range(times):
            word = f"upsert{number}x"
            article = {**articles[number // 2], "body": f"{articles[number // 2]['body']} {word}"}
            time.sleep(pause)
            started = time.perf_counter()
            writer.add(article)
            writer.commit()
            index = index.refresh()
            found = [hit.key for hit in index.search(word)]
            taken.append(1000 * (time.perf_counter() - started))
            assert found == [article["id"]], found
    return taken


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("index", type=Path)
    parser.add_argument("source", type=Path)
    parser.add_argument("--times", type=int, default=300)
    parser.add_argument("--pause", type=float, default=0.2, help="seconds between two")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=arguments.index.parent) as folder:
        path = Path(folder) / "index"
        shutil.copytree(arguments.index, path)
        with sl.open(path) as index:
            documents = len(index)
        taken = upserts(path, arguments.source, arguments.times, arguments.pause)
    cuts = statistics.quantiles(taken, n=100, method="inclusive")
    figures = {"median": cuts[49], "p95": cuts[94], "p99": cuts[98], "most": max(taken)}
    print(json.dumps({"documents": documents, **{name: round(value, 2) for name, value in figures.items()}}))


if __name__ == "__main__":
    main()
