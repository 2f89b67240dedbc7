"""Words that stand in one document only, and so have no list: together with each other, with lists, with filters."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pytest

import searchlib as sl
from searchlib.query import And, Or, Query, Word

DOCUMENTS = 700
SINGLE = (0, 1, 127, 128, 129, 350, DOCUMENTS - 1)
"""Documents that have a word of their own."""

SCHEMA = sl.Schema(
    fields={"id": sl.Stored(), "body": sl.Text("whitespace"), "tags": sl.Keyword()}, default_fields=("body",)
)


@pytest.fixture(scope="module", params=["one segment", "two segments", "with deletions"])
def index(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[sl.Index]:
    path = tmp_path_factory.mktemp("single") / "index"
    with sl.create(path, SCHEMA, policy="none") as writer:
        for number in range(DOCUMENTS):
            words = ["toate", *(["unele"] if number % 9 == 0 else []), *([f"doar{number}"] if number in SINGLE else [])]
            writer.add(id=number, body=" ".join(words), tags=[f"singur{number}", "par" if number % 2 == 0 else "impar"])
            if request.param == "two segments" and number == 300:
                writer.commit()
        if request.param == "with deletions":
            writer.commit()
            for number in (1, 129, 360):
                writer.delete(str(number))
    with sl.open(path) as opened:
        yield opened


def check(index: sl.Index, query: Query) -> int:
    """Hold an answer and a count against scoring everything; return how many documents match."""
    prepared = index.prepare(query)
    everything = prepared.top_exhaustively(DOCUMENTS)
    assert [list(part) for part in prepared.top(DOCUMENTS)] == [list(part) for part in everything], str(query)
    assert [list(part) for part in prepared.top(3)] == [list(part[:3]) for part in everything], str(query)
    assert prepared.count() == len(everything[0]), str(query)
    return len(everything[0])


@pytest.mark.parametrize(("one", "other"), list(product(SINGLE, SINGLE)))
def test_two_single_words(index: sl.Index, one: int, other: int) -> None:
    words = (Word(f"doar{one}"), Word(f"doar{other}"))
    both, either = check(index, And(words)), check(index, Or(words))
    assert both <= (one == other)
    assert either <= 2 - (one == other)


@pytest.mark.parametrize("number", SINGLE)
@pytest.mark.parametrize("common", ["toate", "unele"])
def test_a_single_word_and_a_common_one(index: sl.Index, number: int, common: str) -> None:
    words = (Word(f"doar{number}"), Word(common))
    for query in (And(words), Or(words), And((*words, Word("toate")))):
        check(index, query)


@pytest.mark.parametrize("number", SINGLE)
@pytest.mark.parametrize("tag", ["par", "impar", "singur0", "singur128", f"singur{DOCUMENTS - 1}"])
def test_alternatives_of_a_keyword(index: sl.Index, number: int, tag: str) -> None:
    """A word in all documents scores nothing, so that what has a keyword may match without a score."""
    for words in ((Word("toate"), Word(f"doar{number}")), (Word(f"doar{number}"), Word("doar127"))):
        check(index, Or(words) & sl.keyword("tags", tag))
