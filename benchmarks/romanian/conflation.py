"""Conflation: which words of a treebank a chain brings together, against their lemmas.

**The words.** Tokens of UD Romanian RRT (``morphology/rrt-*.tsv.gz``: form, lemma, part of speech, frequency) that are
nouns, names, verbs, adjectives or adverbs - ``NOUN PROPN VERB ADJ ADV`` of the development part, ``Nc Np Vm A R`` of
the training part - and letters only. Forms and lemmas are lower-cased, composed, and ``ş ţ`` become ``ș ț``. The same
form with two lemmas is two words; parts of speech are not told apart.

**One word.** A chain gives each form a key. For a word *w* (form *f*, lemma *l*), over all words whose form is **not**
*f*, counting each by its frequency: *found* are the tokens with the key of *f*, *wanted* those with the lemma *l*,
*right* those with both. Its precision is right/found, its recall right/wanted.

**The measure.** P is the mean of the precisions, weighted by the frequency of *w*, over the words with something found;
R the mean of the recalls over the words with something wanted; F = 2PR/(P+R). That scoring (`Scores.pairs`) asks only
about words that have other forms, in the text or by mistake. In the other (`Scores.all_words`) the means go over all
words, and a word with nothing found has precision 1, one with nothing wanted recall 1: to leave alone what stands alone
is right, too.

**Without diacritics.** The question is *f* stripped of its diacritics; the share of the tokens of *l*, those of *f*
itself included, that have the key of the question, weighted by the frequency of *w*.

**The sets.** ``whole``: all words of both parts. ``dev``: the words of the development part alone. ``held out``: the
words of both parts whose lemma stands among the content words of the development part; what was learned is judged by
this one, after training without those lemmas (`held_out_lemmas`). The fewer lemmas a set has, the fewer there are to be
mixed up: figures of different sets cannot be compared.
"""

from __future__ import annotations

import gzip
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from pathlib import Path
from typing import NamedTuple, TypeAlias

__all__ = ["Measures", "Scores", "Words", "held_out_lemmas", "measure", "measure_sets", "read_words", "strip"]

Words: TypeAlias = Mapping[tuple[str, str], int]
"""(form, lemma) → tokens."""

Key: TypeAlias = Callable[[str], Hashable]
"""What a chain makes of one form: the same for forms that meet."""

CONTENT = {
    "rrt-train.tsv.gz": ("Nc", "Np", "Vm", "A", "R"),
    "rrt-dev.tsv.gz": ("NOUN", "PROPN", "VERB", "ADJ", "ADV"),
}
"""The content words of each part, by the beginnings of its tags."""

_COMMA = str.maketrans("şţŞŢ", "șțȘȚ")


class Scores(NamedTuple):
    """Precision, recall, and their harmonic mean."""

    precision: float
    recall: float
    f: float


class Measures(NamedTuple):
    """What one chain reaches on one set of words."""

    pairs: Scores
    all_words: Scores
    without_diacritics: float
    tokens: int
    lemmas: int


def strip(text: str) -> str:
    """Return a text without diacritics."""
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def read_words(paths: Iterable[Path]) -> Counter[tuple[str, str]]:
    """Return the content words of parts of the treebank."""
    words: Counter[tuple[str, str]] = Counter()
    for path in paths:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            next(lines)
            for line in lines:
                form, lemma, tag, frequency = line.rstrip("\n").split("\t")
                if tag.startswith(CONTENT[path.name]) and form.isalpha():
                    words[_plain(form), _plain(lemma)] += int(frequency)
    return words


def held_out_lemmas(morphology: Path) -> list[str]:
    """Return the lemmas of the content words of the development part: training has to do without them."""
    return sorted({lemma for _, lemma in read_words([morphology / "rrt-dev.tsv.gz"])})


def measure_sets(
    morphology: Path, key: Key, sets: Collection[str] = ("whole", "dev", "held out")
) -> dict[str, Measures]:
    """Measure a chain on the sets of the treebank.

    Parameters
    ----------
    morphology : Path
        The folder with the two parts.
    key : callable
        What the chain makes of one form.
    sets : collection of str
        Which ones to measure.
    """
    whole = read_words(morphology / name for name in CONTENT)
    lemmas = set(held_out_lemmas(morphology))
    words: dict[str, Words] = {
        "whole": whole,
        "dev": read_words([morphology / "rrt-dev.tsv.gz"]),
        "held out": {word: count for word, count in whole.items() if word[1] in lemmas},
    }
    return {name: measure(words[name], key) for name in sets}


def measure(words: Words, key: Key) -> Measures:
    """Measure what a chain brings together; see above.

    Parameters
    ----------
    words : mapping of (str, str) to int
        Form and lemma → tokens.
    key : callable
        What the chain makes of one form; called twice for each form.
    """
    keys = {form: key(form) for form, _ in words}
    by_key: defaultdict[Hashable, list[tuple[str, str, int]]] = defaultdict(list)
    by_lemma: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
    for (form, lemma), count in words.items():
        by_key[keys[form]].append((form, lemma, count))
        by_lemma[lemma].append((form, count))
    precisions: list[tuple[float, int]] = []
    recalls: list[tuple[float, int]] = []
    alone = Counter[str]()
    bare = 0.0
    for (form, lemma), count in words.items():
        others = [(its_lemma, n) for other, its_lemma, n in by_key[keys[form]] if other != form]
        found = sum(n for _, n in others)
        right = sum(n for its_lemma, n in others if its_lemma == lemma)
        wanted = sum(n for other, n in by_lemma[lemma] if other != form)
        if found:
            precisions.append((right / found, count))
        if wanted:
            recalls.append((right / wanted, count))
        alone["found"] += 0 if found else count
        alone["wanted"] += 0 if wanted else count
        asked = key(strip(form))
        met = sum(n for other, n in by_lemma[lemma] if keys[other] == asked)
        bare += count * met / sum(n for _, n in by_lemma[lemma])
    tokens = sum(words.values())
    return Measures(
        pairs=_scores(_mean(precisions), _mean(recalls)),
        all_words=_scores(_mean([*precisions, (1.0, alone["found"])]), _mean([*recalls, (1.0, alone["wanted"])])),
        without_diacritics=bare / tokens,
        tokens=tokens,
        lemmas=len(by_lemma),
    )


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text).translate(_COMMA).lower()


def _mean(values: Iterable[tuple[float, int]]) -> float:
    """Return a weighted mean, 0 of nothing."""
    total = weight = 0.0
    for value, count in values:
        total += value * count
        weight += count
    return total / weight if weight else 0.0


def _scores(precision: float, recall: float) -> Scores:
    both = precision + recall
    return Scores(precision, recall, 2 * precision * recall / both if both else 0.0)
