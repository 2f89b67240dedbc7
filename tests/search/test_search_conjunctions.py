"""Conjunctions of lists of every awkward length, against scoring every match and against sets of the test's own."""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from itertools import combinations, pairwise

import pytest

import searchlib as sl
from searchlib import analysis
from searchlib.analysis import split
from searchlib.analysis.multilingual import MultilingualAnalyzer
from searchlib.query import And, KeywordIs, Phrase, Query, Word
from searchlib.search.leaves import alternatives

SCHEMA = sl.Schema(fields={"id": sl.Stored(), "body": sl.Text("whitespace"), "tags": sl.Keyword()})
SIZES = [0, 1, 2, 127, 128, 129, 255, 256, 257, 700, 1_500, 2_500, 2_999]
DOCUMENTS = 3_000
ENDS = {"one segment": [0, DOCUMENTS], "many segments": [0, 1_400, 1_401, 1_529, 1_656, 2_400, DOCUMENTS]}


def lists(rng: random.Random) -> dict[str, set[int]]:
    """Return words and the documents that have them: strewn, side by side, and at even distances."""
    chosen: dict[str, set[int]] = {}
    for size in SIZES:
        first = rng.randrange(DOCUMENTS - size)
        chosen[f"strewn{size}"] = set(rng.sample(range(DOCUMENTS), size))
        chosen[f"together{size}"] = set(range(first, first + size))
    chosen["even2"] = set(range(0, DOCUMENTS, 2))
    chosen["even3"] = set(range(1, DOCUMENTS, 3))
    chosen["even9"] = set(range(4, DOCUMENTS, 9))
    chosen["all"] = set(range(DOCUMENTS))
    return chosen


LISTS = lists(random.Random(3))
DELETED = frozenset(random.Random(4).sample(range(DOCUMENTS), 600))
TAGGED = frozenset(random.Random(5).sample(range(DOCUMENTS), 300))


@pytest.fixture(scope="module", params=[(ends, deletes) for ends in ENDS for deletes in (False, True)], ids=str)
def index(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[sl.Index]:
    ends, deletes = request.param
    path = tmp_path_factory.mktemp("conjunctions") / "index"
    rng = random.Random(7)
    with sl.create(path, SCHEMA, policy="none") as writer:
        for begin, end in pairwise(ENDS[ends]):
            for number in range(begin, end):
                words = [word for word, documents in LISTS.items() if number in documents]
                again = rng.choices(words, k=rng.choice([0, 0, 3, 40]))
                writer.add(id=number, body=" ".join([*words, *again]), tags=["tag"] if number in TAGGED else [])
            writer.commit()
        for number in DELETED if deletes else ():
            writer.delete(str(number))
    with sl.open(path) as opened:
        yield opened


def check(index: sl.Index, words: tuple[str, ...], *, tagged: bool, live: set[int]) -> None:
    query = And(tuple(sl.word(word) for word in words))
    if tagged:
        query = query & sl.keyword("tags", "tag")
    expected = set.intersection(*(LISTS[word] for word in words), live, TAGGED if tagged else live)
    prepared = index.prepare(query)
    every = prepared.top_exhaustively(DOCUMENTS)
    assert {int(hit["id"]) for hit in index.search(query, limit=DOCUMENTS)} == expected, words
    assert prepared.count() == len(every[0]) == len(expected), words
    for k in (1, 10, 200, DOCUMENTS):
        top = prepared.top(k)
        assert top[0].tolist() == every[0][:k].tolist(), (words, k)
        assert top[1].tolist() == every[1][:k].tolist(), (words, k)


def live_in(index: sl.Index) -> set[int]:
    return set(range(DOCUMENTS)) - (DELETED if len(index) < DOCUMENTS else set())


def test_two_lists_of_any_length_and_shape(index: sl.Index) -> None:
    rng = random.Random(len(index))
    live = live_in(index)
    pairs = list(combinations(LISTS, 2))
    for words in rng.sample(pairs, 90):
        check(index, words, tagged=rng.random() < 0.2, live=live)


def test_three_and_four_lists(index: sl.Index) -> None:
    rng = random.Random(len(index) + 1)
    live = live_in(index)
    for _ in range(60):
        words = tuple(rng.sample(list(LISTS), rng.choice([3, 4])))
        check(index, words, tagged=rng.random() < 0.2, live=live)


def test_neighbours_at_the_edges_of_blocks(index: sl.Index) -> None:
    live = live_in(index)
    for size in SIZES:
        for other in ("all", "even2", "even3", "even9"):
            check(index, (f"strewn{size}", other), tagged=False, live=live)
            check(index, (f"together{size}", other), tagged=False, live=live)


def test_lists_that_lie_farther_apart_than_the_table_of_places_reaches(tmp_path: object) -> None:
    """A block of 128 documents spans 80,000: no table of places spans one, so every document is looked up."""
    first, second = set(range(0, 90_000, 600)), set(range(0, 90_000, 1_200))
    with sl.create(f"{tmp_path}/index", SCHEMA) as writer:
        for number in range(90_000):
            writer.add(id=number, body=f"{'a ' * (number in first)}{'b ' * (number in second)}c")
    with sl.open(f"{tmp_path}/index") as index:
        query = And((sl.word("a"), sl.word("b")))
        prepared = index.prepare(query)
        every = prepared.top_exhaustively(1_000)
        assert {int(hit["id"]) for hit in index.search(query, limit=1_000)} == first & second
        for k in (1, 10, 1_000):
            assert prepared.top(k)[0].tolist() == every[0][:k].tolist()


@pytest.mark.parametrize(
    "text", ["a", "casa", "Z9", "2025", "x" * 1_023, "x" * 1_024, "x" * 5_000, "ş", "a-b", "#a", " a ", "?", ""]
)
def test_a_word_without_breaks_is_not_split(text: str) -> None:
    """The planner passes over the splitter for such words; it must find just what that would."""
    asked: list[list[str]] = []

    class Noting:
        name = "noting"

        def analyze_forms(self, raws: list[str]) -> list[object]:
            asked.append(list(raws))
            return []

    alternatives(Word(text), Noting())  # type: ignore[arg-type]  # what it is asked is all that counts
    assert asked == [[text[start:end] for start, end in split(text)]]


def test_a_word_without_breaks_keeps_all_that_it_stands_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Exact forms, the terms of a further language and those of dates, as by way of the splitter."""
    both = MultilingualAnalyzer(analysis.get("romanian"), [analysis.get("english")])
    texts = ("running", "casele", "2025", "G20", "COVID19", "the", "The running houses of 2025", "running în", "G20 Is")
    nodes = [kind(text) for kind in (Word, Phrase) for text in texts]
    passed_over = [alternatives(node, both) for node in nodes]
    monkeypatch.setattr(sys.modules[alternatives.__module__], "_SHORT", 0)
    assert passed_over == [alternatives(node, both) for node in nodes]
    running = passed_over[0]
    assert running[0].exact == (((0, "running"),),)
    assert ((0, "en:run"),) in [one.terms for one in running[1:]]


@pytest.mark.parametrize("inner", [Word("a"), Phrase("a b"), KeywordIs("tags", "tag")])
def test_what_is_nested_too_deep_is_refused_whatever_it_is(index: sl.Index, inner: Query) -> None:
    for depth in (200, 201):
        query = inner
        for _ in range(depth):
            query = And((query,))
        if depth == 200:
            index.prepare(query)
        else:
            with pytest.raises(sl.errors.QueryError, match="nested more than 200 deep"):
                index.prepare(query)
