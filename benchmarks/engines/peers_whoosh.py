"""Whoosh: queries are made beforehand; the answer is the list of numbers and scores that its collector holds."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import whoosh
from rows import SLOP, Built, all_required, rows
from whoosh import analysis, fields, index, query, scoring

__all__ = ["Whoosh"]

VERSION = "Whoosh " + ".".join(map(str, whoosh.__version__))
MEMORY = 512
"""Megabytes of postings that are buffered before a run is written."""
_PATTERNS: dict[str, Callable[[list[str]], Any]] = {
    "PREFIX": lambda terms: query.Prefix("text", terms[0]),
    "FUZZY": lambda terms: query.FuzzyTerm("text", terms[0], maxdist=1, prefixlength=0),
    "FUZZY2": lambda terms: query.FuzzyTerm("text", terms[0], maxdist=2, prefixlength=0),
    "WILDCARD": lambda terms: query.Wildcard("text", terms[0]),
    # It matches the beginning of a word unless told otherwise, and counts distances where others count what is between.
    "REGEX": lambda terms: query.Regex("text", f"(?:{terms[0]})$"),
    "SLOP": lambda terms: query.Phrase("text", list(terms), slop=SLOP + 1),
}


class Whoosh:
    """An index of one segment."""

    def __init__(self) -> None:
        self._searcher: Any = None

    def build(self, tsv: str, folder: str) -> Built:
        schema = fields.Schema(
            id=fields.STORED,
            kept_day=fields.STORED,
            day=fields.NUMERIC(int, sortable=True),
            labels=fields.KEYWORD(scorable=False),
            text=fields.TEXT(analyzer=analysis.RegexTokenizer(r"[^ ]+"), phrase=True, stored=False),
        )
        started = time.perf_counter()
        made = index.create_in(folder, schema)
        writer = made.writer(limitmb=MEMORY)
        documents = 0
        for row in rows(tsv):
            labels = " ".join(row.labels)
            writer.add_document(id=row.number, kept_day=row.day, day=row.day, labels=labels, text=row.text)
            documents += 1
        writer.commit(optimize=True)
        seconds = time.perf_counter() - started
        return Built(documents, seconds, None, len(list(made.reader().leaf_readers())), VERSION)

    def open(self, folder: str) -> None:
        self._searcher = index.open_dir(folder).searcher(weighting=scoring.BM25F(B=0.75, K1=1.2))

    def prepare(self, kind: str, terms: list[str], low: int | None, high: int | None, label: str | None) -> Any:
        words = [query.Term("text", term) for term in terms]
        made: Any
        if kind in _PATTERNS:
            made = _PATTERNS[kind](terms)
        elif kind.startswith("PHRASE"):
            made = query.Phrase("text", list(terms))
        elif len(words) == 1:
            made = words[0]
        else:
            made = query.And(words) if all_required(kind) else query.Or(words)
        filters: list[Any] = []
        if low is not None:
            filters.append(query.NumericRange("day", low, high))
        if label is not None:
            filters.append(query.Term("labels", label))
        if not filters:
            return made
        # query.Require would be the thing to use; in 2.7.4 it ranks wrongly.
        return query.And([made, query.ConstantScoreQuery(query.And(filters) if len(filters) > 1 else filters[0], 0.0)])

    def run(self, kind: str, made: Any, k: int) -> Any:
        if kind == "DATESORT":
            return self._searcher.search(made, limit=k, sortedby="day", reverse=True).top_n
        return self._searcher.search(made, limit=k).top_n

    def count(self, kind: str, made: Any) -> int:  # noqa: ARG002 - the call is the same for all engines
        return sum(1 for _ in self._searcher.docs_for_query(made))

    def ids(self, kind: str, made: Any, k: int) -> list[tuple[int, float]]:
        stored = [(self._searcher.stored_fields(number), score) for score, number in self.run(kind, made, k)]
        return [(kept["id"], kept["kept_day"] if kind == "DATESORT" else score) for kept, score in stored]
