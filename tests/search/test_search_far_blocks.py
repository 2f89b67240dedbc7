"""Blocks are found wherever the documents of a list stand: evenly, all at one end, or in heaps."""

from __future__ import annotations

import random
from itertools import combinations
from pathlib import Path

import pytest

import searchlib as sl
from searchlib.query import And, Or

DOCUMENTS = 40_000
SPARSE = 2_400
"""Postings of lists that are no bitmaps, in nineteen blocks."""
DENSE = 9_000
SCHEMA = sl.Schema(fields={"id": sl.Stored(), "body": sl.Text("whitespace", exact=False)}, stop_words=False)


def spread() -> dict[str, set[int]]:
    """Return by word the documents that have it."""
    rng = random.Random(7)
    everywhere = range(DOCUMENTS)
    heap = rng.randrange(DOCUMENTS - SPARSE)
    falling = sorted({int(DOCUMENTS * rng.random() ** 6) for _ in range(4 * SPARSE)})
    shapes = {
        "first": range(SPARSE),
        "last": range(DOCUMENTS - SPARSE, DOCUMENTS),
        "both": [*range(SPARSE // 2), *range(DOCUMENTS - SPARSE // 2, DOCUMENTS)],
        "heap": range(heap, heap + SPARSE),
        "even": range(3, DOCUMENTS, 17),
        "falling": falling[:SPARSE],
        "rising": [DOCUMENTS - 1 - document for document in falling[:SPARSE]],
        "dense": rng.sample(everywhere, DENSE),
        "densefirst": range(DENSE),
        "denselast": range(DOCUMENTS - DENSE, DOCUMENTS),
        "few": rng.sample(everywhere, 40),
        "many": rng.sample(everywhere, SPARSE),
        "ends": [0, 1, DOCUMENTS - 2, DOCUMENTS - 1],
    }
    return {word: set(documents) for word, documents in shapes.items()}


WORDS = spread()


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> sl.Index:
    folder: Path = tmp_path_factory.mktemp("far")
    with sl.create(folder, SCHEMA) as writer:
        for number in range(DOCUMENTS):
            found = [word for word, documents in WORDS.items() if number in documents]
            # Some stand more often, so that the best are not simply the first.
            body = [word for word in found for _ in range(1 + number % 7 * (number % 5 == 0))]
            writer.add(id=number, body=" ".join([*body, *["filler"] * (number % 11)]) or "filler")
    return sl.open(folder)


@pytest.mark.parametrize("words", [*combinations(WORDS, 2), *combinations(list(WORDS)[::2], 3)], ids="-".join)
def test_conjunctions_find_what_sets_have_in_common(index: sl.Index, words: tuple[str, ...]) -> None:
    common = set.intersection(*(WORDS[word] for word in words))
    question = And(tuple(sl.word(word, "body") for word in words))
    assert index.count(question) == len(common)
    hits = index.search(question, limit=DOCUMENTS)
    assert {hit["id"] for hit in hits} == common
    prepared = index.prepare(question)
    for k in (1, 10, 200):
        docs, scores = prepared.top(k)
        right, equal = prepared.top_exhaustively(k)
        assert (docs.tolist(), scores.tolist()) == (right.tolist(), equal.tolist())


@pytest.mark.parametrize("words", [*combinations(WORDS, 2), *combinations(list(WORDS)[1::2], 4)], ids="-".join)
def test_disjunctions_rank_as_if_all_were_scored(index: sl.Index, words: tuple[str, ...]) -> None:
    question = Or(tuple(sl.word(word, "body") for word in words))
    assert index.count(question) == len(set.union(*(WORDS[word] for word in words)))
    prepared = index.prepare(question)
    for k in (1, 10, 200):
        docs, scores = prepared.top(k)
        right, equal = prepared.top_exhaustively(k)
        assert (docs.tolist(), scores.tolist()) == (right.tolist(), equal.tolist())
