"""Questions over several fields, with the forms as printed and a further language beside the stems.

A word of them is a group of lists: what the plans make of groups is held against scoring every match.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

import pytest

import searchlib as sl
from searchlib.query import And, Filter, Not, Or, Phrase, Query, Word
from searchlib.search import Statistics
from searchlib.search.native import instruction_levels, use_instructions

SCHEMA = sl.Schema(
    fields={
        "title": sl.Text(languages=("english",)),
        "body": sl.Text(languages=("english",)),
        "date": sl.Date(),
        "source": sl.Keyword(),
        "id": sl.Stored(),
    },
    timezone="UTC",
)
COMMON = ["guvernul", "guvernului", "de", "și", "față", "fața", "the", "running"]
MIDDLING = [f"{stem}{end}" for stem in ("oraș", "școal", "muzeu", "minist", "tren") for end in ("ul", "e", "ele", "ii")]
RARE = [f"cuvânt{letter}{other}" for letter in "abcdefghij" for other in "klmnopq"]
FIRST = date(2024, 1, 1)
SIZE = 6_000
ENDS = {"one segment": [0, SIZE], "several segments": [0, 3_000, 5_300, 5_301, SIZE]}
PLANS = ("term", "disjunction", "conjunction", "phrase")


@pytest.fixture(autouse=True)
def best_again() -> Iterator[None]:
    before = sl.instructions
    yield
    use_instructions(before)


def text(rng: random.Random, length: int) -> str:
    weights = [8.0] * len(COMMON) + [0.6] * len(MIDDLING) + [0.04] * len(RARE)
    return " ".join(rng.choices([*COMMON, *MIDDLING, *RARE], weights, k=length))


@pytest.fixture(scope="module", params=[(ends, deletes) for ends in ENDS for deletes in (False, True)], ids=str)
def index(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[sl.Index]:
    ends, deletes = request.param
    path = tmp_path_factory.mktemp("fields") / "index"
    rng = random.Random(21)
    with sl.create(path, SCHEMA, policy="none") as writer:
        for begin, end in pairwise(ENDS[ends]):
            for number in range(begin, end):
                writer.add(
                    id=number,
                    title=text(rng, rng.choice([0, 1, 4, 9])),
                    body=text(rng, rng.choice([2, 12, 40, 120])),
                    date=FIRST + timedelta(days=rng.randrange(700)) if rng.random() < 0.95 else None,
                    source=rng.choice(["one", "two", "two", "two"]) if rng.random() < 0.99 else "rare",
                )
            writer.commit()
        for number in rng.sample(range(SIZE), 1_500) if deletes else ():
            writer.delete(str(number))
    with sl.open(path) as opened:
        assert len(opened.info().segments) == len(ENDS[ends]) - 1
        yield opened


def word(rng: random.Random) -> Word:
    field = rng.choice([None, None, None, "title", "body"])
    return sl.word(rng.choice(rng.choice([COMMON, MIDDLING, RARE])), field)


def words(rng: random.Random, count: int) -> tuple[Query, ...]:
    return tuple(word(rng) for _ in range(count))


def phrase(rng: random.Random) -> Phrase:
    some = [rng.choice(rng.choice([COMMON, COMMON, MIDDLING])) for _ in range(rng.choice([2, 2, 3]))]
    return sl.phrase(" ".join(some), rng.choice([None, None, "title", "body"]))


def limited(rng: random.Random, query: Query) -> Query:
    """Return the query with what filters it or must not match."""
    start = FIRST + timedelta(days=rng.randrange(700))
    others: list[Query] = [
        sl.keyword("source", "one"),
        sl.keyword("source", "rare"),
        sl.between("date", start, start + timedelta(days=rng.choice([0, 60, 400])), timezone="UTC"),
        Not(sl.keyword("source", "two")),
        Not(word(rng)),
        Not(phrase(rng)),
        Not(Or(words(rng, 2))),
        Filter(word(rng)),
        Filter(phrase(rng)),
        Filter(And(words(rng, 2))),
    ]
    return And((query, *rng.sample(others, rng.choice([1, 1, 2, 3]))))


def question(rng: random.Random, plan: str) -> Query:
    if plan == "term":
        return sl.word(rng.choice(RARE + MIDDLING), "body")
    if plan == "disjunction":
        some = words(rng, rng.choice([1, 2, 5, 10]))
        return Or((*some, phrase(rng))) if rng.random() < 0.5 else Or((*some, word(rng)))
    if plan == "phrase":
        return phrase(rng)
    return rng.choice(
        [
            And(words(rng, rng.choice([2, 3, 5]))),
            And((phrase(rng), *words(rng, rng.choice([1, 2])))),
            And((phrase(rng), phrase(rng))),
            And((Or(words(rng, 2)), Or((word(rng), phrase(rng))))),
        ]
    )


def check(prepared: sl.search.PreparedQuery, query: Query) -> int:
    """Hold what the plan finds against scoring every match; return how many match."""
    documents, scores = prepared.top_exhaustively(SIZE)
    assert prepared.count() == len(documents), str(query)
    for k in (1, 10, 300, SIZE):
        top = prepared.top(k)
        assert top[0].tolist() == documents[:k].tolist(), (str(query), k)
        assert top[1].tolist() == scores[:k].tolist(), (str(query), k)
    return len(documents)


@pytest.mark.parametrize("level", instruction_levels())
@pytest.mark.parametrize("plan", PLANS)
def test_groups_agree_with_scoring_everything(index: sl.Index, plan: str, level: str) -> None:
    use_instructions(level)
    rng = random.Random(f"{plan} {len(index)}")
    found = named = 0
    for turn in range(60):
        query = question(rng, plan)
        prepared = index.prepare(query)
        named += prepared.plan == plan
        found += check(prepared, query) > 10
        if turn % 2:
            query = limited(rng, query)
            check(index.prepare(query), query)
    assert named > 30, "the questions did not reach the plan"
    assert found > 20, "questions that find nothing prove nothing"


def test_nothing_that_people_ask_for_is_ranked_one_by_one(index: sl.Index) -> None:
    for asked in (
        "muzeul AND orașul",
        '"guvernul de"',
        '"guvernul de" AND muzeul',
        'muzeul trenul "de și"',
        "muzeul trenul -guvernul",
        "+muzeul trenul orașul",
        '+"guvernul de" trenul',
        "(muzeul OR trenul) AND (orașul OR școala) AND NOT ministul",
    ):
        assert index.prepare(asked).plan != "pruned", asked


def test_groups_agree_under_statistics_from_outside(index: sl.Index) -> None:
    rng = random.Random(9)
    for plan in PLANS:
        for _ in range(15):
            query = limited(rng, question(rng, plan))
            own = index.statistics(query)
            others = Statistics(own.fields, {term: count // 3 for term, count in own.document_frequencies.items()})
            check(index.prepare(query, statistics=own + others), query)
