"""One word alone: lists around all sizes at which its plan changes, against scoring every match."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

import searchlib as sl
from searchlib.query import Query
from searchlib.search import FieldTotals, Statistics
from searchlib.search.native import instruction_levels, use_instructions

SCHEMA = sl.Schema(
    fields={"id": sl.Stored(), "body": sl.Text("whitespace"), "tags": sl.Keyword()}, default_fields=("body",)
)
BLOCK = 128
DOCUMENTS = 70 * BLOCK
SIZES = [1, 2, BLOCK - 1, BLOCK, BLOCK + 1, 9 * BLOCK, 10 * BLOCK, 10 * BLOCK + 1, 12 * BLOCK, 13 * BLOCK]
SIZES += [32 * BLOCK - 1, 63 * BLOCK, 64 * BLOCK, 64 * BLOCK + 1, 65 * BLOCK, DOCUMENTS]
"""Blocks are read in another order from as many on as are asked for, and compared in 64 stripes."""

LIMITS = (1, 9, 10, 11, 12, 13, 63, 64, 65, 200, DOCUMENTS)
ENDS = {
    "one segment": [0, DOCUMENTS],
    "many segments": [0, 1, BLOCK, 11 * BLOCK + 1, 50 * BLOCK, DOCUMENTS],
}


def bodies() -> list[str]:
    """Return texts of every length with words of every frequency, and one that all have alike."""
    rng = random.Random(11)
    texts: list[list[str]] = [["alike"] for _ in range(DOCUMENTS)]
    for size in SIZES:
        for document in rng.sample(range(DOCUMENTS), size):
            texts[document] += [f"word{size}"] * rng.choice([1, 1, 1, 1, 2, 3, 5, 9, 40])
    return [" ".join([*text, *["filler"] * rng.choice([0, 1, 5, 30, 100])]) for text in texts]


@pytest.fixture(scope="module", params=[(ends, deletes) for ends in ENDS for deletes in (False, True)], ids=str)
def index(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[sl.Index]:
    ends, deletes = request.param
    path = tmp_path_factory.mktemp("terms") / "index"
    texts = bodies()
    with sl.create(path, SCHEMA, policy="none") as writer:
        for begin, end in pairwise(ENDS[ends]):
            for number in range(begin, end):
                writer.add(id=number, body=texts[number], tags=["even"] if number % 2 == 0 else [])
            writer.commit()
        for number in range(3, DOCUMENTS, 7) if deletes else ():
            writer.delete(str(number))
    with sl.open(path) as opened:
        yield opened


@pytest.fixture(autouse=True, params=instruction_levels())
def level(request: pytest.FixtureRequest) -> Iterator[None]:
    before = sl.instructions
    use_instructions(request.param)
    yield
    use_instructions(before)


def check(
    index: sl.Index, query: Query, limits: tuple[int, ...] = LIMITS, statistics: Statistics | None = None
) -> None:
    prepared = index.prepare(query, statistics=statistics)
    docs, scores = prepared.top_exhaustively(DOCUMENTS)
    for k in limits:
        assert [list(part) for part in prepared.top(k)] == [list(docs[:k]), list(scores[:k])], (query, k)


@pytest.mark.parametrize("word", [*(f"word{size}" for size in SIZES), "alike", "filler"])
def test_the_best_of_one_word(index: sl.Index, word: str) -> None:
    check(index, sl.word(word))


@pytest.mark.parametrize("word", [f"word{size}" for size in SIZES[4:]])
def test_the_best_of_one_word_that_have_a_keyword(index: sl.Index, word: str) -> None:
    check(index, sl.word(word) & sl.keyword("tags", "even"))


@given(
    size=st.sampled_from(SIZES),
    documents=st.integers(1, 1_000),
    length=st.integers(1, 1_000),
    frequency=st.integers(1, DOCUMENTS),
    k=st.integers(1, 80),
)
def test_statistics_from_outside(
    index: sl.Index, size: int, documents: int, length: int, frequency: int, k: int
) -> None:
    """Bounds were made with other lengths, so that they are no longer reached by any document."""
    query = sl.word(f"word{size}")
    own = index.statistics(query)
    total = DOCUMENTS * documents
    outside = replace(
        own,
        fields={name: FieldTotals(total, total * length) for name in own.fields},
        document_frequencies=dict.fromkeys(own.document_frequencies, frequency),
    )
    check(index, query, (k,), outside)
