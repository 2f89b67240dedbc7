"""SQLite FTS5, through the sqlite3 of the standard library: parsing the MATCH text is part of its time."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from typing import Any, NamedTuple

from rows import Built, all_required, rows

__all__ = ["SQLite", "fault"]

VERSION = f"SQLite {sqlite3.sqlite_version}"
LABEL = "zzq"
"""Stands before each label, so that no word is one; a column filter, which would do as well, is slower."""

MATCHING = "FROM words WHERE words MATCH ?"
BETWEEN = "FROM words w CROSS JOIN documents d ON d.id = w.rowid WHERE w.words MATCH ? AND d.day BETWEEN ? AND ?"
# The order of bm25() itself is found faster than that of `rank`.
BEST = f"SELECT rowid, bm25(words, 1.0, 0.0) AS score {MATCHING} ORDER BY score LIMIT ?"
BEST_BETWEEN = f"SELECT w.rowid, bm25(words, 1.0, 0.0) AS score {BETWEEN} ORDER BY score LIMIT ?"
NEWEST = (
    "SELECT w.rowid, d.day FROM words w CROSS JOIN documents d ON d.id = w.rowid "
    "WHERE w.words MATCH ? ORDER BY d.day DESC LIMIT ?"
)


class Statement(NamedTuple):
    """A question: its statements and their arguments."""

    best: str
    counting: str
    arguments: tuple[str | int, ...]


UNANSWERED = {"FUZZY", "FUZZY2", "WILDCARD", "REGEX", "SLOP"}
"""Its NEAR knows no order."""


class SQLite:
    """A contentless FTS5 table, beside it a table of days."""

    def __init__(self) -> None:
        self._cursor: Any = None

    def build(self, tsv: str, folder: str) -> Built:
        connection = sqlite3.connect(f"{folder}/index.db", isolation_level=None)
        run = connection.execute
        for setting in ("page_size = 8192", "cache_size = -262144", "synchronous = FULL"):
            run(f"PRAGMA {setting}")
        run("CREATE VIRTUAL TABLE words USING fts5(text, labels, content='', detail=full, tokenize='ascii')")
        run("CREATE TABLE documents(id INTEGER PRIMARY KEY, day INTEGER)")
        run("INSERT INTO words(words, rank) VALUES('hashsize', 134217728)")
        started = time.perf_counter()
        run("BEGIN")
        days: list[tuple[int, int]] = []
        connection.executemany("INSERT INTO words(rowid, text, labels) VALUES(?, ?, ?)", _values(tsv, days))
        connection.executemany("INSERT INTO documents VALUES(?, ?)", days)
        run("CREATE INDEX documents_day ON documents(day)")
        run("COMMIT")
        built = time.perf_counter()
        run("INSERT INTO words(words) VALUES('optimize')")
        run("ANALYZE")
        connection.close()
        return Built(len(days), built - started, time.perf_counter() - built, 1, VERSION)

    def open(self, folder: str) -> None:
        self._cursor = sqlite3.connect(f"{folder}/index.db", isolation_level=None, cached_statements=256).cursor()
        for setting in ("mmap_size = 8589934592", "cache_size = -524288"):
            self._cursor.execute(f"PRAGMA {setting}").fetchall()

    def prepare(
        self, kind: str, terms: list[str], low: int | None, high: int | None, label: str | None
    ) -> Statement | None:
        if kind in UNANSWERED:
            return None
        if kind == "PREFIX":
            match = f"{terms[0]}*"
        elif kind.startswith("PHRASE"):
            match = f'"{" ".join(terms)}"'
        else:
            match = (" AND " if all_required(kind) else " OR ").join(f'"{term}"' for term in terms)
        if label is not None:
            match = f"({match}) AND {LABEL}{label}"
        if kind == "DATESORT":
            return Statement(NEWEST, f"SELECT count(*) {MATCHING}", (match,))
        if low is None or high is None:
            return Statement(BEST, f"SELECT count(*) {MATCHING}", (match,))
        return Statement(BEST_BETWEEN, f"SELECT count(*) {BETWEEN}", (match, low, high))

    def run(self, kind: str, query: Statement, k: int) -> Any:  # noqa: ARG002 - the call is the same for all engines
        return self._cursor.execute(query.best, (*query.arguments, k)).fetchall()

    def count(self, kind: str, query: Statement) -> int:  # noqa: ARG002
        return int(self._cursor.execute(query.counting, query.arguments).fetchone()[0])

    def ids(self, kind: str, query: Statement, k: int) -> list[tuple[int, float]]:
        sign = 1 if kind == "DATESORT" else -1
        return [(number - 1, sign * score) for number, score in self.run(kind, query, k)]


def _values(tsv: str, days: list[tuple[int, int]]) -> Iterator[tuple[int, str, str]]:
    """Yield the values of each document's line; put its day into `days`."""
    for row in rows(tsv):
        days.append((row.number + 1, row.day))
        yield row.number + 1, row.text, " ".join(LABEL + label for label in row.labels)


def fault() -> str | None:
    """Return what stands against using SQLite here."""
    try:
        sqlite3.connect(":memory:").execute("CREATE VIRTUAL TABLE words USING fts5(text)")
    except sqlite3.OperationalError as error:
        return f"this Python's SQLite has no FTS5 ({error})"
    return None
