"""Phrases of common words, which are read from lists of bigrams, against scoring every match, which reads positions."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise, product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import searchlib as sl
from reference.comparison import check, reference_for
from searchlib.query import And, Not, Or, Query
from searchlib.search import Statistics
from searchlib.search.native import instruction_levels, use_instructions
from storage.format_bigrams import bigrams
from storage.format_reader import Segment, read_manifest

SCHEMA = sl.Schema(
    fields={
        "id": sl.Stored(),
        "body": sl.Text("whitespace"),
        "printed": sl.Text("romanian"),
        "plain": sl.Text("romanian", exact=False),
        "date": sl.Date(),
        "tags": sl.Keyword(),
    },
    timezone="UTC",
    default_fields=("body",),
)
COMMON = [f"c{n}" for n in range(6)]
RARE = [f"r{n}" for n in range(60)]
PRINTED = ["fată", "fata", "față", "nord-coreenii", "23 octombrie 2025", "de", "și", "covid-19"]
FIRST = date(2020, 1, 1)
SIZE = 5_000
ENDS = {"one segment": [0, SIZE], "many segments": [0, 2_700, 2_900, 2_901, 4_000, SIZE]}


@pytest.fixture(autouse=True)
def best_again() -> Iterator[None]:
    before = sl.instructions
    yield
    use_instructions(before)


def text(rng: random.Random) -> str:
    words = rng.choices([*COMMON, *RARE], [9] * len(COMMON) + [0.5] * len(RARE), k=rng.choice((1, 3, 40, 90)))
    return " ".join(words)


@pytest.fixture(scope="module", params=[(ends, deletes) for ends in ENDS for deletes in (False, True)], ids=str)
def index(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[sl.Index]:
    ends, deletes = request.param
    path = tmp_path_factory.mktemp("bigrams") / "index"
    rng = random.Random(7)
    with sl.create(path, SCHEMA, policy="none") as writer:
        for begin, end in pairwise(ENDS[ends]):
            for number in range(begin, end):
                romanian = " ".join(rng.choices(PRINTED, k=rng.choice((0, 2, 9))))
                writer.add(
                    id=number,
                    body=text(rng),
                    printed=romanian,
                    plain=romanian,
                    date=FIRST + timedelta(days=rng.randrange(900)) if rng.random() < 0.97 else None,
                    tags=[
                        tag for tag, share in (("half", 0.5), ("some", 0.05), ("rare", 0.002)) if rng.random() < share
                    ],
                )
            writer.commit()
        for number in rng.sample(range(2_900), 1_500 if deletes else 0):
            writer.delete(str(number))
    for record in read_manifest(path)["segments"]:
        segment = Segment(path / record["file"]["name"], record)
        assert len(bigrams(segment, "body")) >= len(COMMON) ** 2 - (segment.size < 10) * 36
        assert all(bigrams(segment, field) for field in ("printed", "printed=", "plain")) or segment.size < 10
    with sl.open(path) as opened:
        assert len(opened.info().segments) == len(ENDS[ends]) - 1
        yield opened


def phrases(rng: random.Random) -> list[Query]:
    """Return phrases of two, three and four words, each of which is common or rare."""
    found: list[Query] = []
    for count in (2, 3, 4):
        every = product((COMMON, RARE[:8]), repeat=count)
        found += [sl.phrase(" ".join(rng.choice(words) for words in kinds)) for kinds in every]
        found.append(sl.phrase(" ".join([rng.choice(COMMON)] * count)))
        found += [sl.phrase(" ".join(rng.choices(COMMON, k=count))) for _ in range(4)]
        for field in ("printed", "plain"):
            found += [sl.phrase(" ".join(rng.choices(PRINTED, k=count)), field) for _ in range(4)]
    found += [sl.phrase("c0 missing"), sl.phrase("missing c0"), sl.phrase("c0 c1 missing")]
    for field in ("printed", "plain"):
        found += [sl.word("nord-coreenii", field), sl.phrase("23 octombrie 2025", field)]
    return found


def filtered(rng: random.Random, query: Query) -> Query:
    start = FIRST + timedelta(days=rng.randrange(900))
    filters: list[Query] = [
        sl.keyword("tags", "half"),
        sl.keyword("tags", "some"),
        sl.keyword("tags", "rare"),
        sl.between("date", start, start + timedelta(days=rng.choice([0, 30, 400])), timezone="UTC"),
        sl.undated("date"),
        Not(sl.word(rng.choice(COMMON))),
    ]
    return And((query, *rng.sample(filters, rng.choice([1, 1, 2]))))


def agree(index: sl.Index, query: Query, statistics: Statistics | None = None) -> int:
    """Hold the plan of a query against scoring every match at every level; return how many match."""
    levels = instruction_levels()
    prepared = index.prepare(query, statistics=statistics)
    documents, scores = prepared.top_exhaustively(SIZE)
    for level in levels:
        use_instructions(level)
        assert prepared.count() == len(documents), (level, str(query))
        for k in (1, 3, 10, 100, 1_000):
            top = prepared.top(k)
            assert (top[0].tolist(), top[1].tolist()) == (documents[:k].tolist(), scores[:k].tolist()), (
                level,
                k,
                query,
            )
    return len(documents)


def test_phrases_of_common_and_rare_words(index: sl.Index) -> None:
    found = [agree(index, query) for query in phrases(random.Random(1))]
    assert sum(count > 100 for count in found) > 15, "phrases that are rarely found prove little"
    assert sum(count == 0 for count in found) > 3, "and so do those that all are"
    plans = [index.prepare(query).plan for query in phrases(random.Random(1))]
    assert plans.count("phrase") > len(plans) // 2, "others read no bigrams"


def test_filtered_phrases(index: sl.Index) -> None:
    rng = random.Random(2)
    found = [agree(index, filtered(rng, query)) for query in phrases(rng) for _ in range(3)]
    assert sum(count > 10 for count in found) > 10


def test_phrases_among_other_words(index: sl.Index) -> None:
    rng = random.Random(3)
    several = phrases(rng)
    for query in rng.sample(several, 15):
        word = sl.word(rng.choice(COMMON + RARE))
        agree(index, Or((query, word)))
        agree(index, And((query, word, rng.choice(several))))


@pytest.mark.parametrize("length", [0.02, 1.0, 50.0])
def test_phrases_under_statistics_from_outside(index: sl.Index, length: float) -> None:
    rng = random.Random(4)
    for query in rng.sample(phrases(rng), 25):
        own = index.statistics(query)
        fields = {
            name: type(totals)(totals.documents * 2, round(totals.length * 2 * length) or 1)
            for name, totals in own.fields.items()
        }
        terms = {term: count + count // 2 for term, count in own.document_frequencies.items()}
        agree(index, query, Statistics(fields, terms))


def test_scores_are_those_of_positions(index: sl.Index) -> None:
    """What matches, and how often, by the texts themselves."""
    texts = {document["id"]: f" {document['body']} " for document in index.documents()}
    for query in ("c0 c1", "c1 c0", "c2 c2", "c3 c4 c5", "c0 c1 c0 c1", "c0 r1", "r1 c0 c1"):
        having = {key for key, body in texts.items() if f" {query} " in body}
        hits = index.search(sl.phrase(query), limit=SIZE)
        assert {hit["id"] for hit in hits} == having, query
        assert index.count(sl.phrase(query)) == len(having)


# ------------------------------------------------------------ against an engine that shares no code

PIECES = st.sampled_from(["c0", "c1", "c2", "c0 c1", "c1 c0", "r", "c2 c2 c2"])
TEXTS = st.lists(PIECES, min_size=1, max_size=8).map(" ".join)


@pytest.mark.parametrize(("k1", "b"), [(1.2, 0.75), (0.0, 0.75), (3.0, 1.0), (0.4, 0.2)])
@given(
    texts=st.lists(TEXTS, min_size=2, max_size=10),
    sizes=st.lists(st.sampled_from([1, 255, 256, 257]), min_size=1, max_size=3),
    queries=st.lists(st.lists(st.sampled_from(["c0", "c1", "c2", "r", "x"]), min_size=2, max_size=4), max_size=5),
    compacts=st.booleans(),
    rng=st.randoms(use_true_random=False),
)
@settings(max_examples=8)
def test_phrases_agree_with_the_reference(
    tmp_path_factory: pytest.TempPathFactory,
    k1: float,
    b: float,
    texts: list[str],
    sizes: list[int],
    queries: list[list[str]],
    compacts: bool,
    rng: random.Random,
) -> None:
    schema = replace(SCHEMA, k1=k1, b=b)
    reference = reference_for(schema)
    path: Path = tmp_path_factory.mktemp("reference") / "index"
    number = 0
    with sl.create(path, schema, policy="none") as writer:
        for size in sizes:
            for _ in range(size):
                document = {"id": str(number), "body": rng.choice(texts)}
                assert writer.add(document) == reference.add(document)
                number += 1
            writer.commit()
        for key in rng.sample(range(number), number // 5):
            assert writer.delete(str(key)) == reference.delete(str(key))
        if compacts:
            writer.compact()
    with sl.open(path) as index:
        for words in queries:
            for limit in (1, 10, 1_000):
                check(index, reference, sl.phrase(" ".join(words)), limit=limit)
