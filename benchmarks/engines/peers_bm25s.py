"""bm25s: all scores computed beforehand, kept in memory. Alternatives only: no conjunctions, phrases, order by date.

With numba installed, its compiled way of retrieving is used. A filter is a mask over all documents, made by the
caller; making it is part of the time.
"""

from __future__ import annotations

import importlib.util
import json
import time
from pathlib import Path
from typing import Any

import bm25s
import numpy as np
from rows import Built, rows

__all__ = ["BM25S"]

BACKEND = "numba" if importlib.util.find_spec("numba") else "numpy"
VERSION = f"bm25s {bm25s.__version__} ({BACKEND})"
ANSWERED = {"TERM", "OR2", "OR5", "OR10", "OR_ENT", "OR_DATE_ENT", "OR5_1000"}


class BM25S:
    """The matrix of scores."""

    def __init__(self) -> None:
        self._matrix: Any = None
        self._days: Any = None
        self._labels: dict[str, Any] = {}

    def build(self, tsv: str, folder: str) -> Built:
        started = time.perf_counter()
        texts: list[str] = []
        days: list[int] = []
        labels: dict[str, list[int]] = {}
        for row in rows(tsv):
            texts.append(row.text)
            days.append(row.day)
            for label in row.labels:
                labels.setdefault(label, []).append(row.number)
        splitter = bm25s.tokenization.Tokenizer(lower=False, splitter=str.split, stopwords=[], stemmer=None)
        tokens = splitter.tokenize(texts, return_as="tuple", show_progress=False)
        matrix = bm25s.BM25(method="lucene", k1=1.2, b=0.75, backend=BACKEND)
        matrix.index(tokens, show_progress=False)
        matrix.save(folder)
        np.save(f"{folder}/days.npy", np.array(days, dtype=np.int32))
        (Path(folder) / "labels.json").write_text(json.dumps(labels), encoding="utf-8")
        return Built(len(texts), time.perf_counter() - started, None, 1, VERSION)

    def open(self, folder: str) -> None:
        self._matrix = bm25s.BM25.load(folder, load_corpus=False)
        self._matrix.backend = BACKEND
        if BACKEND == "numba":
            self._matrix.activate_numba_scorer()
        self._days = np.load(f"{folder}/days.npy")
        labels = json.loads((Path(folder) / "labels.json").read_text(encoding="utf-8"))
        self._labels = {label: np.array(numbers) for label, numbers in labels.items()}

    def prepare(self, kind: str, terms: list[str], low: int | None, high: int | None, label: str | None) -> Any:
        return (terms, low, high, label) if kind in ANSWERED else None

    def run(self, kind: str, query: Any, k: int) -> Any:  # noqa: ARG002 - the call is the same for all engines
        terms, low, high, label = query
        k = min(k, len(self._days))  # it refuses to look for more documents than there are
        mask = self._mask(low, high, label) if label is not None else None
        return self._matrix.retrieve([terms], k=k, show_progress=False, n_threads=1, weight_mask=mask)

    def count(self, kind: str, query: Any) -> int:  # noqa: ARG002
        terms, low, high, label = query
        scores = self._matrix.get_scores(terms)
        if label is not None:
            scores = scores * self._mask(low, high, label)
        return int(np.count_nonzero(scores))

    def ids(self, kind: str, query: Any, k: int) -> list[tuple[int, float]]:
        found = self.run(kind, query, k)
        pairs = zip(found.documents[0], found.scores[0], strict=True)
        return [(int(number), float(score)) for number, score in pairs if score > 0]

    def _mask(self, low: int | None, high: int | None, label: str) -> Any:
        """Return 1 for each document that has the label and, where asked for, lies between the days."""
        mask = np.zeros(len(self._days), dtype=np.float32)
        numbers = self._labels.get(label, np.zeros(0, dtype=np.int64))
        if low is not None:
            days = self._days[numbers]
            numbers = numbers[(days >= low) & (days <= high)]
        mask[numbers] = 1
        return mask
