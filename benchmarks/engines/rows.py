"""The files that all engines are given: documents as lines of analysed tokens, and questions as lines of terms."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple, Protocol

__all__ = [
    "CLASSES",
    "KIT_CLASSES",
    "SLOP",
    "Built",
    "Engine",
    "Question",
    "Row",
    "all_required",
    "kit_corpus",
    "peers_home",
    "question_class",
    "questions",
    "rows",
    "top",
]

KIT_CLASSES = (
    "TERM", "AND2", "AND3", "OR2", "OR5", "OR10", "PHRASE2", "PHRASE3", "PHRASE_COMMON",
    "AND_DATE", "OR_ENT", "OR_DATE_ENT", "DATESORT", "COUNT", "OR5_1000", "PREFIX", "FUZZY",
)  # fmt: skip
"""The classes of questions that the peers kit has, as it names them."""
CLASSES = (*KIT_CLASSES, "FUZZY2", "WILDCARD", "REGEX", "SLOP")
"""All classes: a word with one edit (FUZZY) or two, a shape, a regular expression, and a phrase with gaps besides."""
SLOP = 3
"""Other words that may stand in a phrase with gaps."""


def peers_home() -> Path:
    """Return the folder where the peers kit has put engines, corpora and results: PEERS_HOME, or the kit's own."""
    return Path(os.environ.get("PEERS_HOME") or Path.home() / ".cache" / "searchlib-peers")


def kit_corpus(name: str) -> Path:
    """Return the folder of a corpus of the kit: a.tsv and b.tsv, of tokens and of texts, and queries.tsv."""
    folder = peers_home() / "data" / name
    if not (folder / "a.tsv").is_file():
        raise SystemExit(f"there is no {folder / 'a.tsv'}: make it with the kit's make_corpus.py, set PEERS_HOME")
    return folder


class Row(NamedTuple):
    """A document."""

    number: int
    day: int
    """Days since 1970."""
    labels: list[str]
    text: str
    """Tokens with a blank between."""


class Question(NamedTuple):
    """A question. Where `low` or `label` is given, a document must have it as well; that scores nothing."""

    kind: str
    """Its class; of COUNT, COUNT_AND2 or COUNT_OR2."""
    terms: list[str]
    low: int | None
    high: int | None
    label: str | None


class Built(NamedTuple):
    """What an engine tells of the index that it has made."""

    documents: int
    seconds: float
    """Reading the lines, indexing, and the commit."""
    finishing_seconds: float | None
    """Merging into one segment after that, where the engine does so in a step of its own."""
    segments: int
    version: str


class Engine(Protocol):
    """What an engine is asked to do; the calls are those of the peers kit, but for `build`."""

    def build(self, tsv: str, folder: str) -> Built:
        """Index the documents of a file."""
        ...

    def open(self, folder: str) -> object:
        """Open the index for the questions that follow."""
        ...

    def prepare(self, kind: str, terms: list[str], low: int | None, high: int | None, label: str | None) -> Any:
        """Return the question in the engine's own form, or None if it cannot answer such a question."""
        ...

    def run(self, kind: str, query: Any, k: int) -> object:
        """Answer: numbers and scores of the `k` best documents, or the newest ones for DATESORT. This is timed."""
        ...

    def count(self, kind: str, query: Any) -> int:
        """Return how many documents match."""
        ...

    def ids(self, kind: str, query: Any, k: int) -> list[tuple[int, float]]:
        """Return the numbers given in the file, with scores, or with days for DATESORT."""
        ...


def rows(tsv: str) -> Iterator[Row]:
    """Yield the documents of a file."""
    with open(tsv, encoding="utf-8", buffering=1 << 20) as lines:
        for line in lines:
            number, day, labels, text = line.rstrip("\n").split("\t")
            yield Row(int(number), int(day), labels.split(" ") if labels else [], text)


def questions(tsv: str) -> Iterator[Question]:
    """Yield the questions of a file."""
    with open(tsv, encoding="utf-8") as lines:
        for line in lines:
            kind, terms, low, high, label = line.rstrip("\n").split("\t")
            yield Question(
                kind, terms.split(" "), int(low) if low else None, int(high) if high else None, label or None
            )


def question_class(kind: str) -> str:
    """Return the class that a kind of question belongs to."""
    return "COUNT" if kind.startswith("COUNT") else kind


def all_required(kind: str) -> bool:
    """Whether all terms must be there, where one alone is enough otherwise."""
    return kind.startswith("AND") or kind in {"DATESORT", "COUNT_AND2"}


def top(name: str) -> int:
    """Return how many documents a class asks for."""
    return 1000 if name == "OR5_1000" else 10
