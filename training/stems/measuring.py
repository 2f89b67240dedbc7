"""Conflation: how well the stems of a table bring the words of a lemma together, on the treebank.

For a word (form f, lemma l) look at all words whose form is another: *found* are the tokens with the stem of f,
*wanted* those with the lemma l, *right* both. The precision of a word is right/found, 1 if nothing is found; its recall
right/wanted, 1 if nothing is wanted. P and R are the means over all tokens, F = 2PR/(P+R). The words are the nouns,
names, verbs, adjectives and adverbs of both parts of the treebank whose lemmas stand in its development part.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from sources import held_out_lemmas, treebank_words

__all__ = ["Scores", "conflation", "dev_words"]


class Scores(NamedTuple):
    """Precision, recall and what errs most."""

    precision: float
    recall: float
    apart: list[tuple[str, int]]
    """Lemmas, by the tokens whose others are not found."""
    merged: list[tuple[str, int]]
    """Stems, by the tokens that find words of other lemmas."""

    @property
    def f(self) -> float:
        """Return the harmonic mean of precision and recall."""
        return 2 * self.precision * self.recall / (self.precision + self.recall)


def dev_words(morphology: Path) -> Counter[tuple[str, str]]:
    """Return (form, lemma) → tokens in the whole treebank, for the lemmas of its development part."""
    lemmas = frozenset(held_out_lemmas(morphology))
    words = treebank_words(morphology / "rrt-train.tsv.gz") + treebank_words(morphology / "rrt-dev.tsv.gz")
    return Counter({word: count for word, count in words.items() if word[1] in lemmas})


def conflation(words: Mapping[tuple[str, str], int], stem: Callable[[str], str]) -> Scores:
    """Measure stems; see above."""
    by_stem: defaultdict[str, list[tuple[str, str, int]]] = defaultdict(list)
    by_lemma: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
    stems = {form: stem(form) for form, _ in words}
    for (form, lemma), count in words.items():
        by_stem[stems[form]].append((form, lemma, count))
        by_lemma[lemma].append((form, count))
    precision = recall = 0.0
    apart: Counter[str] = Counter()
    merged: Counter[str] = Counter()
    for (form, lemma), count in words.items():
        found = [(other, n) for word, other, n in by_stem[stems[form]] if word != form]
        right = sum(n for other, n in found if other == lemma)
        missed = 1 - _share(right, sum(n for word, n in by_lemma[lemma] if word != form))
        wrong = 1 - _share(right, sum(n for _, n in found))
        precision += count * (1 - wrong)
        recall += count * (1 - missed)
        apart[lemma] += round(count * missed)
        merged[stems[form]] += round(count * wrong)
    tokens = sum(words.values())
    return Scores(precision / tokens, recall / tokens, apart.most_common(20), merged.most_common(20))


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0
