"""The native planner makes the very plans of its readable twin, or leaves the query to it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import searchlib as sl
from searchlib.query import (
    All,
    And,
    DateRange,
    Filter,
    Fuzzy,
    KeywordIs,
    Not,
    Nothing,
    Or,
    Phrase,
    Prefix,
    Query,
    Regex,
    Sloppy,
    Undated,
    Wildcard,
    Word,
)
from searchlib.query.limits import DEFAULT_LIMITS
from searchlib.search.kinds import with_most_terms
from searchlib.search.native import Automaton
from searchlib.search.native import Planner as NativePlanner
from searchlib.search.native_planner import native_planner
from searchlib.search.planner import Planner
from searchlib.search.weighted import Weighted

MIXED = sl.Schema(
    fields={
        "id": sl.Stored(),
        "text": sl.Text("whitespace"),
        "english": sl.Text("english"),
        "french": sl.Text("french", exact=False),
        "reversed": sl.Text("test-reversed"),
        "day": sl.Date(),
        "tags": sl.Keyword(),
    },
    aliases={"t": "text", "when": "day", "tag": "tags"},
    default_fields=("english", "text", "reversed"),
    exact_boost=0.0,
)
PLAIN = sl.Schema(
    fields={"id": sl.Stored(), "title": sl.Text(), "body": sl.Text(exact=False), "note": sl.Text("simple")},
    stop_words=False,
    letters_boost=0.0,
)
SAMPLE = ["", "a", "ab", "an", "an", "ministru", "minor", "xx", "tara", "abc", "ca", "b"]
"""Words by which automata of shapes and expressions are told apart."""
SCHEMAS = {"news": sl.NEWS, "mixed": MIXED, "plain": PLAIN}

FIELDS = {
    "news": [None, None, "title", "body"],
    "mixed": [None, "text", "t", "english", "french", "reversed"],
    "plain": [None, "title", "note"],
}
KEYWORDS = {"news": ["source", "entities", "entity", "category"], "mixed": ["tags", "tag"], "plain": []}
DATES = {"news": ["date"], "mixed": ["day", "when"], "plain": []}

WORDS = """
    alegeri prezidențiale București soldaţilor ŞCOALĂ s-a într-o nord-coreean e-mail naïve café ﬁn þară Москва
    минск 日本
    a de la și pe the of and is was are an mai 2024 24.10.2025 1.000,5 3-4 b2b 1990s zf.ro https://zf.ro/a #un_tag
    @cineva     don't s.r.l. S.U.A. ... !? \u00ad x\u0301y İstanbul ĳ
""".split()


@pytest.fixture(scope="module")
def planners(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Planner, NativePlanner]]:
    """Each schema's planner and its native one."""
    sl.analysis.register("test-reversed", lambda raw: [raw[::-1], raw.lower()] if len(raw) > 1 else None)
    made: dict[str, tuple[Planner, NativePlanner]] = {}
    for name, schema in SCHEMAS.items():
        path = tmp_path_factory.mktemp("planners") / name
        with sl.create(path, schema) as writer:
            writer.add(id="1")
        index = sl.open(path)
        made[name] = Planner(schema, index.analyzer), native_planner(schema, index.analyzer)
    return made


def texts() -> st.SearchStrategy[str]:
    return st.sampled_from(WORDS) | st.text(max_size=8) | st.text("abcăîșțĂȘ-.'1", min_size=1, max_size=12)


def leaves(name: str) -> st.SearchStrategy[Query]:
    phrases = st.lists(texts(), min_size=1, max_size=3).map(" ".join)
    kinds: list[st.SearchStrategy[Query]] = [
        st.builds(Word, texts(), st.sampled_from(FIELDS[name])),
        st.builds(Word, texts(), st.sampled_from(FIELDS[name])),
        st.builds(Phrase, phrases, st.sampled_from(FIELDS[name])),
        st.sampled_from([Phrase("joi, 23 octombrie 2025"), Phrase("octombrie 2025"), All(), Nothing()]),
    ]
    seconds = st.none() | st.integers(-(2**62) - 2, 2**62 + 2) | st.sampled_from([-(2**63), 2**63 - 1, 0, 1])
    if KEYWORDS[name]:
        kinds.append(st.builds(KeywordIs, st.sampled_from(KEYWORDS[name]), texts() | st.text(max_size=300)))
        kinds.append(st.builds(DateRange, st.sampled_from(DATES[name]), seconds, seconds))
        kinds.append(st.builds(Undated, st.sampled_from(DATES[name])))
    kinds.append(patterns(name))
    kinds.append(st.builds(Sloppy, phrases, st.sampled_from([0, 1, 3, 1000]), st.sampled_from(FIELDS[name])))
    return st.one_of(kinds)


def patterns(name: str) -> st.SearchStrategy[Query]:
    field = st.sampled_from(FIELDS[name])
    shapes = st.text("abcăș*?-.'", max_size=8) | st.sampled_from(["mini?t*r", "*", "??", "Țar*", "a b*"])
    expressions = st.sampled_from(["a.*", "min(istr|or)u?", "[ăâ]n", "", "x{2,3}"])
    return st.one_of(
        st.builds(Prefix, texts(), field),
        st.builds(Wildcard, shapes, field),
        st.builds(
            Fuzzy,
            texts().filter(lambda text: len(text.split()) == 1),
            st.sampled_from([1, 2]),
            st.integers(0, 3),
            field,
        ),
        st.builds(Regex, expressions, field),
    )


def trees(name: str) -> st.SearchStrategy[Query]:
    def grown(inner: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
        several = st.lists(inner, max_size=4).map(tuple)
        text = leaves(name).filter(lambda leaf: isinstance(leaf, Word | Phrase))
        weights = st.sampled_from([0.0, 0.5, 1.0])
        alternatives = st.lists(text, min_size=1, max_size=3).map(lambda some: Or(tuple(some)))
        return st.one_of(
            several.map(And),
            several.map(Or),
            inner.map(Not),
            inner.map(Filter),
            st.builds(Weighted, text | alternatives, weights),
        )

    return st.recursive(leaves(name), grown, max_leaves=8)


def comparable(node: object) -> object:
    """Return a plan with what tells its automata apart in their place."""
    if isinstance(node, Automaton):
        return node.description or node.accepts(SAMPLE)
    if not isinstance(node, tuple):
        return node
    parts: tuple[object, ...] = node
    return tuple(map(comparable, parts))


def agree(planners: tuple[Planner, NativePlanner], query: Query, terms: int = DEFAULT_LIMITS.terms) -> bool:
    """Hold both plans against each other; return whether there was a native one."""
    readable, native = planners
    found = native.plan(query, terms)
    if found is not None:
        assert comparable(found) == comparable(with_most_terms(readable.plan(query), terms)), str(query)
    return found is not None


@pytest.mark.parametrize("name", SCHEMAS)
@given(st.data())
@settings(max_examples=100)
def test_both_planners_agree(
    planners: dict[str, tuple[Planner, NativePlanner]], name: str, data: st.DataObject
) -> None:
    query = data.draw(trees(name))
    planned = agree(planners[name], query)
    assert planned or any(half in repr(query) for half in ("\\ud", "922337", "46116")), "left without need"


@pytest.mark.parametrize("name", SCHEMAS)
@pytest.mark.parametrize("word", WORDS)
def test_they_agree_on_each_word(planners: dict[str, tuple[Planner, NativePlanner]], name: str, word: str) -> None:
    for field in FIELDS[name]:
        assert agree(planners[name], Word(word, field))
        assert agree(planners[name], Or((Word(word, field), Word("guvernul"))))
        assert agree(planners[name], Phrase(f"{word} {word}", field))


@pytest.mark.parametrize("size", [1, 119, 120, 121, 254, 255, 256, 1023, 1024, 1025, 4095, 4096, 4097, 9000])
@pytest.mark.parametrize("letter", ["a", "ș", "日", "1"])
def test_they_agree_on_words_of_all_lengths(
    planners: dict[str, tuple[Planner, NativePlanner]], size: int, letter: str
) -> None:
    for name in SCHEMAS:
        for text in (letter * size, "x" + letter * size):
            assert agree(planners[name], Word(text))
            assert agree(planners[name], Phrase(f"unu {text} doi"))
    assert agree(planners["news"], KeywordIs("source", letter * size))


@given(st.text(max_size=40) | st.text(" \t\n\x0b\x0c\r\x1c\x1d\x1e\x1f\x85\xa0Aăz", max_size=12))
@example("\x1c a \x1f\x1fB ")
def test_they_agree_on_keywords(planners: dict[str, tuple[Planner, NativePlanner]], value: str) -> None:
    assert agree(planners["news"], KeywordIs("source", value)) or not value.isascii()


NESTINGS: dict[str, Callable[[Query], Query]] = {
    "Not": Not,
    "Filter": Filter,
    "And": lambda query: And((query, Word("nimic"))),
    "Or": lambda query: Or((query, Word("nimic"))),
    "And with Not": lambda query: And((Not(query), Word("nimic"))),
}


@pytest.mark.parametrize("nesting", NESTINGS)
@pytest.mark.parametrize("depth", [1, 99, 199, 200, 201, 202, 1000])
def test_they_go_equally_deep(planners: dict[str, tuple[Planner, NativePlanner]], nesting: str, depth: int) -> None:
    query: Query = Word("guvernul")
    for _ in range(depth):
        query = NESTINGS[nesting](query)
    readable, native = planners["plain"]
    if depth <= 200:
        assert native.plan(query, DEFAULT_LIMITS.terms) == readable.plan(query)
    else:
        assert native.plan(query, DEFAULT_LIMITS.terms) is None
        with pytest.raises(sl.errors.QueryError, match="nested more than 200 deep"):
            readable.plan(query)


class Odd(Query):
    """No node that the library knows."""

    def __repr__(self) -> str:
        return "Odd()"  # the same in every process that runs tests


@pytest.mark.parametrize(
    "query",
    [
        Word("a", "nowhere"),
        Word("a", "source"),
        Word("a", "date"),
        KeywordIs("title", "a"),
        DateRange("title", 0, 1),
        Undated("nowhere"),
        Odd(),
        "a string",
        None,
        Not(Odd()),
        And((Word("a"), Odd())),
        And([Word("a")]),  # type: ignore[arg-type]
        Word(7),  # type: ignore[arg-type]
        Word("\ud800"),
        KeywordIs("source", "\ud800"),
        DateRange("date", 0, 10**30),
        DateRange("date", 0.5, 1),  # type: ignore[arg-type]
        Prefix("a", "nowhere"),
        Prefix("a", "source"),
        Prefix(7),  # type: ignore[arg-type]
        Prefix("\ud800"),
        Wildcard("a" * 20_000),
        Fuzzy("doua cuvinte"),
        Fuzzy(""),
        Fuzzy(" \t"),
        Fuzzy("a", 0),
        Fuzzy("a", 3),
        Fuzzy("a", 1, -1),
        Fuzzy("a", 1, 10**12),
        Fuzzy("ț\u2003ț"),
        Fuzzy("a" * 2_000),
        Regex("a", "nowhere"),
        Sloppy("a b", 1, "nowhere"),
        Sloppy("a b", -1),
        Sloppy("a b", 1001),
        Sloppy("a b", 0.5),  # type: ignore[arg-type]
        Sloppy(7, 1),  # type: ignore[arg-type]
    ],
    ids=repr,
)
def test_what_it_does_not_know_is_left(planners: dict[str, tuple[Planner, NativePlanner]], query: Query) -> None:
    assert planners["news"][1].plan(query, DEFAULT_LIMITS.terms) is None


def test_a_mistake_in_an_expression_comes_through(planners: dict[str, tuple[Planner, NativePlanner]]) -> None:
    for planner in planners["news"]:
        with pytest.raises(sl.errors.QueryError, match=r"/\(a/: .*bracket"):
            planner.plan(Regex("(a"), *[DEFAULT_LIMITS.terms] * isinstance(planner, NativePlanner))


@pytest.mark.parametrize("terms", [1, 7, 1024, 1 << 40])
def test_they_agree_on_how_many_terms(planners: dict[str, tuple[Planner, NativePlanner]], terms: int) -> None:
    for name in SCHEMAS:
        assert agree(planners[name], Or((Prefix("a"), And((Fuzzy("abc", 2), Regex("a|b"))), Not(Wildcard("*")))), terms)


def test_a_mistake_of_an_analyzer_comes_through(tmp_path: Path) -> None:
    def numbers(_: str) -> list[int]:
        return [1]

    sl.analysis.register("test-numbers", numbers)  # type: ignore[arg-type]
    schema = sl.Schema(fields={"id": sl.Stored(), "text": sl.Text("test-numbers")})
    with sl.create(tmp_path, schema) as writer:
        writer.add(id="1")
    with sl.open(tmp_path) as index, pytest.raises(sl.errors.AnalyzerError, match="must return strings"):
        index.search("text")
