"""What all engines are given: articles as the tokens of our Romanian chain, and questions drawn from them by chance."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from string import ascii_lowercase
from typing import NamedTuple

from rows import CLASSES, SLOP, Row, rows

import searchlib as sl
from searchlib import analysis
from searchlib.entities import Gazetteer, tag

__all__ = ["Corpus", "draw", "write"]

SEEDS = Path(__file__).resolve().parent.parent.parent / "seeds"

COMMONEST = 100
"""Terms that the phrases of PHRASE_COMMON are made of."""
LONG = 6
"""Letters of the words that patterns are made of, at least."""
TRIES = 100_000


class Corpus(NamedTuple):
    """The documents, analysed."""

    name: str
    tsv: str
    documents: int
    tokens: int
    text_bytes: int
    """Bytes of the tokens, with a blank between."""


def write(source: Path, folder: Path, name: str, limit: int | None) -> Corpus:
    """Analyse the first `limit` articles and write them as lines of tokens."""
    chain = analysis.get("romanian")
    tokens_of: dict[str, list[str]] = {}
    labels: dict[str, str] = {}
    day = 0
    tsv = folder / "documents.tsv"
    documents = tokens = size = 0
    articles = tag(sl.documents.read(source), Gazetteer.from_file(SEEDS / "gazetteer.names"))
    with tsv.open("w", encoding="utf-8", newline="\n") as file:
        for article in islice(articles, limit):
            words = _tokens(f"{article['title']}\n{article['body']}", chain, tokens_of)
            if not words:
                continue
            # An article without a date gets that of the one before: every engine needs one.
            day = _day(article.get("date")) or day
            names = dict.fromkeys([*(article.get("entities") or ()), article.get("source") or "unknown"])
            numbered = [labels.setdefault(label, f"e{len(labels)}") for label in names]
            text = " ".join(words)
            file.write(f"{documents}\t{day}\t{' '.join(numbered)}\t{text}\n")
            documents += 1
            tokens += len(words)
            size += len(text)
    return Corpus(name, str(tsv), documents, tokens, size)


def _tokens(text: str, chain: analysis.Analyzer, known: dict[str, list[str]]) -> list[str]:
    """Return the parts of all words, cut down to a-z and 0-9 so that every engine takes each as one token."""
    raws = [text[start:end] for start, end in analysis.split(text)]
    new = list({raw for raw in raws if raw not in known})
    for raw, form in zip(new, chain.analyze_forms(new), strict=True):
        parts = [token.term for token in form.tokens if token.role == "part"]
        plain = ("".join(letter for letter in part if letter.isascii() and letter.isalnum()) for part in parts)
        known[raw] = [part for part in plain if part]
    return [part for raw in raws for part in known[raw]]


def _day(value: object) -> int:
    """Return the days since 1970 of a date as the readers give it, 0 if there is none."""
    if not isinstance(value, str) or not value:
        return 0
    return sl.dates.day_number(sl.dates.parse_instant(value, "UTC").seconds, "UTC")


class _Drawer:
    """Draws terms out of documents, mixing rare, middling and common ones."""

    def __init__(self, documents: list[Row], seed: int) -> None:
        self._chance = random.Random(seed)
        self._documents = [row._replace(text="") for row in documents]
        self._tokens = [row.text.split(" ") for row in documents]
        self._frequency = Counter(term for tokens in self._tokens for term in set(tokens))
        self._common = {term for term, _ in self._frequency.most_common(COMMONEST)}

    def _band(self, term: str) -> str:
        share = self._frequency[term] / len(self._documents)
        return "common" if share > 0.05 else "middling" if share > 0.002 else "rare"

    def spread(self, count: int) -> tuple[list[str], Row]:
        """Return different terms of one document, common and rare ones as likely, middling ones twice so."""
        for _ in range(TRIES):
            place = self._chance.randrange(len(self._documents))
            bands: dict[str, list[str]] = {"common": [], "middling": [], "rare": []}
            for term in sorted(set(self._tokens[place])):
                if len(term) > 1 and self._frequency[term] > 1:
                    bands[self._band(term)].append(term)
            chosen: dict[str, None] = {}
            for _ in range(60):
                band = bands[self._chance.choice(("common", "middling", "middling", "rare"))]
                if band:
                    chosen[self._chance.choice(band)] = None
                if len(chosen) == count:
                    return list(chosen), self._documents[place]
        raise SystemExit(f"no document has {count} different terms that another has too")

    def side_by_side(self, count: int, *, common: bool = False, labelled: bool = False) -> tuple[list[str], Row]:
        """Return different terms that stand one after another in a document."""
        for _ in range(TRIES):
            place = self._chance.randrange(len(self._documents))
            tokens = self._tokens[place]
            if len(tokens) <= count or (labelled and not self._documents[place].labels):
                continue
            start = self._chance.randrange(len(tokens) - count)
            run = tokens[start : start + count]
            if len(set(run)) == count and not (common and not self._common.issuperset(run)):
                return run, self._documents[place]
        raise SystemExit(f"no {count} terms stand one after another as asked for")

    def with_gaps(self) -> tuple[list[str], Row]:
        """Return two different terms that stand in this order with at most SLOP others between."""
        first = self.side_by_side(2 + self._chance.randrange(SLOP + 1))
        return [first[0][0], first[0][-1]], first[1]

    def _long_word(self) -> str:
        """Return a term of six letters or more out of a document."""
        for _ in range(TRIES):
            word = self._chance.choice(self._tokens[self._chance.randrange(len(self._tokens))])
            if len(word) >= LONG and word.isalpha():
                return word
        raise SystemExit(f"no document has a term of {LONG} letters")

    def pattern(self, name: str) -> tuple[list[str], Row]:
        """Return a pattern of a class that is like a term of some document."""
        return [self._like(self._long_word(), name)], self._documents[0]

    def _like(self, word: str, name: str) -> str:
        if name == "PREFIX":
            return word[:4]
        at = self._chance.randrange(1, len(word) - 1)
        if name == "WILDCARD":
            return f"{word[:at]}?{word[at + 1 : -1]}*"
        if name == "REGEX":
            return f"{word[:at]}[a-z]{{1,3}}({word[at + 1 :]}|{word[-1]})"
        letters = list(word)
        for _ in range(2 if name == "FUZZY2" else 1):
            letters[self._chance.randrange(len(word))] = self._chance.choice(ascii_lowercase)
        return "".join(letters)

    def question(self, name: str, number: int) -> tuple[str, list[str], int | None, int | None, str | None]:
        """Return the question of that number of a class."""
        if name == "PHRASE_COMMON":
            return name, self.side_by_side(2 + number % 2, common=True)[0], None, None, None
        if name == "AND_DATE":
            terms, row = self.spread(2)
            low = row.day - self._chance.randrange(31)
            return name, terms, low, low + 30, None
        if name in {"OR_ENT", "OR_DATE_ENT"}:
            terms, row = self.side_by_side(5, labelled=True)
            label = self._chance.choice(row.labels)
            if name == "OR_ENT":
                return name, terms, None, None, label
            low = row.day - self._chance.randrange(365)
            return name, terms, low, low + 364, label
        if name == "COUNT":
            return ("COUNT_OR2", "COUNT_AND2")[number % 2], self.spread(2)[0], None, None, None
        simple: dict[str, Callable[[], tuple[list[str], Row]]] = {
            "TERM": lambda: self.spread(1),
            "AND2": lambda: self.spread(2),
            "AND3": lambda: self.spread(3),
            "OR2": lambda: self.spread(2),
            "DATESORT": lambda: self.spread(1 + number % 2),
            "OR5": lambda: self.side_by_side(5),
            "OR10": lambda: self.side_by_side(10),
            "PHRASE2": lambda: self.side_by_side(2),
            "PHRASE3": lambda: self.side_by_side(3),
            "OR5_1000": lambda: self.side_by_side(5),
            "SLOP": self.with_gaps,
            **dict.fromkeys(("PREFIX", "FUZZY", "FUZZY2", "WILDCARD", "REGEX"), lambda: self.pattern(name)),
        }
        return name, simple[name]()[0], None, None, None


def draw(corpus: Corpus, count: int, seed: int, path: Path) -> None:
    """Write so many questions of each class."""
    drawer = _Drawer(list(rows(corpus.tsv)), seed)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for line in _lines(drawer, count):
            file.write(line)


def _lines(drawer: _Drawer, count: int) -> Iterator[str]:
    for name in CLASSES:
        for number in range(count):
            kind, terms, low, high, label = drawer.question(name, number)
            days = "\t".join("" if day is None else str(day) for day in (low, high))
            yield f"{kind}\t{' '.join(terms)}\t{days}\t{label or ''}\n"
