"""Words with filters: a month, an entity, a range of dates and an entity; all taken from one article."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from archives import Archive
from asking import QUESTIONS, measure
from searchlib.query import And, Or, Query, Word, between, keyword
from vocabulary import Article, vocabulary

WORDS = 2


def month(article: Article, words: list[str], _: random.Random) -> Query | None:
    if article.day is None:
        return None
    name = f"{article.day:%Y-%m}"
    return And(tuple(map(Word, words))) & between("date", name, name)


def entity(article: Article, words: list[str], chance: random.Random) -> Query | None:
    if not article.entities:
        return None
    return Or(tuple(map(Word, words))) & keyword("entities", chance.choice(article.entities))


def days_and_entity(article: Article, words: list[str], chance: random.Random) -> Query | None:
    question = entity(article, words, chance)
    if question is None or article.day is None:
        return None
    first = article.day - timedelta(days=chance.randrange(90))
    return question & between("date", first, first + timedelta(days=90))


KINDS: dict[str, Callable[[Article, list[str], random.Random], Query | None]] = {
    "AND2 + month": month,
    "OR2 + entity": entity,
    "OR2 + 90 days + entity": days_and_entity,
}


@pytest.mark.parametrize("kind", KINDS)
def test_filters(benchmark: BenchmarkFixture, archive: Archive, kind: str) -> None:
    chance = random.Random(kind)
    asked: list[Query] = []
    for article in vocabulary(archive).articles(kind):
        if len(article.words) >= WORDS:
            question = KINDS[kind](article, chance.sample(article.words, WORDS), chance)
            if question is not None:
                asked.append(question)
        if len(asked) == QUESTIONS:
            break
    measure(benchmark, archive, "FILTERS", asked, archive.index.search)
    assert benchmark.extra_info["answered"] == QUESTIONS
