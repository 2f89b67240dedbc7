"""Many terms looked up together: whatever their number and that of the segments, each is found."""

from __future__ import annotations

from pathlib import Path

import pytest

import searchlib as sl
from searchlib.query import Or

WORDS = 200
SCHEMA = sl.Schema(fields={"id": sl.Stored(), "body": sl.Text("whitespace"), "tags": sl.Keyword()})


@pytest.fixture(scope="module", params=[1, 3, 70])
def index(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> sl.Index:
    """Each word in a document of its own, in so many segments."""
    folder: Path = tmp_path_factory.mktemp("words")
    with sl.create(folder, SCHEMA, policy="none") as writer:
        for part in range(request.param):
            for number in range(part, WORDS, request.param):
                writer.add(id=f"{number}", body=f"word{number}", tags=[f"tag{number}"])
            writer.commit()
    opened = sl.open(folder)
    assert len(opened.info().segments) == request.param
    return opened


@pytest.mark.parametrize("count", [1, 2, 20, 21, 22, 63, 64, 65, 127, 128, 129, WORDS])
def test_each_of_many_terms_is_found(index: sl.Index, count: int) -> None:
    words = Or(tuple(sl.word(f"word{number}", "body") for number in range(count)))
    hits = index.search(words, limit=WORDS)
    assert {hit["id"] for hit in hits} == {f"{number}" for number in range(count)}
    assert len(set(hits.scores.tolist())) == 1, "all words are as rare"
    assert index.count(Or(tuple(sl.keyword("tags", f"tag{number}") for number in range(count)))) == count
