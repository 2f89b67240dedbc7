"""What it costs to count, order, page and group many matches, beside an engine from PyPI that counts values too.

    PEERS_HOME=/path/to/engines python benchmarks/counting/measure.py
    python benchmarks/report.py        # the tables of docs/performance.md

Asks the 500,000 documents of the peers kit's corpus ro500k, its tokens as they are given, for words that about a fifth
of them have. The labels of a document are its keywords. tantivy has the same documents with the labels as a fast field;
what both count is compared before anything is timed. Both are asked by turns, of each question the best pass counts.
The indexes are made below ``--indexes`` once and kept. Nothing is saved but figures: under benchmarks/results/, with
``--save reference-counting`` for the page.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from time import perf_counter_ns
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "engines"))

import records  # noqa: E402 - beside the engines
import tantivy  # noqa: E402 - the peer
from adapter import Searchlib  # noqa: E402
from rows import questions, rows  # noqa: E402

import searchlib as sl  # noqa: E402
from searchlib.query import And, Or, Query  # noqa: E402

HITS = 100_000
"""Matches of a question, about."""
QUESTIONS = 20
PASSES = 5
DEPTH = 10_000
PAGE = 10
FACET_MS = 3.0
FACET_RATIO = 0.5
PAGE_RATIO = 2.0

Ask = Callable[[Any], object]


class Tantivy:
    """The peer: the same tokens, documents and labels."""

    def __init__(self, folder: Path, tsv: Path) -> None:
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("text", tokenizer_name="blanks", index_option="freq")
        builder.add_text_field("labels", tokenizer_name="raw", index_option="basic", fast=True)
        schema = builder.build()
        fresh = not folder.exists()
        folder.mkdir(parents=True, exist_ok=True)
        index = tantivy.Index(schema, path=str(folder))
        blanks = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
        index.register_tokenizer("blanks", blanks)
        if fresh:
            writer = index.writer(heap_size=1_000_000_000, num_threads=1)
            for row in rows(str(tsv)):
                document = tantivy.Document()
                document.add_text("text", row.text)
                for label in row.labels:
                    document.add_text("labels", label)
                writer.add_document(document)
            writer.commit()
            writer.wait_merging_threads()
            index.reload()
        self.searcher = index.searcher()
        self.schema = index.schema

    def query(self, word: str) -> Any:
        """Return the question for a word."""
        return tantivy.Query.term_query(self.schema, "text", word)

    def facet(self, query: Any) -> list[tuple[str, int]]:
        """Return the commonest labels with their counts."""
        asked = {"labels": {"terms": {"field": "labels", "size": 10}}}
        buckets = self.searcher.aggregate(query, asked)["labels"]["buckets"]
        return [(bucket["key"], bucket["doc_count"]) for bucket in buckets]

    def facet_and_hits(self, query: Any) -> None:
        """Count the labels and find the ten best."""
        self.searcher.search(query, PAGE, count=False)
        self.facet(query)


def ours(folder: Path, tsv: Path) -> sl.Index:
    """Return our index, made if it is not there."""
    if not (folder / "searchlib").exists():
        Searchlib().build(str(tsv), str(folder / "searchlib"), 1, "A", optimize=True)
    return sl.open(folder / "searchlib")


def by_turns(asks: dict[str, tuple[Ask, list[Any]]]) -> dict[str, list[int]]:
    """Return the nanoseconds of each question under each name, the best of some passes, all asked by turns."""
    best = {name: [1 << 62] * len(asked) for name, (_, asked) in asks.items()}
    for _ in range(PASSES):
        for place in range(max(len(asked) for _, asked in asks.values())):
            for name, (ask, asked) in asks.items():
                started = perf_counter_ns()
                ask(asked[place])
                best[name][place] = min(best[name][place], perf_counter_ns() - started)
    return best


def counting(index: sl.Index, peer: Tantivy) -> dict[str, Any]:
    """Return what facets, histograms, orders and groups cost on questions with very many hits."""
    near = sorted(index.commonest_terms("text", 2_000), key=lambda pair: abs(pair[1] - HITS))[:QUESTIONS]
    words = [sl.word(term, "text") for term, _ in near]
    theirs = [peer.query(term) for term, _ in near]
    started = perf_counter_ns()
    index.search(words[0], limit=0, facets=["ents"])
    first = perf_counter_ns() - started
    for word, query in zip(words, theirs, strict=True):
        counted = dict(index.search(word, facets=[sl.Facet("ents", 5_000)]).facets["ents"])
        told = peer.facet(query)
        if [number for _, number in told] != sorted(counted.values(), reverse=True)[: len(told)]:
            raise SystemExit(f"the engines do not count the same labels for {word}")
        if any(counted[label] != number for label, number in told):
            raise SystemExit(f"the engines do not count the same for {word}")
    asks: dict[str, tuple[Ask, list[Any]]] = {
        "facet": (lambda word: index.search(word, limit=0, facets=["ents"]), words),
        "facet, tantivy": (peer.facet, theirs),
        "facet and ten hits": (lambda word: index.search(word, facets=["ents"]), words),
        "facet and ten hits, tantivy": (peer.facet_and_hits, theirs),
        "histogram by day": (lambda word: index.search(word, limit=0, histogram="day"), words),
        "histogram by month": (lambda word: index.search(word, limit=0, histogram="month"), words),
        "order by keyword": (lambda word: index.search(word, sort="ents"), words),
        "order by date": (lambda word: index.search(word, sort="-date"), words),
        "groups by keyword": (lambda word: index.search(word, group_by="ents"), words),
    }
    found = by_turns(asks)
    return {
        "hits": [min(number for _, number in near), max(number for _, number in near)],
        "first_facet_us": round(first / 1000, 1),
        "times": {name: records.figures(times) for name, times in found.items()},
    }


def turned(index: sl.Index, query: Query) -> tuple[int, str | None]:
    """Return what one page at the depth costs, the pages before it turned one by one, and the cursor before it."""
    hits = index.search(query, limit=PAGE)
    for _ in range(DEPTH // PAGE - 1):
        hits = index.search(query, limit=PAGE, after=hits.after)
    pages: list[int] = []
    before = hits.after
    for _ in range(PASSES):
        started = perf_counter_ns()
        hits = index.search(query, limit=PAGE, after=hits.after)
        pages.append(perf_counter_ns() - started)
    return min(pages), before


def paging(index: sl.Index, path: Path, tsv: Path) -> dict[str, Any]:
    """Return what first and deep pages cost: turned to, and out of the blue."""
    told: dict[str, Any] = {}
    for kind, join in (("OR2", Or), ("AND2", And)):
        queries: list[Query] = []
        for one in questions(str(tsv.parent / "queries.tsv")):
            query = join(tuple(sl.word(term, "text") for term in one.terms))
            if one.kind == kind and len(queries) < QUESTIONS and index.count(query) > DEPTH + PAGE * (PASSES + 1):
                queries.append(query)
        first = by_turns({"first": (lambda query: index.search(query, limit=PAGE), list(queries))})["first"]
        deep = [turned(index, query) for query in queries]
        cold: list[int] = []
        for query, (_, cursor) in zip(queries, deep, strict=True):
            # Another object knows no pages before.
            with sl.open(path) as other:
                other.search(query, limit=PAGE)
                started = perf_counter_ns()
                other.search(query, limit=PAGE, after=cursor)
                cold.append(perf_counter_ns() - started)
        told[kind] = {
            "questions": len(queries),
            "first": records.figures(first),
            "deep": records.figures([time for time, _ in deep]),
            "cold": records.figures(cold),
        }
    return told


def main() -> int:
    """Measure, save and show."""
    assert __doc__ is not None
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--indexes", type=Path, default=Path("build/counting"), help="where the indexes lie")
    parser.add_argument("--save", default="counting", metavar="NAME", help="name of the file of results")
    arguments = parser.parse_args()
    home = Path(os.environ.get("PEERS_HOME") or Path.home() / ".cache" / "searchlib-peers")
    tsv = home / "data" / "ro500k" / "a.tsv"
    folder: Path = arguments.indexes
    folder.mkdir(parents=True, exist_ok=True)
    before = records.load()
    index = ours(folder, tsv)
    peer = Tantivy(folder / "tantivy", tsv)
    told = {
        "kind": "counting",
        "corpus": {"name": "ro500k", "documents": len(index), "values": 5_000},
        "questions": QUESTIONS,
        "passes": PASSES,
        "depth": DEPTH,
        "peer": f"tantivy-py {version('tantivy')}",
        "targets": {"facet_ms": FACET_MS, "facet_ratio": FACET_RATIO, "page_ratio": PAGE_RATIO},
        **counting(index, peer),
        "paging": paging(index, folder / "searchlib", tsv),
        "machine": records.machine(),
        "date": records.now(),
        "load": [before, records.load()],
        "command": f"python benchmarks/counting/measure.py --save {arguments.save}",
    }
    print(records.write(arguments.save, told))
    return 0


if __name__ == "__main__":
    sys.exit(main())
