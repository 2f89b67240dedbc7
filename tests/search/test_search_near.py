"""Many words near each other, as patterns stand for them, over several windows of documents: all ways are tried."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import searchlib as sl
from reference.patterns import stands_for
from reference.places import count_near
from searchlib.query import Near, Or, Phrase, Prefix, Query, Wildcard, Word

SCHEMA = sl.Schema({"id": sl.Stored(), "body": sl.Text("whitespace")}, default_fields=("body",))
VOCABULARY = [f"{first}{second}{number}" for first in "abc" for second in "xyz" for number in range(12)]
COMMON = ["de", "la"]
DOCUMENTS = 2_600
Texts = dict[int, list[str]]
Leaf = Word | Phrase | Prefix | Wildcard


def text(rng: random.Random) -> list[str]:
    """Return words of which most are rare, so that some documents have none of those asked for."""
    return [
        rng.choice(COMMON) if rng.random() < 0.3 else VOCABULARY[int(len(VOCABULARY) * rng.random() ** 3)]
        for _ in range(rng.choice((1, 2, 3, 8, 30)))
    ]


@pytest.fixture(scope="module", params=["one segment", "several segments", "with deletions"])
def index(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[sl.Index, Texts]]:
    path = tmp_path_factory.mktemp("near") / "index"
    rng = random.Random(5)
    texts = {number: text(rng) for number in range(DOCUMENTS)}
    ends = [0, DOCUMENTS] if request.param == "one segment" else [0, 2_200, 2_201, 2_457, DOCUMENTS]
    with sl.create(path, SCHEMA) as writer:
        for begin, end in pairwise(ends):
            writer.add_many({"id": number, "body": " ".join(texts[number])} for number in range(begin, end))
            writer.commit()
        if request.param == "with deletions":
            for number in rng.sample(range(DOCUMENTS), 700):
                writer.delete(str(number))
                del texts[number]
    with sl.open(path) as opened:
        yield opened, texts


def places(leaf: Leaf, words: list[str]) -> set[tuple[int, int]]:
    if isinstance(leaf, Phrase):
        wanted = leaf.text.split()
        starts = range(len(words) - len(wanted) + 1)
        return {(at, at + len(wanted) - 1) for at in starts if words[at : at + len(wanted)] == wanted}
    if isinstance(leaf, Word):
        return {(at, at) for at, word in enumerate(words) if word == leaf.text}
    pattern = leaf.text if isinstance(leaf, Prefix) else leaf.pattern
    return {(at, at) for at, word in enumerate(words) if stands_for(leaf, pattern, word) is not None}


def frequencies(query: Near, texts: Texts) -> dict[int, int]:
    """Return how often the parts stand together, by document that they do in."""
    found: dict[int, int] = {}
    for number, words in texts.items():
        parts = [
            set().union(*(places(leaf, words) for leaf in (part.children if isinstance(part, Or) else (part,))))
            for part in query.parts
        ]
        count = count_near(parts, query.distance, ordered=query.ordered) if all(parts) else 0
        if count:
            found[number] = count
    return found


WORDS = st.sampled_from([*COMMON, *VOCABULARY[::7]]).map(Word)
UNIONS = st.one_of(
    st.sampled_from([Prefix(letter) for letter in "abc"]),
    st.sampled_from([Wildcard("?x*"), Wildcard("*1"), Wildcard("*y?"), Wildcard("*")]),
    st.lists(WORDS, min_size=7, max_size=10, unique=True).map(lambda words: Or(tuple(words))),
    st.lists(WORDS, min_size=8, max_size=9, unique=True).map(lambda words: Or((Phrase("de la"), *words))),
)
PARTS = st.one_of(UNIONS, UNIONS, WORDS, st.just(Phrase("de la")))


@given(
    first=UNIONS,
    others=st.lists(PARTS, min_size=1, max_size=2),
    distance=st.sampled_from([0, 1, 3, 30]),
    ordered=st.booleans(),
    limit=st.sampled_from([1, 10, 300]),
)
@settings(max_examples=15, deadline=None)
def test_unions(
    index: tuple[sl.Index, Texts], first: Query, others: list[Query], distance: int, ordered: bool, limit: int
) -> None:
    opened, texts = index
    query = Near((first, *others), distance, ordered)
    expected = frequencies(query, texts)
    assert opened.count(query) == len(expected)
    hits = opened.search(query, limit=len(expected) + 1)
    assert {int(hit["id"]) for hit in hits} == set(expected)
    # The first hits are the first of all of them, whatever was passed over.
    few = opened.search(query, limit=limit)
    assert few.ids.tolist() == hits.ids[:limit].tolist()
    assert few.scores.tolist() == hits.scores[:limit].tolist()
    # What a document scores is told by how often they stand together and by its length.
    told: dict[tuple[int, int], float] = {}
    for hit in hits:
        number = int(hit["id"])
        assert told.setdefault((expected[number], len(texts[number])), hit.score) == hit.score
    assert all(told[often] >= told[once] for often in told for once in told if often > once and often[1] == once[1])
    for document, hit in zip(hits.ids[:3].tolist(), hits, strict=False):
        account = opened.explain(query, document)
        assert account is not None
        assert account.score == hit.score
    with_filter = Near((first, *others), distance, ordered) & sl.word("de")
    assert opened.count(with_filter) == sum("de" in texts[number] for number in expected)
