"""Words that folding makes alike: do the letters that were typed come first?

The list: forms of UniMorph and of the treebank whose folded letters are those of a form of other lemmas (față and fată,
pește and peste), both in at least ten articles by their exact letters; forms with diacritics only, drawn with a seed.
Each is asked alone. Measured is the share of the ten best whose article holds exactly these letters (cedilla or comma),
and whether the articles found are those that the folded word finds.
"""

from __future__ import annotations

import gzip
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import ours
from chains import plain
from corpora import strip, words_of

import searchlib as sl

__all__ = ["WORDS", "colliding", "measured"]

WORDS = 100
LEAST = 10
"""Articles that must have the word by its exact letters: the ten best can all be of them."""
_SOURCES = ("unimorph.tsv.gz", "rrt-train.tsv.gz", "rrt-dev.tsv.gz")


def colliding(lemmas: Mapping[str, set[str]], articles: Mapping[str, int]) -> list[str]:
    """Return the forms with diacritics that fold like a form of other lemmas, both in enough articles.

    Parameters
    ----------
    lemmas : mapping of str to set of str
        Form → its lemmas.
    articles : mapping of str to int
        Form → how many articles hold it.
    """
    alike: defaultdict[str, list[str]] = defaultdict(list)
    for form in lemmas:
        if articles.get(form, 0) >= LEAST:
            alike[strip(form)].append(form)
    return sorted(
        form
        for bare, forms in alike.items()
        for form in forms
        if form != bare and any(lemmas[form].isdisjoint(lemmas[other]) for other in forms if other != form)
    )


def measured(index: sl.Index, articles: Mapping[str, str], morphology: Path, seed: int) -> dict[str, Any]:
    """Ask the drawn words; see above."""
    lemmas = _lemmas(morphology / name for name in _SOURCES)
    words = {key: frozenset(map(plain, words_of(text))) for key, text in articles.items()}
    counts = Counter(word for several in words.values() for word in several if word in lemmas)
    known = colliding(lemmas, counts)
    drawn = sorted(random.Random(seed).sample(known, min(WORDS, len(known))))
    rows: list[dict[str, Any]] = []
    for word in drawn:
        hits = ours.ask(index, word, LEAST)
        share = sum(word in words[key] for key in hits) / LEAST
        rows.append({"word": word, "exact": share, "same": ours.same_articles(index, word, strip(word))})
    return {
        "known": len(known),
        "words": len(rows),
        "exact": sum(row["exact"] for row in rows) / len(rows),
        "all_ten": sum(row["exact"] == 1 for row in rows),
        "same_articles": sum(row["same"] for row in rows),
        "worst": [f"{row['word']} {row['exact']:.1f}" for row in sorted(rows, key=lambda row: row["exact"])[:20]],
    }


def _lemmas(paths: Iterable[Path]) -> dict[str, set[str]]:
    lemmas: defaultdict[str, set[str]] = defaultdict(set)
    for path in paths:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            next(lines)
            for line in lines:
                form, lemma, _ = line.split("\t", 2)
                if form.isalpha():
                    lemmas[plain(form)].add(plain(lemma))
    return dict(lemmas)
