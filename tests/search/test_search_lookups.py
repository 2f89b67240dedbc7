"""Terms are found in the dictionary exactly where they stand, and queries lose only what nobody has."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import searchlib as sl
from searchlib.query import And, Not, Or, Phrase, Query, Word
from searchlib.search import FieldTotals, Statistics

SCHEMA = sl.Schema(
    fields={"id": sl.Stored(), "body": sl.Text("whitespace", exact=False), "tags": sl.Keyword(), "date": sl.Date()},
    default_fields=("body",),
    timezone="UTC",
    stop_words=False,
)
LETTERS = "abățꙮ𐐀"
"""Of one to four bytes, so that terms differ within a letter too."""


def drawn(rng: random.Random, longest: int) -> str:
    return "".join(rng.choices(LETTERS, [9, 6, 3, 3, 1, 1], k=rng.randint(1, longest)))


@pytest.mark.parametrize("count", [1, 15, 16, 17, 31, 32, 33, 255, 257, 511, 512, 513, 527, 528, 529, 1025, 2000])
@pytest.mark.parametrize("longest", [3, 12])
def test_each_term_and_no_other_is_found(tmp_path: Path, count: int, longest: int) -> None:
    rng = random.Random(f"{count} {longest}")
    terms: dict[str, int] = {}
    while len(terms) < min(count, 200 if longest == 3 else count):
        terms[drawn(rng, longest)] = rng.choice([1, 1, 2, 5])
    with sl.create(tmp_path / "index", SCHEMA) as writer:
        for number in range(5):
            writer.add(id=number, body=" ".join(term for term, times in terms.items() if number < times) or "filler")
    with sl.open(tmp_path / "index") as index:
        absent = {drawn(rng, longest + 1) for _ in range(500)} - set(terms)
        absent |= {f"{term}{letter}" for term in list(terms)[:200] for letter in LETTERS} - set(terms)
        absent |= {term[:-1] for term in terms if len(term) > 1} - set(terms)
        for term, times in terms.items():
            assert index.count(sl.word(term)) == times, term
        assert len(absent) > 100
        assert not any(index.count(sl.word(term)) for term in absent)


@pytest.mark.parametrize("count", [511, 512, 513, 1024, 1040, 1041])
def test_terms_that_begin_alike_are_found_in_each_segment_that_has_them(tmp_path: Path, count: int) -> None:
    """All share more letters than a dictionary keeps side by side of its blocks, or all but those before and behind."""
    rng = random.Random(count)
    numbers = rng.sample(range(1 << 16), count)
    alike = [f"asemenea{number:04x}" for number in numbers]
    sides = [f"a{number:04x}" for number in numbers[:40]] + [f"b{number:04x}" for number in numbers[:40]]
    held = [alike, alike[::2], sides + alike[::3], sides]
    with sl.create(tmp_path / "index", SCHEMA, policy="none") as writer:
        for number, words in enumerate(held[:-1]):
            writer.add(id=number, body=" ".join(words))
            writer.commit()
        writer.add(id="last", body=" ".join(held[-1]))
    with sl.open(tmp_path / "index") as index:
        held_by = [set(words) for words in held]
        for word in [*alike, *sides]:
            assert index.count(sl.word(word)) == sum(word in words for words in held_by), word
        others = {f"{word}0" for word in alike} | {word[:-1] for word in alike} | {f"asemene{n:05x}" for n in numbers}
        assert not any(index.count(sl.word(word)) for word in others | {"asemenea", "asemenea~", "a", "b"})


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> sl.Index:
    path = tmp_path_factory.mktemp("lookups") / "index"
    with sl.create(path, SCHEMA) as writer:
        for number in range(60):
            words = [word for place, word in enumerate("abcd") if number >> place & 1]
            writer.add(id=number, body=" ".join(words or ["e"]), tags=["even"] if number % 2 == 0 else [])
            if number == 40:
                writer.commit()
    return sl.open(path)


LEAVES: st.SearchStrategy[Query] = st.one_of(
    st.sampled_from("abcdexyz").map(Word),
    st.sampled_from(["a b", "a x", "b c"]).map(Phrase),
    st.sampled_from(["even", "odd"]).map(lambda tag: sl.keyword("tags", tag)),
)
TREES = st.recursive(
    LEAVES,
    lambda parts: st.one_of(
        st.lists(parts, min_size=1, max_size=4).map(lambda some: Or(tuple(some))),
        st.lists(parts, min_size=1, max_size=4).map(lambda some: And(tuple(some))),
        st.tuples(parts, parts).map(lambda pair: And((pair[0], Not(pair[1])))),
    ),
    max_leaves=10,
)


def matches(tree: Query, number: int) -> bool:
    words = [word for place, word in enumerate("abcd") if number >> place & 1] or ["e"]
    match tree:
        case Word():
            return tree.text in words
        case Phrase():
            return f" {tree.text} " in f" {' '.join(words)} "
        case Or():
            return any(matches(child, number) for child in tree.children)
        case And():
            return all(matches(child, number) for child in tree.children)
        case Not():
            return not matches(tree.child, number)
        case sl.query.KeywordIs():
            return tree.value == "even" and number % 2 == 0
        case _:
            raise AssertionError(tree)


@settings(max_examples=400, deadline=None)
@given(tree=TREES)
def test_what_no_segment_has_is_left_out_without_a_trace(small: sl.Index, tree: Query) -> None:
    prepared = small.prepare(tree)
    wanted = sum(matches(tree, number) for number in range(60))
    assert prepared.count() == wanted
    for k in (1, 10, 100):
        top, everything = prepared.top(k), prepared.top_exhaustively(k)
        assert (top[0].tolist(), top[1].tolist()) == (everything[0].tolist(), everything[1].tolist())
    assert len(prepared.top(100)[0]) == wanted


def test_documents_that_score_nothing_are_found(small: sl.Index) -> None:
    tree = Or((Word("a"), Word("b"), Word("x")))
    many = 10**8
    counts = {("body", "a"): many, ("body", "b"): many, ("body", "x"): many}
    prepared = small.prepare(tree, statistics=Statistics({"body": FieldTotals(many, 2 * many)}, counts))
    top, everything = prepared.top(100), prepared.top_exhaustively(100)
    assert top[1].tolist() == [0.0] * sum(number % 4 != 0 for number in range(60))
    assert top[0].tolist() == everything[0].tolist()


def test_a_query_for_what_is_not_there_has_no_plan(small: sl.Index) -> None:
    assert small.prepare("x y").plan == "nothing"
    assert small.prepare("a x").plan == "term"
    assert small.prepare("+a +x").plan == "nothing"
