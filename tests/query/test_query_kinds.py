"""Patterns, places and weights of the query language, as trees."""

from __future__ import annotations

import math

import pytest

from searchlib.errors import QuerySyntaxError
from searchlib.query import (
    All,
    And,
    Boost,
    Constant,
    Exact,
    Exists,
    Fuzzy,
    KeywordIs,
    KeywordLike,
    Near,
    Not,
    NumberRange,
    Or,
    Phrase,
    Prefix,
    Query,
    Regex,
    Sloppy,
    Wildcard,
    Word,
    parse,
)
from searchlib.schema import NEWS, Number, Schema

A, B, C = Word("a"), Word("b"), Word("c")
PAGES = Schema({**NEWS.fields, "pages": Number()}, key=NEWS.key, aliases=NEWS.aliases)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("minist*", Prefix("minist")),
        ("title:minist*", Prefix("minist", "title")),
        ("minist*,", Prefix("minist")),
        ("mini?t*r", Wildcard("mini?t*r")),
        ("*tru", Wildcard("*tru")),
        ("m?i", Wildcard("m?i")),
        ("covid-1?-x", Wildcard("covid-1?-x")),
        ("guvernul?", Word("guvernul?")),
        ("cine?!", Word("cine?!")),
        ("https://zf.ro/a?b=1*c", Word("https://zf.ro/a?b=1*c")),
        ("ministu~1", Fuzzy("ministu", 1)),
        ("ministu~2", Fuzzy("ministu", 2)),
        ("title:ministu~2/3", Fuzzy("ministu", 2, 3, "title")),
        ("a~b", Word("a~b")),
        ("/minist(ru|rul)/", Regex("minist(ru|rul)")),
        ("title:/[a-f]+/", Regex("[a-f]+", "title")),
        (r"/a\/b/", Regex(r"a\/b")),
        ("-/ab/ c", And((C, Not(Regex("ab"))))),
        ("(/ab/)", Regex("ab")),
        ("și/sau", Word("și/sau")),
        ("/etc/passwd", Word("/etc/passwd")),
        ("source:zf*", KeywordLike("source", Prefix("zf"))),
        ("source:/zf.ro|digi24/", KeywordLike("source", Regex("zf.ro|digi24"))),
        ("entity:(Kim* Rus~1)", Or((KeywordLike("entities", Prefix("Kim")), KeywordLike("entities", Fuzzy("Rus"))))),
        ("source:(zf digi24)", Or((KeywordIs("source", "zf"), KeywordIs("source", "digi24")))),
        ("source:*", Exists("source")),
        ("title:* a", And((A, Exists("title")))),
        ("a minist*", Or((A, Prefix("minist")))),
    ],
)
def test_patterns(text: str, tree: Query) -> None:
    assert parse(text, NEWS) == tree


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("=fața", Exact("fața")),
        ('="muzeul memorial"', Exact("muzeul memorial")),
        ("title:=fața", Exact("fața", "title")),
        ('title:="muzeul memorial"', Exact("muzeul memorial", "title")),
        ("title:(=a b)", Or((Exact("a", "title"), Word("b", "title")))),
        ("a=b", Word("a=b")),
        ('"a b"~3', Sloppy("a b", 3)),
        ("„a b”~3", Sloppy("a b", 3)),
        ('title:"a b"~3', Sloppy("a b", 3, "title")),
        ('"a b"~0', Phrase("a b")),
        ("a NEAR/3 b", Near((A, B), 3)),
        ("a ADJ/0 b", Near((A, B), 0, ordered=True)),
        ("a NEAR/3 b NEAR/3 c", Near((A, B, C), 3)),
        ("a AND b NEAR/3 c", And((A, Near((B, C), 3)))),
        ("a b NEAR/3 c", Or((A, Near((B, C), 3)))),
        ("a -(b NEAR/3 c)", And((A, Not(Near((B, C), 3))))),
        ('(a OR b) NEAR/3 "c d"', Near((Or((A, B)), Phrase("c d")), 3)),
        ("a NEAR/3 min* NEAR/3 =c", Near((A, Prefix("min"), Exact("c")), 3)),
        ("title:(a NEAR/3 b)", Near((Word("a", "title"), Word("b", "title")), 3)),
        ("title:a NEAR/3 title:b", Near((Word("a", "title"), Word("b", "title")), 3)),
        ("near/3 NEAR NEAR/x", Or((Word("near/3"), Word("NEAR"), Word("NEAR/x")))),
        ('"NEAR/3"', Phrase("NEAR/3")),
    ],
)
def test_places(text: str, tree: Query) -> None:
    assert parse(text, NEWS) == tree


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a^2", Boost(A, 2.0)),
        ("a^0.5 b", Or((Boost(A, 0.5), B))),
        ("title:a^2", Boost(Word("a", "title"), 2.0)),
        ("-a^2 b", And((B, Not(Boost(A, 2.0))))),
        ('"a b"^2', Boost(Phrase("a b"), 2.0)),
        ('"a b"~3^2', Boost(Sloppy("a b", 3), 2.0)),
        ("min*^2", Boost(Prefix("min"), 2.0)),
        ("a~1^2", Boost(Fuzzy("a"), 2.0)),
        ("/ab/^2", Boost(Regex("ab"), 2.0)),
        ("=a^2", Boost(Exact("a"), 2.0)),
        ("(a b)^2", Boost(Or((A, B)), 2.0)),
        ("title:(a b)^2", Boost(Or((Word("a", "title"), Word("b", "title"))), 2.0)),
        ("(a NEAR/1 b)^2", Boost(Near((A, B), 1), 2.0)),
        ("((a)^2)^3", Boost(Boost(A, 2.0), 3.0)),
        ("a^=2", Constant(A, 2.0)),
        ("source:zf^=2", Constant(KeywordIs("source", "zf"), 2.0)),
        ("source:zf^=2 a", Or((Constant(KeywordIs("source", "zf"), 2.0), A))),
        ("*^=1.5", Constant(All(), 1.5)),
        ("(a -b)^=1", Constant(And((A, Not(B))), 1.0)),
        ("x^y", Word("x^y")),
    ],
)
def test_weights(text: str, tree: Query) -> None:
    assert parse(text, NEWS) == tree


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("pages:120", 120, 120),
        ("pages:-2,5", -2.5, -2.5),
        ("pages:1e3", 1000, 1000),
        ("pages:-0", 0, 0),
        ("pages:[10 TO 20]", 10, 20),
        ("pages:{10 TO 20}", math.nextafter(10, 11), math.nextafter(20, 19)),
        ("pages:[10 TO *]", 10, None),
        ("pages:[TO 20]", None, 20),
        ("pages:>=10", 10, None),
        ("pages:>10", math.nextafter(10, 11), None),
        ("pages:<=10", None, 10),
        ('pages:<"10"', None, math.nextafter(10, 9)),
        ('pages:"10"', 10, 10),
    ],
)
def test_numbers(text: str, low: float | None, high: float | None) -> None:
    assert parse(text, PAGES) == NumberRange("pages", low, high)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("pages:x", "'x' is no number"),
        ("pages:>=", "a number is missing"),
        ("pages:[20 TO 10]", "runs backwards: 20 is more than 10"),
        ("pages:{1 TO 1}", "the range is empty"),
        ("pages:[1]", "one TO between"),
        ("pages:nan", "'nan' is no number"),
        ("pages:1e999", "'1e999' is no number"),
        ("pages:1*", "'1*' is no number"),
        ("pages:/1/", "patterns are for words"),
    ],
)
def test_no_numbers(text: str, what: str) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        parse(text, PAGES)
    assert what in caught.value.message


@pytest.mark.parametrize("conjunction", ["ŞI", "ȘI", "SI", "S\u0326I", "S\u0327I", "AND"])
def test_romanian_operators(conjunction: str) -> None:
    assert parse(f"a {conjunction} b", NEWS, romanian=True) == And((A, B))
    assert parse(f"a {conjunction} b SAU c", NEWS, romanian=True) == Or((And((A, B)), C))
    assert parse("a NU b", NEWS, romanian=True) == And((A, Not(B)))


def test_romanian_operators_are_words_unless_asked_for() -> None:
    words = Or((A, Word("ŞI"), B, Word("SAU"), Word("NU"), C))
    assert parse("a ŞI b SAU NU c", NEWS) == words
    lower = Or((A, Word("şi"), B, Word("Sau"), Word("nu"), C))
    assert parse("a şi b Sau nu c", NEWS, romanian=True) == lower


@pytest.mark.parametrize(
    ("query", "text"),
    [
        (Prefix("a(b"), r"/a\(b.*/"),
        (Prefix("a b"), r"/a\x{20}b.*/"),
        (Wildcard("a?"), "/a./"),
        (Wildcard("a|*"), r"/a\|.*/"),
        (Regex("a/ b"), r"/a\x{2f}\x{20}b/"),
        (Regex(""), "/()/"),
        (Exact("a-b"), '="a-b"'),
        (Boost(A, 1e-05), "a^0.00001"),
        (Boost(Not(A), 2.0), "NOT a"),
        (Boost(Phrase("a^2"), 2.0), '("a^2")^2'),
        (Boost(Phrase("a", "title"), 2.0), '(title:"a")^2'),
        (Not(Near((A, B), 2)), "NOT (a NEAR/2 b)"),
        (Constant(Not(A), 1.0), "(NOT a)^=1"),
        (KeywordLike("source", Prefix("zf")), "source:zf*"),
        (NumberRange("pages", None, 1e21), "pages:[* TO 1000000000000000000000]"),
    ],
)
def test_printing(query: Query, text: str) -> None:
    assert str(query) == text
    parse(text, PAGES)
