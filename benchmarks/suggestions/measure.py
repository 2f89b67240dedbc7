"""How often what is suggested is what was meant, and what help with asking and snippets cost.

    SEARCHLIB_DATA=/path/to/data PEERS_HOME=/path/to/engines python benchmarks/suggestions/measure.py
    python benchmarks/report.py        # the tables of docs/performance.md

Questions are made of real headlines, with a fixed seed: see questions.py. Accuracy is measured on an index of these
very news, and on one without the articles that the headlines are from; times on the 500,000 documents of the peers
kit's corpus ro500k as raw text, in the schema of news. The indexes are made below ``--indexes`` once and kept. Nothing
is saved but figures: under benchmarks/results/, with ``--save reference-suggestions`` for the page.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from time import perf_counter_ns
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "engines"))

import records  # noqa: E402 - beside the engines
from questions import Asked, faultless, misspelt, stripped  # noqa: E402

import searchlib as sl  # noqa: E402

SEED = 20251126
COUNT = 1000
WHOLE = 1000
"""More words than any headline has."""
SETS: dict[str, Callable[..., list[Asked]]] = {"stripped": stripped, "misspelt": misspelt, "faultless": faultless}
TARGETS = {"stripped": 0.97, "misspelt": 0.85}
MILLISECONDS = {"suggest": 2.0, "complete": 0.2, "snippets": 1.0}
EPOCH = date(1970, 1, 1)
PASSES = 5


def news() -> Path:
    """Return the file of real news."""
    return Path(os.environ.get("SEARCHLIB_DATA", "../shared/data")) / "news-dev.jsonl.gz"


def large() -> Iterator[dict[str, str]]:
    """Yield the documents of the large corpus; their first words are their titles."""
    home = Path(os.environ.get("PEERS_HOME") or Path.home() / ".cache" / "searchlib-peers")
    with (home / "data" / "ro500k" / "b.tsv").open(encoding="utf-8") as lines:
        for line in lines:
            number, day, _, text = line.rstrip("\n").split("\t", 3)
            title = " ".join(text.split(" ")[:8])
            yield {"id": number, "title": title, "body": text, "date": str(EPOCH + timedelta(days=int(day)))}


def index_of(path: Path, documents: Callable[[], Iterable[Any]]) -> sl.Index:
    """Return an index, made if it is not there."""
    if not path.exists():
        with sl.create(path, memory=1 << 30) as writer:
            writer.add_many(documents())
    return sl.open(path)


def without(keys: set[str]) -> Iterator[Any]:
    """Yield the news that have none of these keys."""
    return (document for document in sl.documents.read(news()) if str(document["id"]) not in keys)


def right(index: sl.Index, asked: list[Asked]) -> float:
    """Return the share of questions for which exactly what was meant is suggested, whatever its capital letters."""
    found = 0
    for one in asked:
        suggestion = index.suggest(one.typed)
        found += (suggestion.query if suggestion else one.typed).lower() == one.meant.lower()
    return round(found / len(asked), 4)


def times(work: Callable[[str], object], texts: list[str]) -> dict[str, float]:
    """Return what a call costs in microseconds: of each text the best pass."""
    best = [1 << 62] * len(texts)
    for _ in range(PASSES):
        for place, text in enumerate(texts):
            start = perf_counter_ns()
            work(text)
            best[place] = min(best[place], perf_counter_ns() - start)
    return records.figures(best)


def snippets(index: sl.Index, texts: list[str]) -> dict[str, float]:
    """Return what the snippets of ten hits cost in microseconds, their texts read: each question's best pass."""
    best: list[int] = []
    for text in texts:
        times_of: list[int] = []
        for _ in range(PASSES):
            hits = list(index.search(text, limit=10))
            start = perf_counter_ns()
            for hit in hits:
                hit.snippet()
            times_of.append(perf_counter_ns() - start)
        if len(hits) == 10:
            best.append(min(times_of))
    return records.figures(best)


def first_call(path: Path) -> dict[str, float]:
    """Return what the first call on an opened index takes, and how many words there are."""
    with sl.open(path) as index:
        start = perf_counter_ns()
        index.complete("a")
        seconds = (perf_counter_ns() - start) / 1e9
        return {"seconds": round(seconds, 3), "words": len(index._words(None).native)}  # noqa: SLF001 - only here


def beginnings(asked: list[Asked]) -> list[str]:
    """Return what stands there while questions are typed, letter by letter."""
    return [one.typed[:size] for one in asked for size in range(1, len(one.typed) + 1) if one.typed[size - 1] != " "]


def measure(folder: Path) -> dict[str, Any]:
    """Return all figures."""
    headlines = [(str(document["id"]), document["title"]) for document in sl.documents.read(news())]
    sets = {(name, most): make(headlines, COUNT, SEED, most) for name, make in SETS.items() for most in (4, WHOLE)}
    keys = {one.key for asked in sets.values() for one in asked}
    whole = index_of(folder / "news", partial(sl.documents.read, news()))
    rest = index_of(folder / "without", partial(without, keys))
    accuracy = [
        {
            "questions": name,
            "words": most if most < WHOLE else None,
            "right": right(whole, asked),
            "right_without": right(rest, asked),
            "target": TARGETS.get(name),
        }
        for (name, most), asked in sets.items()
    ]
    corpus = index_of(folder / "ro500k", large)
    corpus.complete("a")
    timed = [
        {
            "what": f"suggest: {name}, {'whole headlines' if most == WHOLE else f'1 to {most} words'}",
            **times(corpus.suggest, [one.typed for one in asked]),
            "target": MILLISECONDS["suggest"],
        }
        for (name, most), asked in sets.items()
    ]
    typed = beginnings(sets["faultless", 4])
    for size, name in ((1, "one letter typed"), (0, "all that is typed on the way to a question")):
        texts = [text for text in typed if not size or len(text) == size]
        timed.append({"what": f"complete: {name}", **times(corpus.complete, texts), "target": MILLISECONDS["complete"]})
    several = [one.typed for one in sets["faultless", 4] if " " in one.typed]
    for name, texts in (("words", several), ("a phrase", [f'"{text}"' for text in several])):
        figures = snippets(corpus, texts)
        timed.append({"what": f"snippets of ten hits: {name}", **figures, "target": MILLISECONDS["snippets"]})
    return {
        "corpus": {"articles": len(whole), "without": len(rest), "documents": len(corpus)},
        "first_call": first_call(folder / "ro500k"),
        "accuracy": accuracy,
        "times": timed,
    }


def main() -> int:
    assert __doc__ is not None
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--indexes", type=Path, default=Path("build/benchmarks/suggestions"), help="where they are kept"
    )
    parser.add_argument("--save", default="suggestions", help="the name of the file of figures")
    arguments = parser.parse_args()
    if not news().is_file():
        print(f"there is no {news()}: set SEARCHLIB_DATA to the folder of real news")
        return 1
    arguments.indexes.mkdir(parents=True, exist_ok=True)
    before = records.load()
    made = measure(arguments.indexes)
    record = {
        "kind": "suggestions",
        "date": records.now(),
        "machine": records.machine(),
        "seed": SEED,
        "questions": COUNT,
        "passes": PASSES,
        "load": [before, records.load()],
        "command": f"python benchmarks/suggestions/measure.py --save {arguments.save}",
        **made,
    }
    print(f"saved {records.write(arguments.save, record)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
