"""Every plan gives what scoring all matches gives: the same documents, in the same order, with equal scores."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest

import searchlib as sl
from reference.patterns import stands_for
from searchlib.indexing import Writer
from searchlib.query import And, Constant, Filter, Fuzzy, Near, Not, Or, Phrase, Prefix, Query, Sloppy, Wildcard, Word
from searchlib.search import Statistics

SCHEMA = sl.Schema(
    fields={
        "id": sl.Stored(),
        "body": sl.Text("whitespace"),
        "printed": sl.Text("romanian"),
        "date": sl.Date(),
        "tags": sl.Keyword(),
    },
    timezone="UTC",
    default_fields=("body",),
)
WORDS = [f"w{rank}" for rank in range(400)]
WEIGHTS = [1 / (rank + 1) for rank in range(400)]
FIRST = date(2020, 1, 1)


def fill(writer: Writer, rng: random.Random, numbers: range) -> None:
    for number in numbers:
        length = rng.choice([1, 2, 5, 20, 40, 90])
        chosen = rng.choices(WORDS, WEIGHTS, k=length)
        writer.add(
            id=number,
            body=" ".join(chosen),
            printed=" ".join(word + rng.choice("aaăâ") for word in chosen),
            date=FIRST + timedelta(days=rng.randrange(900)) if rng.random() < 0.97 else None,
            tags=[tag for tag, share in (("half", 0.5), ("some", 0.05), ("rare", 0.0008)) if rng.random() < share],
        )


@pytest.fixture(scope="module", params=["one segment", "several segments", "with deletions"])
def index(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[sl.Index]:
    """About 9,000 documents: common words reach over many blocks of 128 and several windows of 2,048."""
    path = tmp_path_factory.mktemp("plans") / "index"
    rng = random.Random(11)
    ends = [0, 9_000] if request.param == "one segment" else [0, 5_000, 8_500, 9_000]
    with sl.create(path, SCHEMA, policy="none") as writer:
        for begin, end in pairwise(ends):
            fill(writer, rng, range(begin, end))
            writer.commit()
        if request.param == "with deletions":
            for number in rng.sample(range(9_000), 2_000):
                writer.delete(str(number))
    with sl.open(path) as opened:
        yield opened


def words(rng: random.Random, count: int) -> list[Word]:
    """Return rare, middling and common words."""
    return [sl.word(WORDS[min(399, int(rng.expovariate(1) * rng.choice([2, 20, 120])))]) for _ in range(count)]


def printed(rng: random.Random, query: Query) -> Query:
    """Return the query for words with or without diacritics: these differ only in what ranks first."""
    if isinstance(query, Word):
        return sl.word(query.text + rng.choice("aă"), "printed")
    if isinstance(query, Phrase):
        return sl.phrase(" ".join(word + rng.choice("aă") for word in query.text.split()), "printed")
    if isinstance(query, Near):
        return replace(query, parts=tuple(printed(rng, part) for part in query.parts))
    if isinstance(query, Sloppy):
        return replace(query, text=" ".join(word + rng.choice("aă") for word in query.text.split()), field="printed")
    if isinstance(query, Filter):
        return Filter(printed(rng, query.child))
    if isinstance(query, And | Or):
        return type(query)(tuple(printed(rng, child) for child in query.children))
    return Not(printed(rng, query.child)) if isinstance(query, Not) else query


def filtered(rng: random.Random, query: Query) -> Query:
    """Return the query, or the query with a filter, from one that leaves a handful to one that leaves nearly all."""
    start = FIRST + timedelta(days=rng.randrange(900))
    filters: list[Query] = [
        sl.keyword("tags", "half"),
        sl.keyword("tags", "some"),
        sl.keyword("tags", "rare"),
        sl.between("date", start, start + timedelta(days=rng.choice([0, 30, 400])), timezone="UTC"),
        sl.undated("date"),
    ]
    chosen = rng.sample(filters, rng.choice([0, 0, 1, 1, 2]))
    return And((query, *chosen)) if chosen else query


def near(rng: random.Random, several: list[Word]) -> Query:
    """Return words near each other, alone and among others."""
    some = tuple(several[: rng.choice([2, 2, 3])])
    together = rng.choice(
        [
            Sloppy(" ".join(word.text for word in some), rng.choice([0, 1, 3, 9])),
            Near(some, rng.choice([0, 2, 30])),
            Near((*some, some[0]), rng.choice([1, 6]), ordered=True),
        ]
    )
    return rng.choice(
        [
            filtered(rng, together),
            And((together, several[3])),
            Or((together, several[3])),
            And((several[3], Not(together))),
            And((several[3], Filter(together))),
        ]
    )


def questions(rng: random.Random, plan: str) -> Query:
    if plan == "term":
        return words(rng, 1)[0]
    if plan == "conjunction":
        return filtered(rng, And(tuple(words(rng, rng.choice([2, 3])))))
    if plan == "disjunction":
        return filtered(rng, Or(tuple(words(rng, rng.choice([2, 5, 10])))))
    several = words(rng, 4)
    if plan == "groups":
        return rng.choice(
            [
                And((sl.phrase(f"{several[0].text} {several[1].text}"), several[2])),
                And((Or((several[0], several[1])), Or((several[2], several[3])))),
                And((several[0], several[1], Not(several[2]))),
            ]
        )
    if plan == "phrase":
        return filtered(rng, sl.phrase(f"{several[0].text} {several[1].text}"))
    if plan == "near":
        return near(rng, several)
    return rng.choice(
        [
            Or((And((several[0], several[1])), several[2])),
            Or((And((several[0], several[1])), And((several[2], several[3])))),
            And((Or((And((several[0], several[1])), several[2])), several[3])),
            Or((And((several[0], Not(several[1]))), several[2])),
        ]
    )


@pytest.mark.parametrize("boosted", [False, True], ids=["plain", "boosted"])
@pytest.mark.parametrize("plan", ["term", "conjunction", "groups", "disjunction", "phrase", "near", "pruned"])
def test_each_plan_agrees_with_scoring_everything(index: sl.Index, plan: str, boosted: bool) -> None:
    rng = random.Random(f"{plan} {len(index)}")
    seen = found = 0
    for _ in range(120):
        query = printed(rng, questions(rng, plan)) if boosted else questions(rng, plan)
        prepared = index.prepare(query)
        plans = {"groups": ["conjunction"], "near": ["phrase", "conjunction", "disjunction", "term"]}.get(plan, [plan])
        seen += prepared.plan in plans
        for k in (1, 3, 10, 100):
            top, everything = prepared.top(k), prepared.top_exhaustively(k)
            assert (top[0].tolist(), top[1].tolist()) == (everything[0].tolist(), everything[1].tolist()), str(query)
        found += prepared.count() > 10
        assert prepared.count() == len(prepared.top_exhaustively(10_000)[0])
    assert seen > 80, "the questions did not reach the plan"
    assert found > 20, "questions that find nothing prove nothing"


def test_plans_agree_under_statistics_from_outside(index: sl.Index) -> None:
    rng = random.Random(5)
    for plan in ("term", "conjunction", "groups", "disjunction", "phrase", "pruned"):
        for _ in range(20):
            query = questions(rng, plan)
            own = index.statistics(query)
            others = Statistics(own.fields, {term: count // 2 for term, count in own.document_frequencies.items()})
            prepared = index.prepare(query, statistics=own + others)
            top, everything = prepared.top(10), prepared.top_exhaustively(10)
            assert (top[0].tolist(), top[1].tolist()) == (everything[0].tolist(), everything[1].tolist()), str(query)


PATTERNS: list[Prefix | Wildcard | Fuzzy] = [
    *map(Prefix, ("w", "w3", "w39", "w399", "w4000")),
    *map(Wildcard, ("w?", "w*9", "*", "w1?*")),
    *(Fuzzy(word, distance, fixed) for word in ("w", "w12", "w2345", "w00") for distance in (1, 2) for fixed in (0, 2)),
]


@pytest.mark.parametrize("pattern", PATTERNS, ids=str)
def test_patterns_find_what_the_words_find_that_they_stand_for(
    index: sl.Index, pattern: Prefix | Wildcard | Fuzzy
) -> None:
    """Nothing is shared with the plan of a pattern: each document scores by the nearest of its words."""
    text = pattern.pattern if isinstance(pattern, Wildcard) else pattern.text
    steps = pattern.distance + 1 if isinstance(pattern, Fuzzy) else 1
    by_edits: dict[int, list[Word]] = {}
    for word in WORDS:
        edits = stands_for(pattern, text, word)
        if edits is not None:
            by_edits.setdefault(edits, []).append(sl.word(word))
    expected: dict[int, float] = {}
    for edits in sorted(by_edits):
        found, _ = index.prepare(Constant(Or(tuple(by_edits[edits])), 1.0)).top(10_000)
        for doc in found.tolist():
            expected.setdefault(doc, (steps - edits) * round(65536 / steps) / 65536)
    for query in (pattern, And((pattern, sl.keyword("tags", "some"))), And((sl.undated("date"), pattern))):
        docs, scores = index.prepare(query).top(10_000)
        others = [child for child in getattr(query, "children", ()) if child is not pattern]
        among = set(index.prepare(others[0]).top(10_000)[0]) if others else set(expected)
        right = {doc: score for doc, score in expected.items() if doc in among}
        assert dict(zip(docs.tolist(), scores.tolist(), strict=True)) == right
        assert index.count(query) == len(docs)
        for k in (1, 10, 100):
            assert index.prepare(query).top(k)[0].tolist() == docs[:k].tolist()
