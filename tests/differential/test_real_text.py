"""The library against the reference engine on real articles, asked with words that stand in them."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

import searchlib as sl
from reference.comparison import check_queries, reference_for
from reference.engine import ReferenceIndex
from reference.seeds import chance
from searchlib.query import tree

ARTICLES = 600
FIELDS = ("id", "title", "body", "date", "source", "url")


class Asker:
    """Queries made of the words of real articles."""

    def __init__(self, articles: list[dict[str, Any]], rng: random.Random) -> None:
        self.articles = articles
        self.rng = rng

    def words(self, count: int) -> str:
        """Return `count` words that stand together in some article."""
        words = str(self.rng.choice(self.articles)[self.rng.choice(("body", "body", "title"))]).split()
        start = self.rng.randrange(max(1, len(words) - count))
        return " ".join(words[start : start + count])

    def leaf(self) -> tree.Query:
        """Return a word, a phrase, a source or a range of dates."""
        rng = self.rng
        kind = rng.randrange(12)
        field = rng.choice((None, None, "title", "body"))
        if kind < 6:
            return tree.Word(self.words(1), field)
        if kind < 10:
            return tree.Phrase(self.words(rng.choice((2, 2, 3, 4))), field)
        if kind == 10:
            return tree.KeywordIs("source", rng.choice(self.articles)["source"].upper())
        start = rng.randrange(1_356_998_400, 1_761_955_200)
        return tree.DateRange("date", start, start + rng.choice((1, 30, 365, 3_650)) * 86_400)

    def query(self, depth: int = 2) -> tree.Query:
        """Return a query nested at most `depth` deep."""
        rng = self.rng
        if depth == 0 or rng.randrange(3) == 0:
            return self.leaf()
        if rng.randrange(8) == 0:
            return tree.Filter(self.query(depth - 1))
        children = tuple(self.query(depth - 1) for _ in range(rng.choice((2, 2, 3, 5))))
        kind = rng.randrange(5)
        if kind < 3:
            return tree.Or(children)
        return tree.And(children if kind == 3 else (*children[:1], tree.Not(children[1])))


def read(path: Path) -> Iterator[dict[str, Any]]:
    """Yield every fiftieth article of the file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in islice(lines, 0, None, 50):
            article = json.loads(line)
            kept = {name: article[name] for name in FIELDS if article.get(name)}
            yield {"title": kept["body"][:60], **kept}


@pytest.fixture(scope="module")
def articles(data_folder: Path) -> list[dict[str, Any]]:
    path = data_folder / "news-dev.jsonl.gz"
    if not path.is_file():
        pytest.skip(f"no {path.name} in {data_folder}")
    return list(islice(read(path), ARTICLES))


def test_real_articles(articles: list[dict[str, Any]], tmp_path: Path, long_run: bool) -> None:
    rng = chance(2025)
    asker = Asker(articles, rng)
    reference: ReferenceIndex = reference_for(sl.NEWS)
    questions = 2_000 if long_run else 300
    with sl.create(tmp_path / "index", sl.NEWS):
        pass
    for start in range(0, len(articles), 200):
        with sl.open(tmp_path / "index") as index, index.writer() as writer:
            for article in articles[start : start + 200]:
                assert writer.add(article) == reference.add(article) == "new"
    with sl.open(tmp_path / "index") as index:
        assert check_queries(index, reference, [asker.query() for _ in range(questions)], rng) > questions // 2
        with index.writer() as writer:
            for article in rng.sample(articles, 60):
                assert writer.delete(article["id"]) == reference.delete(article["id"])
    with sl.open(tmp_path / "index") as index:
        check_queries(index, reference, [asker.query() for _ in range(questions)], rng)
        with index.writer() as writer:
            writer.compact()
    with sl.open(tmp_path / "index") as index:
        check_queries(index, reference, [asker.query() for _ in range(questions)], rng)
