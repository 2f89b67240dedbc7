"""searchlib as one more engine of the peers kit: ``PEERS_ADAPTER=searchlib:…/adapter.py:Searchlib:…/python``.

The kit calls build, open, prepare, run, count and ids of each engine in a process of its own. Everything here
goes through the public API; a query is a tree made beforehand, planned and weighed anew in each run.
"""

from __future__ import annotations

import time
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import searchlib as sl

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_EPOCH = date(1970, 1, 1)
_SLOP = 3


_PATTERNS: dict[str, Callable[[list[str]], sl.Query]] = {
    "PREFIX": lambda terms: sl.query.Prefix(terms[0], "text"),
    "FUZZY": lambda terms: sl.query.Fuzzy(terms[0], 1, field="text"),
    "FUZZY2": lambda terms: sl.query.Fuzzy(terms[0], 2, field="text"),
    "WILDCARD": lambda terms: sl.query.Wildcard(terms[0], "text"),
    "REGEX": lambda terms: sl.query.Regex(terms[0], "text"),
    "SLOP": lambda terms: sl.query.Sloppy(" ".join(terms), _SLOP, "text"),
}


def _schema(mode: str) -> sl.Schema:
    """Return the schema of mode A (tokens given, nothing stored) or B (raw text, our Romanian chain)."""
    return sl.Schema(
        fields={
            # Tokens that are given have no exact forms, and the other engines have none of raw text.
            "text": sl.Text(analyzer="whitespace" if mode == "A" else "romanian", stored=False, exact=False),
            "ents": sl.Keyword(stored=False),
            "date": sl.Date(stored=False),
            "id": sl.Stored(),
            "day": sl.Stored(),
        },
        timezone="UTC",
        stop_words=False,
    )


def _documents(tsv: str) -> Iterator[dict[str, Any]]:
    with open(tsv, encoding="utf-8", buffering=1 << 20) as lines:
        for line in lines:
            number, day, labels, text = line.rstrip("\n").split("\t")
            yield {
                "id": int(number),
                "date": _EPOCH + timedelta(days=int(day)),
                "day": int(day),
                "ents": labels.split(" ") if labels else [],
                "text": text,
            }


class Searchlib:
    """The calls of the kit."""

    index: sl.Index

    def build(self, tsv: str, folder: str, threads: int, mode: str, optimize: bool) -> dict[str, Any]:  # noqa: ARG002, FBT001 - the kit's signature
        """Index a corpus, and merge it into one segment if asked to."""
        started = time.perf_counter()
        with sl.create(folder, _schema(mode), overwrite=True, memory=1 << 30) as writer:
            writer.add_many(_documents(tsv))
        built = time.perf_counter()
        optimize_seconds = None
        if optimize:
            with sl.open(folder).writer() as writer:
                writer.compact()
            optimize_seconds = time.perf_counter() - built
        info = sl.open(folder).info()
        return {
            "docs": info.documents,
            "build_s": built - started,
            "optimize_s": optimize_seconds,
            "segments": len(info.segments),
            "version": f"searchlib {sl.__version__}",
        }

    def open(self, folder: str) -> dict[str, Any]:
        """Open the index for the queries that follow."""
        self.index = sl.open(folder)
        info = self.index.info()
        return {"docs": info.documents, "segments": len(info.segments), "version": f"searchlib {sl.__version__}"}

    def prepare(self, kind: str, terms: list[str], low: int | None, high: int | None, label: str | None) -> sl.Query:
        """Return the query tree."""
        query: sl.Query
        if kind in _PATTERNS:
            query = _PATTERNS[kind](terms)
        elif kind.startswith("PHRASE"):
            query = sl.phrase(" ".join(terms), "text")
        elif len(terms) == 1:
            query = sl.word(terms[0], "text")
        else:
            words = [sl.word(term, "text") for term in terms]
            together = kind.startswith("AND") or kind in ("DATESORT", "COUNT_AND2")
            query = sl.query.And(tuple(words)) if together else sl.query.Or(tuple(words))
        if low is not None and high is not None:
            first, last = (_EPOCH + timedelta(days=day) for day in (low, high))
            query = query & sl.between("date", first, last, timezone="UTC")
        return query & sl.keyword("ents", label) if label else query

    def run(self, kind: str, query: sl.Query, k: int) -> tuple[Any, Any]:
        """Answer a query: ids and scores of its hits."""
        hits = self.index.search(query, limit=k, sort="newest" if kind == "DATESORT" else "relevance")
        return hits.ids, hits.scores

    def count(self, kind: str, query: sl.Query) -> int:  # noqa: ARG002 - the kit's signature
        """Count what matches."""
        return self.index.count(query)

    def ids(self, kind: str, query: sl.Query, k: int) -> list[tuple[int, float]]:
        """Return the kit's own ids and the scores, or the days where the order is that of the days."""
        if kind == "DATESORT":
            return [(int(hit["id"]), int(hit["day"])) for hit in self.index.search(query, limit=k, sort="newest")]
        return [(int(hit["id"]), hit.score) for hit in self.index.search(query, limit=k)]
