"""Random documents and queries, from a seed or from Hypothesis (which can shrink them).

The vocabulary is small, so that most queries match something, and awkward: words that are everywhere, words
that are nowhere, compounds, hashtags, dates, other scripts. Both sources of chance go through `random.Random`:
Hypothesis hands out one whose choices it controls.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from searchlib.query import tree
from searchlib.schema import Date, Keyword, Schema, Stored, Text

__all__ = [
    "SCHEMA",
    "SYNONYMS",
    "WORDS",
    "Change",
    "Generator",
    "Story",
    "add_to",
    "random_schema",
    "stories",
]

EVERYWHERE = "mereu"
"""Stands in every field that holds any text at all."""

WORDS = (
    *("de", "de", "de", "la", "la", "pe", "şi", "și"),
    *("muzeul", "muzeului", "memorial", "memoriale", "soldat", "soldaţilor", "soldatilor", "bursa"),
    *("nord-coreenii", "nord-coreean", "covid-19", "#KimJongUn", "24.10.2025", "s-a", "S.U.A.", "SUA"),
    *(
        "1.200,50",
        "site-ul",
        "Москва",
        "pîine",
        "pâine",
        *("față", "fata", "Fată", "fete", "feței", "pește", "peşte", "peste"),
        "Kim",
        "Jong",
        "Un",
        "dându-i",
        "pic.twitter.com/TosG",
        "Cityul-ui",
    ),
)
SYNONYMS = (
    ("muzeu", ("memorial", "nord-coreean", "Bursa de la")),
    ("Kim Jong Un", ("nord-coreean",)),
    ("de la", ("soldat", "pe mereu")),
    ("la", ("peste",)),
    ("jong", ("muzeul memorial", "bursa")),
    ("24.10.2025", ("mereu",)),
    ("nord coreeni", ("covid",)),
    ("mereu", ("mereu", "zzzabsent")),
)
"""Rules that meet, overlap, and stand for stop words."""
JUNK = ("-", "…", "!", "#", "„", "—")
ABSENT = ("zzzabsent", "niciodată", "qwx-yzt")
SOURCES = ("zf.ro", "ZF.ro", "Știrile Țării", "Stirile  tarii", "ştirile ţării", "Łódź", "", "o")
ENTITIES = ("Kim Jong Un", "KIM JONG UN", "Rusia", "Iași", "Iaşi", "Москва")
ZONE_LESS = datetime(2025, 10, 24, 19, 57, 37)
DATES: tuple[Any, ...] = (
    date(2025, 10, 24),
    date(2025, 10, 24),
    date(2025, 10, 26),
    date(1969, 12, 31),
    date(1935, 1, 1),
    ZONE_LESS,
    ZONE_LESS.replace(tzinfo=UTC),
    "2025-10-24T19:57:37+03:00",
    "2025-10-24T16:57:37Z",
    "2025-10",
    "2025",
    "2013-01-31T19:57:37+03:00",
)
LENGTHS = (0, 1, 1, 2, 3, 5, 8, 12, 20, 30, 31, 32, 33, 34, 35, 62, 63, 64, 65, 67, 68, 127, 128, 131, 132)
LONG_LENGTHS = (255, 256, 263, 264, 400, 511, 512, 1_100)
EDGES = (None, -1_104_544_800, -7_200, 0, 1_359_651_457, 1_761_253_200, 1_761_325_057, 1_761_325_058, 1_761_339_600)

SCHEMA = Schema(
    fields={
        "title": Text("romanian"),
        "body": Text("romanian"),
        "summary": Text("simple"),
        "date": Date(),
        "source": Keyword(),
        "entities": Keyword(),
        "id": Stored(),
    },
    key=("id", "url"),
    aliases={"entity": "entities", "headline": "title"},
    default_fields=("title", "body"),
)


def random_schema(rng: random.Random) -> Schema:
    """Return the fields of `SCHEMA` under other parameters of scoring."""
    k1, b = rng.choice([(1.2, 0.75), (0.9, 0.4), (0.0, 0.75), (2.0, 0.0), (1.2, 1.0)])
    exact_boost, letters_boost = rng.choice([(0.2, 0.5), (0.0, 2.0), (1.5, 0.0), (0.0, 0.0)])
    return replace(
        SCHEMA,
        fields={**SCHEMA.fields, "title": Text("romanian", exact=rng.random() < 0.5)},
        k1=k1,
        b=b,
        exact_boost=exact_boost,
        letters_boost=letters_boost,
        stop_words=rng.random() < 0.5,
    )


@dataclass(frozen=True)
class Change:
    """One change of an index: a document to add, or the key of one to delete."""

    document: dict[str, Any] | None = None
    delete: str = ""


@dataclass
class Generator:
    """Makes documents and queries that have something to do with each other.

    Parameters
    ----------
    rng : random.Random
        Where every choice comes from.
    longest : int
        No text is made longer than this many words.
    """

    rng: random.Random
    longest: int = 132
    texts: list[list[str]] = field(default_factory=list[list[str]])
    documents: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    known: int = 0

    # Documents

    def words(self) -> list[str]:
        """Return the words of one text; none at times."""
        rng = self.rng
        length = rng.choice(LENGTHS)
        if self.longest > LENGTHS[-1] and rng.randrange(40) == 0:
            length = rng.choice(LONG_LENGTHS)
        length = min(length, self.longest)
        if not length:
            return []
        common = rng.choice((8, len(WORDS), len(WORDS)))
        made = [rng.choice(WORDS[:common]) for _ in range(length - 1)]
        made.insert(rng.randrange(length), EVERYWHERE)
        return made

    def text(self) -> str:
        """Return one text, with marks between some words; its words are remembered for queries."""
        rng = self.rng
        words = self.words()
        if words:
            self.texts.append(words)
        if rng.randrange(6) == 0:
            words = [w for word in words for w in ((word, rng.choice(JUNK)) if rng.randrange(5) == 0 else (word,))]
        separator = rng.choice((" ", " ", "\n", ", ", "\u00a0"))
        return separator.join(words)

    def document(self, number: int) -> dict[str, Any]:
        """Return document `number`, which is also its key."""
        rng = self.rng
        made: dict[str, Any] = {"url" if number % 7 == 3 else "id": f"d{number}"}
        made["title"] = self.text() if rng.randrange(3) == 0 else " ".join(self.words()[:4])
        if rng.randrange(10):
            made["body"] = self.text()
        if rng.randrange(3) == 0:
            made["summary"] = self.text()
        if rng.randrange(40) == 0:
            made["body"] = f"{made.get('body', '')} unic{number}"
            self.texts.append([f"unic{number}"])
        if rng.randrange(6):
            made["date"] = rng.choice(DATES)
        if rng.randrange(4) == 0:
            made["date"] = date(2025, 1, 1) + timedelta(days=rng.randrange(400))
        if rng.randrange(3):
            made["source"] = rng.choice(SOURCES)
        if rng.randrange(2):
            made["entities"] = [rng.choice(ENTITIES) for _ in range(rng.randrange(4))]
        self.documents.append(made)
        return made

    def change(self) -> Change:
        """Return a change: mostly a new document, else one replaced, repeated or deleted."""
        rng = self.rng
        kind = rng.randrange(10)
        if kind < 6 or not self.known:
            self.known += 1
            return Change(self.document(self.known - 1))
        if kind == 6:
            return Change(self.document(rng.randrange(self.known)))
        if kind == 7:
            return Change(rng.choice(self.documents))
        return Change(delete=f"d{rng.randrange(self.known + 2)}")

    # Queries

    def query(self, depth: int = 3) -> tree.Query:
        """Return a query of any kind, nested at most `depth` deep."""
        rng = self.rng
        if depth == 0 or rng.randrange(3) == 0:
            return self.leaf()
        kind = rng.randrange(8)
        if kind == 6:
            return tree.Not(self.query(depth - 1))
        if kind == 7:
            return tree.Filter(self.query(depth - 1))
        children = [self.query(depth - 1) for _ in range(rng.choice((0, 1, 2, 2, 2, 2, 2, 3, 3, 3, 4)))]
        if children and rng.randrange(6) == 0:
            children.append(rng.choice(children))
        return tree.And(tuple(children)) if kind < 3 else tree.Or(tuple(children))

    def leaf(self) -> tree.Query:
        """Return a query without children."""
        rng = self.rng
        kind = rng.randrange(16)
        if kind < 7:
            return tree.Word(self.word(), self.field())
        if kind < 11:
            return tree.Phrase(self.phrase(), self.field())
        if kind < 13:
            if rng.randrange(2):
                return tree.KeywordIs("source", rng.choice((*SOURCES, "absent")))
            return tree.KeywordIs(rng.choice(("entity", "entities")), rng.choice((*ENTITIES, "absent")))
        if kind < 15:
            return tree.DateRange("date", rng.choice(EDGES), rng.choice(EDGES))
        return rng.choice((tree.Undated("date"), tree.All(), tree.Nothing()))

    def field(self) -> str | None:
        """Return a field to search, or none for the default ones."""
        return self.rng.choice((None, None, None, "title", "body", "summary", "headline"))

    def word(self) -> str:
        """Return a word to search, now and then several or none."""
        rng = self.rng
        kind = rng.randrange(20)
        if kind == 0:
            return rng.choice(ABSENT)
        if kind == 1:
            return EVERYWHERE
        if kind == 2:
            return f"{rng.choice(WORDS)} {rng.choice(WORDS)}"
        if kind == 3:
            return rng.choice(JUNK)
        return self.phrase(1) if kind < 10 and self.texts else rng.choice(WORDS)

    def phrase(self, length: int = 0) -> str:
        """Return words that stand together in some text, or words that need not."""
        rng = self.rng
        length = length or rng.choice((1, 2, 2, 2, 3, 3, 4, 6))
        if self.texts and rng.randrange(5):
            words: Sequence[str] = rng.choice(self.texts)
            start = rng.randrange(len(words))
            return " ".join(words[start : start + length])
        if rng.randrange(6) == 0:
            return " ".join([rng.choice(WORDS)] * length)
        return " ".join(rng.choice(WORDS) for _ in range(length))


def add_to(target: Any, change: Change) -> object:
    """Apply `change` to a writer or a reference index; return what that said."""
    if change.document is None:
        return target.delete(change.delete)
    return target.add(change.document)


@dataclass(frozen=True)
class Story:
    """A short life of an index: batches of changes, each committed, and questions after every one."""

    batches: list[list[Change]]
    queries: list[tree.Query]
    limit: int
    offset: int


@st.composite
def stories(draw: st.DrawFn) -> Story:
    """Small stories that Hypothesis can make smaller still."""
    generator = Generator(draw(st.randoms(use_true_random=False)), longest=8)
    sizes = draw(st.lists(st.integers(0, 6), min_size=1, max_size=3))
    batches = [[generator.change() for _ in range(size)] for size in sizes]
    queries = [generator.query(draw(st.integers(0, 3))) for _ in range(draw(st.integers(1, 5)))]
    return Story(batches, queries, draw(st.integers(0, 12)), draw(st.integers(0, 4)))
