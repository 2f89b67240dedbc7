"""Many queries at once are answered as each by itself."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import searchlib as sl
from searchlib.errors import QueryError, SearchlibError
from searchlib.query import And, Fuzzy, Or, Phrase, Prefix, Query, Regex, Wildcard, Word
from searchlib.results.answering import _LEAST_AT_ONCE, _MOST_AT_ONCE

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
SYNONYMS = "guvern, executiv\nbnr => banca națională\n"
WORDS = (
    "inflație muzeul școală apele guvern executiv la Moldova phenian BNR 2024 nimeni soldaților-eroi satelit".split()
)


@pytest.fixture(scope="module", params=[None, SYNONYMS], ids=["plain", "synonyms"])
def index(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[sl.Index]:
    path = tmp_path_factory.mktemp("many") / "index"
    with sl.create(path, policy="none") as writer:
        for number, document in enumerate(sl.documents.read(SEEDS)):
            writer.add(document)
            if number % 20 == 19:
                writer.commit()
    rules = sl.Synonyms.parse(request.param) if request.param else None
    with sl.open(path, synonyms=rules) as opened:
        yield opened


def question(rng: random.Random) -> str | Query:
    words = rng.sample(WORDS, rng.choice([1, 2, 5]))
    return rng.choice(
        [
            " ".join(words),
            f"+{words[0]} {' '.join(words)} date:2024",
            f'"{words[0]} {words[-1]}"',
            Or(tuple(map(Word, words))),
            And(tuple(map(Word, words))),
            Phrase(" ".join(words)),
            f"{words[0][:3]}* {words[-1]}",
            Or((Fuzzy(words[0], 2), Wildcard("*ul"))),
        ]
    )


def told(hits: sl.results.Hits) -> object:
    return hits.ids.tolist(), hits.scores.tolist(), [hit.key for hit in hits], hits.total, hits.complete


@pytest.mark.parametrize("threads", [1, 2, 5, None])
@pytest.mark.parametrize("count", [0, 1, _LEAST_AT_ONCE - 1, _LEAST_AT_ONCE, _LEAST_AT_ONCE + 1, 67])
def test_each_answer_is_that_of_the_query_alone(index: sl.Index, count: int, threads: int | None) -> None:
    rng = random.Random(f"{count} {threads}")
    asked = [question(rng) for _ in range(count)]
    for sort in ("relevance", "newest", "oldest"):
        limit = rng.choice([0, 1, 10, 100])
        found = index.search_many(iter(asked), limit=limit, sort=sort, threads=threads)
        assert list(map(told, found)) == [told(index.search(query, limit=limit, sort=sort)) for query in asked]
    found = index.search_many(asked, default_operator="and", threads=threads)
    assert list(map(told, found)) == [told(index.search(query, default_operator="and")) for query in asked]
    for hits, query in zip(found, asked, strict=True):
        alone = index.search(query, default_operator="and")
        assert [hit.snippet().html() for hit in hits[:2]] == [hit.snippet().html() for hit in alone[:2]]


def test_threads_that_are_switched_all_the_time(index: sl.Index) -> None:
    rng = random.Random(3)
    asked = [question(rng) for _ in range(4 * _MOST_AT_ONCE)]
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        found = index.search_many(asked, threads=4)
    finally:
        sys.setswitchinterval(interval)
    assert list(map(told, found)) == [told(index.search(query)) for query in asked]


@pytest.mark.parametrize("threads", [1, 3])
@pytest.mark.parametrize("number", [0, 1, _LEAST_AT_ONCE - 1, _LEAST_AT_ONCE, 3 * _LEAST_AT_ONCE])
def test_an_error_names_the_first_query_that_has_one(index: sl.Index, number: int, threads: int) -> None:
    for wrong, reason in (("(a", "this bracket is never closed"), (Word("a", "nowhere"), "there is no field")):
        asked: list[str | Query] = ["muzeu"] * (4 * _LEAST_AT_ONCE)
        asked[number] = wrong
        asked[-1] = "("
        with pytest.raises(QueryError, match=f"^query number {number}: {reason}"):
            index.search_many(asked, threads=threads)


def test_what_makes_no_sense_is_refused(index: sl.Index) -> None:
    for threads in (0, -1, 1.5, "2"):
        with pytest.raises(SearchlibError, match="threads is a whole number from 1 on"):
            index.search_many(["muzeu"], threads=threads)  # type: ignore[arg-type]
    with pytest.raises(SearchlibError, match="limit is a whole number from 0 on"):
        index.search_many(["muzeu"], limit=-1)
    for asked in (["muzeu"], []):
        with pytest.raises(QueryError, match="there is no order 'best'"):
            index.search_many(asked or ["a"], sort="best")  # type: ignore[arg-type]


def test_a_closed_index_answers_nothing(tmp_path: Path) -> None:
    with sl.create(tmp_path) as writer:
        writer.add(id="1", title="Muzeu", body="Muzeu")
    index = sl.open(tmp_path)
    index.close()
    with pytest.raises(SearchlibError, match="the index is closed"):
        index.search_many(["muzeu"])


def test_patterns_of_many_queries_keep_to_their_limit(tmp_path: Path) -> None:
    with sl.create(tmp_path / "index") as writer:
        for number in range(1_200):
            writer.add(id=f"{number}", body=f"a{number:04} b{number % 3}")
    with sl.open(tmp_path / "index") as index:
        cut, whole = index.search_many([Prefix("a"), "b*"], limit=2_000)
        assert (len(cut), cut.complete) == (1_024, False)
        assert (len(whole), whole.complete) == (1_200, True)


def test_an_expression_that_is_too_complicated_is_named(tmp_path: Path) -> None:
    rng = random.Random(3)
    with sl.create(tmp_path / "index") as writer:
        for number in range(3_000):
            writer.add(id=f"{number}", body="".join(rng.choice("ab") for _ in range(60)))
    with sl.open(tmp_path / "index") as index, pytest.raises(QueryError, match=r"number 1: .*too complicated"):
        index.search_many(["a", Regex("(a|b)*a(a|b){30}")])
