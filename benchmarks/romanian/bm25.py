"""A small exact BM25: every text with one of the terms is scored, in floating point, nothing is left out.

score(d) = Σ over the query's terms of w · ln(1 + (N - n + ½)/(n + ½)) · f / (f + k1 · (1 - b + b · |d| / avg))

with N texts, n of them with the term, f its occurrences in d, and |d| the tokens of d that the chain keeps: Robertson
and Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond (2009), with Lucene's idf, which is never negative.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from corpora import Corpus
from numpy.typing import NDArray

__all__ = ["K1", "B", "Bm25", "best"]

K1 = 1.2
B = 0.75


class Bm25:
    """An index in memory of texts whose words have become terms.

    Parameters
    ----------
    corpus : Corpus
        The texts.
    terms : sequence of str
        The term of each distinct word of the corpus; an empty one is left out, and counts for no length.
    """

    def __init__(self, corpus: Corpus, terms: Sequence[str]) -> None:
        self._numbers = {term: number for number, term in enumerate(dict.fromkeys(term for term in terms if term))}
        of_word = np.array([self._numbers.get(term, -1) for term in terms], dtype=np.int64)
        text_of = np.repeat(np.arange(corpus.texts, dtype=np.int64), np.diff(corpus.starts))
        term_of = of_word[corpus.tokens] if len(corpus.tokens) else np.array([], dtype=np.int64)
        kept = term_of >= 0
        lengths = np.bincount(text_of[kept], minlength=corpus.texts).astype(np.float64)
        pairs, counts = np.unique(term_of[kept] * corpus.texts + text_of[kept], return_counts=True)
        self._texts = pairs % corpus.texts
        self._borders = np.searchsorted(pairs // corpus.texts, np.arange(len(self._numbers) + 1))
        average = lengths.mean() if lengths.any() else 1.0
        frequency = np.diff(self._borders)
        idf = np.log1p((corpus.texts - frequency + 0.5) / (frequency + 0.5))
        saturated = counts / (counts + K1 * (1 - B + B * lengths[self._texts] / average))
        self._scores = saturated * np.repeat(idf, frequency)
        self.size = corpus.texts

    def scores(self, terms: Iterable[str]) -> NDArray[np.float64]:
        """Return the score of every text for any of the terms; a term given twice counts twice."""
        total = np.zeros(self.size)
        for term in terms:
            number = self._numbers.get(term)
            if number is not None:
                run = slice(self._borders[number], self._borders[number + 1])
                total[self._texts[run]] += self._scores[run]
        return total


def best(scores: NDArray[np.float64], count: int) -> list[int]:
    """Return the best texts with a score above 0, best first; of equal ones the earlier."""
    found = np.flatnonzero(scores > 0)
    if len(found) > count:
        least = np.partition(scores[found], -count)[-count]
        found = found[scores[found] >= least]
    order = np.argsort(-scores[found], kind="stable")
    return [int(text) for text in found[order][:count]]
