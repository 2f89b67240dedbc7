"""Draws words and phrases out of an index, by how frequent they are in it."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from itertools import accumulate, pairwise
from typing import NamedTuple

from archives import Archive
from searchlib.analysis import TextToken, analyze_text
from searchlib.storage import Directory, open_generation

__all__ = ["BANDS", "Article", "Vocabulary", "vocabulary"]

FIELD = "body"
BANDS = ("rare", "medium", "common")
"""Each makes up a third of all postings of the field, so that the bands mean the same in any archive."""


class Article(NamedTuple):
    """A document as questions are made of it."""

    words: tuple[str, ...]
    """Its distinct terms that are words, too."""
    text: str
    tokens: tuple[TextToken, ...]
    day: date | None
    entities: tuple[str, ...]


class Vocabulary:
    """The terms of one field with their frequency, and articles drawn by chance, always the same ones."""

    def __init__(self, archive: Archive) -> None:
        self._index = archive.index
        self._analyzer = archive.index.analyzer(FIELD)
        frequencies: Counter[str] = Counter()
        for part in open_generation(Directory(archive.path)).parts:
            for term, documents, _ in part.segment.terms(FIELD):
                frequencies[term] += documents
        self._band = _bands(frequencies)
        # A term that is taken for another word than itself cannot be asked for by its own letters.
        terms = list(frequencies)
        forms = self._analyzer.analyze_forms(terms)
        self._words = {
            term: frequencies[term]
            for term, form in zip(terms, forms, strict=True)
            if [token.term for token in form.tokens] == [term] and term.isalnum() and term not in {"AND", "OR", "NOT"}
        }

    def drawer(self, band: str, seed: str) -> Callable[[int], list[str]]:
        """Return a function that draws so many different words; each posting is as likely as any other."""
        chance = random.Random(seed)
        words = [word for word in self._words if band in {"mixed", self._band[word]}]
        if band == "mixed":
            by_band = [self.drawer(name, f"{seed} {name}") for name in BANDS]
            return lambda count: _distinct(count, lambda: chance.choice(by_band)(1)[0])
        weights = list(accumulate(self._words[word] for word in words))
        return lambda count: _distinct(count, lambda: chance.choices(words, cum_weights=weights)[0])

    def articles(self, seed: str) -> Iterator[Article]:
        """Yield articles drawn by chance, for ever."""
        chance = random.Random(seed)
        while True:
            yield self._article(chance.randrange(len(self._index)))

    def _article(self, doc: int) -> Article:
        stored = self._index.document(doc)
        text = stored[FIELD]
        tokens = tuple(analyze_text(text, self._analyzer))
        words = tuple(dict.fromkeys(t.terms[0] for t in tokens if t.terms[0] in self._words))
        day = date.fromisoformat(stored["date"][:10]) if stored.get("date") else None
        return Article(words, text, tokens, day, tuple(stored.get("entities", ())))

    def together(self, count: int, band: str, seed: str) -> Iterator[list[str]]:
        """Yield words that stand in one article, so that a conjunction of them has an answer."""
        chance = random.Random(seed)
        for article in self.articles(seed):
            words = [word for word in article.words if band in {"mixed", self._band[word]}]
            if len(words) >= count:
                yield chance.sample(words, count)

    def phrases(self, count: int, seed: str, *, band: str = "mixed") -> Iterator[str]:
        """Yield words that stand side by side in some article, as they are printed there."""
        chance = random.Random(seed)
        for article in self.articles(seed):
            starts = list(range(len(article.tokens) - count + 1))
            chance.shuffle(starts)
            for start in starts:
                run = article.tokens[start : start + count]
                if _unbroken(run, article.text) and all(self._fits(token, band) for token in run):
                    yield article.text[run[0].start : run[-1].end]
                    break

    def _fits(self, token: TextToken, band: str) -> bool:
        term = token.terms[0]
        return term in self._words and (band == "mixed" or self._band[term] == band)


def _unbroken(run: tuple[TextToken, ...], text: str) -> bool:
    """Whether only blanks stand between the tokens."""
    return all(text[left.end : right.start] == " " for left, right in pairwise(run))


def _bands(frequencies: Counter[str]) -> dict[str, str]:
    """Return the band of each term: the most frequent ones that make up a third of the postings are common, …"""
    postings = sum(frequencies.values())
    band: dict[str, str] = {}
    before = 0
    for term, documents in sorted(frequencies.items(), key=lambda item: (-item[1], item[0])):
        band[term] = BANDS[2 - 3 * before // postings]
        before += documents
    return band


def _distinct(count: int, draw: Callable[[], str]) -> list[str]:
    words: dict[str, None] = {}
    while len(words) < count:
        words[draw()] = None
    return list(words)


@cache
def vocabulary(archive: Archive) -> Vocabulary:
    """Return the vocabulary of an archive, read once."""
    return Vocabulary(archive)
