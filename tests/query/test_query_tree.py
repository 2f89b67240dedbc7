"""Nodes combine, compare and print; the functions that make them check what they are given."""

from __future__ import annotations

import dataclasses
from datetime import UTC, date, datetime

import pytest

from searchlib.dates import span
from searchlib.errors import QueryError
from searchlib.query import (
    All,
    And,
    DateRange,
    Filter,
    KeywordIs,
    Not,
    Nothing,
    Or,
    Phrase,
    Query,
    Undated,
    Word,
    between,
    everything,
    keyword,
    parse,
    phrase,
    scores,
    undated,
    word,
)
from searchlib.schema import NEWS

A, B, C = Word("a"), Word("b"), Word("c")
ZF = KeywordIs("source", "zf.ro")


def test_operators_keep_groups_flat() -> None:
    assert And((A, B, C)) == A & B & C
    assert And((A, B, C)) == A & (B & C)
    assert Or((A, B, C)) == A | B | C
    assert And((Or((A, B)), Not(C))) == (A | B) & ~C
    assert Or((A, And((B, C)))) == A | B & C


def test_operators_take_nothing_but_queries() -> None:
    with pytest.raises(TypeError):
        A & "b"
    with pytest.raises(TypeError):
        A | None


def test_nodes_are_immutable_small_and_hashable() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        A.text = "b"  # that it cannot be done is what is tested
    assert not hasattr(A, "__dict__")
    assert {A & B: 1}[And((Word("a"), Word("b")))] == 1
    assert Word("a") != Word("a", "title")
    assert Phrase("a") != Word("a")


@pytest.mark.parametrize(
    ("query", "text"),
    [
        (A, "a"),
        (Word("AND"), '"AND"'),
        (Word("-a"), '"-a"'),
        (Word("a b"), '"a b"'),
        (Word("x:y"), '"x:y"'),
        (Word("a*"), '"a*"'),
        (Word("AND", "title"), "title:AND"),
        (Word("-a", "title"), 'title:"-a"'),
        (Phrase('a "b" \\'), r'"a \"b\" \\"'),
        (Phrase("a b", "title"), 'title:"a b"'),
        (ZF, "source:zf.ro"),
        (KeywordIs("entities", "Kim Jong Un"), 'entities:"Kim Jong Un"'),
        (DateRange("date", 0, 86400), "date:[1970-01-01T00:00:00Z TO 1970-01-02T00:00:00Z}"),
        (DateRange("date", None, 0), "date:[* TO 1970-01-01T00:00:00Z}"),
        (DateRange("date", 0, None), "date:[1970-01-01T00:00:00Z TO *]"),
        (Undated("date"), "date:none"),
        (And((A, Or((B, C)))), "a AND (b OR c)"),
        (Or((A, And((B, C)))), "a OR (b AND c)"),
        (And((A, Not(Or((B, C))))), "a AND NOT (b OR c)"),
        (Filter(Or((A, B))), "+(a OR b)"),
        (Not(Not(A)), "NOT NOT a"),
        (All(), "*"),
        (Nothing(), "NOT *"),
        (And(()), "*"),
        (Or(()), "NOT *"),
    ],
)
def test_printing(query: Query, text: str) -> None:
    assert str(query) == text
    parse(text, NEWS)


def test_what_scores() -> None:
    assert scores(A)
    assert scores(Or((ZF, And((ZF, Phrase("a b"))))))
    for silent in (ZF, Undated("date"), DateRange("date", None, None), Filter(A), Not(A), All(), Nothing()):
        assert not scores(silent)
    assert not scores(And((ZF, Filter(A))))


def test_builders() -> None:
    assert word("soldat") == Word("soldat")
    assert word(" soldat ", "title") == Word("soldat", "title")
    assert phrase("muzeul memorial") == Phrase("muzeul memorial")
    assert keyword("entity", "Kim Jong Un") == KeywordIs("entity", "Kim Jong Un")
    assert undated("date") == Undated("date")
    assert everything() == All()


@pytest.mark.parametrize("text", ["", " ", "a b", "...", "a\nb"])
def test_word_takes_one_word(text: str) -> None:
    with pytest.raises(QueryError):
        word(text)


@pytest.mark.parametrize("text", ["", " ", "..."])
def test_phrase_takes_words(text: str) -> None:
    with pytest.raises(QueryError):
        phrase(text)


def test_keyword_takes_a_value() -> None:
    with pytest.raises(QueryError):
        keyword("source", " ")


@pytest.mark.parametrize(
    ("start", "end", "text"),
    [
        (date(2025, 10, 1), date(2025, 10, 31), "date:2025-10"),
        ("2025-10", "2025-10", "date:2025-10"),
        ("2025", None, "date:>=2025"),
        (None, date(2025, 10, 24), "date:<=2025-10-24"),
        (datetime(2025, 10, 24, 19, 57), None, "date:>=2025-10-24T19:57"),
        (datetime(2025, 10, 24, 16, 57, tzinfo=UTC), None, "date:>=2025-10-24T19:57"),
        (None, None, "date:*"),
    ],
)
def test_between_includes_both_ends(start: date | str | None, end: date | str | None, text: str) -> None:
    assert between("date", start, end) == parse(text, NEWS)


def test_between_in_another_zone() -> None:
    day = date(2025, 10, 24)
    assert between("date", day, day, timezone="Asia/Tokyo") == DateRange("date", *span(day, "Asia/Tokyo"))


@pytest.mark.parametrize(("start", "end"), [("2026", "2025"), ("x", None), (None, "2025-13")])
def test_between_refuses_nonsense(start: str | None, end: str | None) -> None:
    with pytest.raises(QueryError, match="between"):
        between("date", start, end)
