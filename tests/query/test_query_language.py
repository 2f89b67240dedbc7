"""What each piece of the query language means, as a tree."""

from __future__ import annotations

import sys
from typing import Literal

import pytest

from searchlib.dates import span
from searchlib.errors import QueryError, QuerySyntaxError
from searchlib.query import (
    All,
    And,
    DateRange,
    Filter,
    KeywordIs,
    Limits,
    Not,
    Nothing,
    Or,
    Phrase,
    Query,
    Undated,
    Word,
    parse,
)
from searchlib.schema import NEWS, Date, Schema, Text

A, B, C, D = Word("a"), Word("b"), Word("c"), Word("d")
KIM, ZF = KeywordIs("entities", "Kim"), KeywordIs("source", "zf.ro")
ZONE = "Europe/Bucharest"


def dates(start: str | None, end: str | None) -> DateRange:
    """Return the range from the start of one date to the start of another."""
    return DateRange("date", span(start, ZONE)[0] if start else None, span(end, ZONE)[0] if end else None)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a", A),
        ("  a\t", A),
        ("nord-coreean", Word("nord-coreean")),
        ("s-a", Word("s-a")),
        ("C++", Word("C++")),
        ("Zelenski:", Word("Zelenski:")),
        ("19:57", Word("19:57")),
        ("ora:19", Word("ora:19")),
        ("https://zf.ro/a?b=1,2", Word("https://zf.ro/a?b=1,2")),
        ("#KimJongUn", Word("#KimJongUn")),
        ("and or not", Or((Word("and"), Word("or"), Word("not")))),
        ("ORA NOTA ANDREI", Or((Word("ORA"), Word("NOTA"), Word("ANDREI")))),
        ("\u0219i\u0302", Word("\u0219i\u0302")),
        ("\u0301", Word("\u0301")),
    ],
)
def test_words(text: str, tree: Query) -> None:
    assert parse(text, NEWS) == tree


@pytest.mark.parametrize(
    ("text", "inner"),
    [
        ('"muzeul memorial"', "muzeul memorial"),
        ("„muzeul memorial”", "muzeul memorial"),
        ("„muzeul memorial“", "muzeul memorial"),
        ('„muzeul memorial"', "muzeul memorial"),
        ("“muzeul memorial”", "muzeul memorial"),
        ("”muzeul memorial”", "muzeul memorial"),
        ("«muzeul memorial»", "muzeul memorial"),
        ("„muzeul «memorial»”", "muzeul «memorial»"),
        (r'"muzeul \"memorial\""', 'muzeul "memorial"'),
        (r'"muzeul \\"', "muzeul \\"),
        (r'"muzeul \n"', r"muzeul \n"),
        ('"a - (b) AND date:x"', "a - (b) AND date:x"),
        ('"muzeul",', "muzeul"),
        ('"muzeul"...', "muzeul"),
        ('"muzeul..."', "muzeul..."),
    ],
)
def test_phrases(text: str, inner: str) -> None:
    assert parse(text, NEWS) == Phrase(inner)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a b c", Or((A, B, C))),
        ("a-b c", Or((Word("a-b"), C))),
        ("a +b", And((A, Filter(B)))),
        ("+a +b", And((Filter(A), Filter(B)))),
        ("+a", Filter(A)),
        ("a -b", And((A, Not(B)))),
        ("a NOT b", And((A, Not(B)))),
        ("-b a c", And((Or((A, C)), Not(B)))),
        ("-a", And((All(), Not(A)))),
        ("-a -b", And((All(), Not(A), Not(B)))),
        ("a b source:zf.ro -c +d", And((Or((A, B)), ZF, Filter(D), Not(C)))),
        ("source:zf.ro", ZF),
        ("+source:zf.ro", ZF),
        ("a (source:zf.ro OR entity:Kim)", And((A, Or((ZF, KIM))))),
        ("a (b source:zf.ro)", Or((A, And((B, ZF))))),
        ("source:zf.ro -entity:Kim", And((ZF, Not(KIM)))),
        ("a AND b c", Or((And((A, B)), C))),
        ("a OR b c", Or((A, B, C))),
        ("a OR b AND c", Or((A, And((B, C))))),
        ("(a OR b) AND c", And((Or((A, B)), C))),
        ("a AND b AND (c AND d)", And((A, B, C, D))),
        ("a && b || c", Or((And((A, B)), C))),
        ("a OR -b", Or((A, Not(B)))),
        ("a AND NOT b", And((A, Not(B)))),
        ("a (-b)", And((A, Not(B)))),
        ("a -(b c)", And((A, Not(Or((B, C)))))),
        ("+(a b)", Filter(Or((A, B)))),
        ("+-a b", And((B, Not(A)))),
        ("-+a b", And((B, Not(A)))),
        ("NOT NOT a", And((All(), Not(Not(A))))),
        ("*", All()),
        ("a *", A),
        ("* -a", And((All(), Not(A)))),
        ("NOT *", Nothing()),
        ("((a))", A),
        ('„Titanic”-ul "x"', Or((Phrase("Titanic"), Word("ul"), Phrase("x")))),
        ('"a"b(c)d', Or((Phrase("a"), B, C, D))),
        ("(a)-b", And((A, Not(B)))),
        ('"a"-AND b', And((Phrase("a"), B))),
        ("date:[2025 TO 2025]-b", And((dates("2025", "2026"), Not(B)))),
    ],
)
def test_combinations_with_alternatives(text: str, tree: Query) -> None:
    assert parse(text, NEWS) == tree


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a b c", And((A, B, C))),
        ("a-b c", And((Word("a-b"), C))),
        ("a b OR c", And((A, Or((B, C))))),
        ("a -b", And((A, Not(B)))),
        ("a +b", And((A, Filter(B)))),
        ("-a -b", And((All(), Not(A), Not(B)))),
        ("title:(a b)", And((Word("a", "title"), Word("b", "title")))),
        ("entity:(Kim Un)", Or((KIM, KeywordIs("entities", "Un")))),
    ],
)
def test_combinations_where_all_words_are_needed(text: str, tree: Query) -> None:
    assert parse(text, NEWS, default_operator="and") == tree


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("title:muzeu", Word("muzeu", "title")),
        ("title:19:57", Word("19:57", "title")),
        ("title:Kiev:rachete", Word("Kiev:rachete", "title")),
        ("title:AND", Word("AND", "title")),
        ('title:"muzeul memorial"', Phrase("muzeul memorial", "title")),
        ("title:(a b)", Or((Word("a", "title"), Word("b", "title")))),
        ('title:(a "b c" -d)', And((Or((Word("a", "title"), Phrase("b c", "title"))), Not(Word("d", "title"))))),
        ("title:(a body:b c)", Or((Word("a", "title"), Word("b", "body"), Word("c", "title")))),
        ("title:(a) b", Or((Word("a", "title"), B))),
        ("-title:a b", And((B, Not(Word("a", "title"))))),
        ("entity:Kim", KIM),
        ("entities:Kim", KIM),
        ('entity:"Kim Jong Un"', KeywordIs("entities", "Kim Jong Un")),
        ("entity:„Kim Jong Un”", KeywordIs("entities", "Kim Jong Un")),
        ('entity:"!"', KeywordIs("entities", "!")),
        ("entity:(Kim Un)", Or((KIM, KeywordIs("entities", "Un")))),
        ("entity:(Kim AND Un)", And((KIM, KeywordIs("entities", "Un")))),
        ("entity:(+Kim +Un)", And((KIM, KeywordIs("entities", "Un")))),
        ("entity:(Kim -Un)", And((KIM, Not(KeywordIs("entities", "Un"))))),
        ("category:a:b", KeywordIs("category", "a:b")),
    ],
)
def test_fields(text: str, tree: Query) -> None:
    assert parse(text, NEWS) == tree


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("date:2025", dates("2025", "2026")),
        ("date:2025-10", dates("2025-10", "2025-11")),
        ("date:2025-10-24", dates("2025-10-24", "2025-10-25")),
        ("date:24.10.2025", dates("2025-10-24", "2025-10-25")),
        ("date:2025-10-24T19:57", dates("2025-10-24T19:57", "2025-10-24T19:58")),
        ('date:"2025-10-24 19:57"', dates("2025-10-24T19:57", "2025-10-24T19:58")),
        ("date:2025-10-24T19:57:37+03:00", dates("2025-10-24T16:57:37Z", "2025-10-24T16:57:38Z")),
        ("date:[2025-10-01 TO 2025-10-24]", dates("2025-10-01", "2025-10-25")),
        ("date:{2025-10-01 TO 2025-10-24}", dates("2025-10-02", "2025-10-24")),
        ("date:[2025-10-01 TO 2025-10-24}", dates("2025-10-01", "2025-10-24")),
        ("date:{2025-10-01 TO 2025-10-24]", dates("2025-10-02", "2025-10-25")),
        ('date:["2025-10-01 10:00" TO 2025-10-01 12:00]', dates("2025-10-01T10:00", "2025-10-01T12:01")),
        ("date:[2025-10-24 TO 2025-10]", dates("2025-10-24", "2025-11")),
        ("date:[2025 TO *]", dates("2025", None)),
        ("date:[* TO 2025]", dates(None, "2026")),
        ("date:[ TO 2025}", dates(None, "2025")),
        ("date:[TO 2025}", dates(None, "2025")),
        ("date:{2025 TO ]", dates("2026", None)),
        ("date:[* TO *]", dates(None, None)),
        ("date:*", dates(None, None)),
        ("date:>=2025-10", dates("2025-10", None)),
        ("date:>2025-10", dates("2025-11", None)),
        ("date:<=2025-10", dates(None, "2025-11")),
        ("date:<2025-10", dates(None, "2025-10")),
        ('date:<"2025-10-24 19:57"', dates(None, "2025-10-24T19:57")),
        ("date:none", Undated("date")),
        ("date:(2022 2025)", Or((dates("2022", "2023"), dates("2025", "2026")))),
        ("date:(>=2022 AND <2025)", And((dates("2022", None), dates(None, "2025")))),
        ("a date:2025 b", And((Or((A, B)), dates("2025", "2026")))),
        ("a -date:[2025 TO 2026]", And((A, Not(dates("2025", "2027"))))),
    ],
)
def test_dates(text: str, tree: Query) -> None:
    assert parse(text, NEWS) == tree


def test_days_are_those_of_the_schema() -> None:
    schema = Schema({"text": Text(), "when": Date()}, aliases={"day": "when"}, timezone="America/New_York")
    assert parse("day:2025-10-24", schema) == DateRange("when", *span("2025-10-24", "America/New_York"))


def test_a_day_of_changing_clocks_has_25_hours() -> None:
    tree = parse("date:2025-10-26", NEWS)
    assert isinstance(tree, DateRange)
    assert tree.start is not None
    assert tree.end is not None
    assert tree.end - tree.start == 25 * 3600


@pytest.mark.parametrize("operator", ["or", "and"])
@pytest.mark.parametrize("limit", [1, 2, 3])
@pytest.mark.parametrize(
    "text",
    [
        *("a", "AND", "a b", "a b c", " a  b ", "a\tb", "a AND b", "a AND b AND c", "a OR b", "a OR b OR c"),
        *(
            "a AND",
            "AND a",
            "a AND b OR c",
            "a AND b c",
            "a b AND c",
            "a NOT b",
            "a AND AND b",
            "a AND NOT b",
            "a && b",
        ),
        *(
            '"a"',
            '"a b"',
            '" a b "',
            '"AND"',
            '"a AND b"',
            '""',
            '" "',
            '"',
            '"a',
            'a"',
            '"a b" c',
            '"a-b"',
            '"²"',
            "²",
        ),
    ],
)
def test_what_is_plain_means_what_the_parser_says(
    text: str, limit: int, operator: Literal["or", "and"], monkeypatch: pytest.MonkeyPatch
) -> None:
    def said() -> object:
        try:
            return parse(text, NEWS, default_operator=operator, limits=Limits(clauses=limit))
        except QuerySyntaxError as error:
            return error.message, error.position

    quickly = said()
    monkeypatch.setattr(sys.modules[parse.__module__], "_plain", lambda *_: None)
    assert quickly == said()


def test_unknown_default_operator() -> None:
    with pytest.raises(QueryError, match="'or' or 'and', not 'xor'"):
        parse("a", NEWS, default_operator="xor")  # what a caller without types may do
