"""Every refusal says what is wrong, where, and what to write instead; none takes long."""

from __future__ import annotations

import contextlib
import time

import pytest

from searchlib.errors import QueryError, QuerySyntaxError
from searchlib.query import And, Limits, Not, Or, Query, parse, understand
from searchlib.schema import NEWS, Schema, Text


def refusal(text: str) -> QuerySyntaxError:
    with pytest.raises(QuerySyntaxError) as caught:
        parse(text, NEWS)
    return caught.value


@pytest.mark.parametrize(
    ("text", "position", "what"),
    [
        ("", 0, "the query is empty"),
        ("  \n", 0, "the query is empty"),
        ("a ()", 2, "nothing between the brackets"),
        ("a (b", 2, "never closed"),
        ("(a (b)", 0, "never closed"),
        ("a) b", 1, "never opened"),
        ('a "b c', 2, "no partner"),
        ("a „b c", 2, "no partner"),
        ("a »", 2, "no partner"),
        ('a ""', 2, "no word between"),
        ('a "..."', 2, "no word between"),
        ('entity:" "', 7, "no word between"),
        ("a - b", 2, "only punctuation"),
        ("a & b", 2, "only punctuation"),
        ("a -", 2, "only punctuation"),
        ("19:b*", 4, "* cannot stand there"),
        ("muzeu~3", 5, "~3 is no number of edits"),
        ("muzeu~", 5, "~ is no number of edits"),
        ("ab!c~1", 0, "no word that could have edits"),
        ("muzeu^0", 5, "^0 is no boost"),
        ("muzeu^1001", 5, "^1001 is no boost"),
        ("muzeu^1.2.3", 5, "^1.2.3 is no boost"),
        ("a^=0", 1, "^=0 is no boost"),
        ("source:zf^2", 9, "filters and has no score"),
        ("(source:zf)^2", 11, "filters and has no score"),
        ("AND^2", 0, "AND is an operator and has no weight"),
        ("*^2", 1, "filters and has no score"),
        ("date:2025^2", 9, "filters and has no score"),
        ('"a b"~x', 5, "~x cannot stand there"),
        ('"a b"~1001', 5, "1001 words are too far apart"),
        ("a NEAR/1001 b", 2, "1001 words are too far apart"),
        ("**", 0, "only punctuation"),
        ("a*" * 17, 0, "17 signs * and ?"),
        ("a*b*c*d*" * 900, 0, "3600 signs * and ?"),
        ("a" * 255 + "*", 0, "256 characters"),
        ("a" * 256 + "~1", 0, "no word that could have edits"),
        ("=", 0, "only punctuation"),
        ("=...", 1, "no word behind the ="),
        ("=muzeu*", 6, "* cannot stand there"),
        ("=muzeu~1", 6, "~1 cannot stand there"),
        ("source:=zf", 7, "= demands the letters of words in a text"),
        ('source:="zf"', 7, "= demands the letters of words in a text"),
        ("title:=(a b)", 7, "= cannot stand before a bracket"),
        ('source:"zf"~2', 11, "~2 stands behind a phrase only"),
        ('="a b"~2', 6, "~2 stands behind a phrase only"),
        ("date:2025*", 5, "'2025*' is no date"),
        ("date:/2025/", 5, "patterns are for words"),
        ("/a(b/", 2, "this bracket is never closed"),
        ("a title:/b)/", 10, "this bracket was never opened"),
        ("/[a/", 1, "this bracket is never closed"),
        ("/*a/", 1, "nothing stands before *"),
        ("/a**/", 3, "repeated again"),
        ("/a{/", 2, "a { starts a count"),
        ("/a{3,2}/", 2, "{3,2} is no count"),
        ("/a{256}/", 2, "{256} is no count"),
        ("/(a{250}){250}/", 9, "more than 1000 characters"),
        (r"/a\b/", 2, "means nothing here"),
        ("/^a/", 1, "^ means nothing here"),
        ("/[z-a]/", 3, "runs backwards"),
        ("/" + "(" * 60 + "/", 52, "more than 50 brackets"),
        ("NEAR/3 a", 0, "nothing stands before NEAR/3"),
        ("a AND NEAR/3 b", 6, "nothing stands before NEAR/3"),
        ("a NEAR/3", 2, "nothing follows NEAR"),
        ("a NEAR/3 -b", 9, "- cannot stand after NEAR"),
        ("-a NEAR/3 b", 10, "NEAR/3 joins what is no word"),
        ("a NEAR/3 source:b", 9, "NEAR/3 joins what is no word"),
        ("a NEAR/3 title:b", 9, "words of different fields"),
        ("a NEAR/3 b NEAR/4 c", 18, "another operator of its kind"),
        ("a NEAR/3 b ADJ/3 c", 17, "another operator of its kind"),
        ("a NEAR/3 (b NEAR/2 c)", 9, "NEAR/3 joins what is no word"),
        ("a" + " NEAR/1 a" * 8, 72, "more than 8 words"),
        ("a AND", 2, "nothing follows AND"),
        ("(a OR )", 3, "nothing follows OR"),
        ("a || && b", 5, "nothing stands before &&"),
        ("AND a", 0, "nothing stands before AND"),
        ("a (OR b)", 3, "nothing stands before OR"),
        ("NOT AND b", 4, "nothing stands before AND"),
        ("a NOT", 2, "nothing follows NOT"),
        ("a (b NOT) c", 5, "nothing follows NOT"),
        ("a dat:b", 2, "there is no field 'dat'; the fields are body"),
        ('a dat:"b"', 2, "there is no field 'dat'"),
        ("a dat:(b)", 2, "there is no field 'dat'"),
        ("dat:[2025 TO 2026]", 0, "there is no field 'dat'"),
        ("dat:>=2025", 0, "there is no field 'dat'"),
        ("a url:b", 2, "only stored"),
        ("a title:", 8, "nothing follows title:"),
        ("a title: b", 8, "nothing follows title:"),
        ("title:-a", 6, "- cannot stand after title:"),
        ("title:[a TO b]", 6, "ranges are for dates and numbers"),
        ("title:[a", 6, "ranges are for dates and numbers"),
        ('title:>="a"', 6, ">= compares dates and numbers"),
        ("date:>=(2025)", 7, "cannot stand before a bracket"),
        ("date:(a)", 6, "'a' is no date"),
        ("a date:2025-13", 7, "'2025-13' is no date"),
        ("date:2025-02-30", 5, "'2025-02-30' is no date"),
        ('date:"x y"', 6, "'x y' is no date"),
        ("date:>=x", 7, "'x' is no date"),
        ("date:>=", 7, "no date follows >="),
        ("date:[2025", 5, "has no end"),
        ("date:[2025-10-01]", 5, "one TO between"),
        ("date:[1 TO 2 TO 3]", 5, "one TO between"),
        ("date:[2025 TO  x]", 15, "'x' is no date"),
        ('date:[ "x" TO 2025]', 8, "'x' is no date"),
        ("a date:[2026 TO 2025]", 7, "runs backwards: 2026 is later than 2025"),
        ("date:{2025 TO 2025}", 5, "the range is empty"),
        ("date:{2025-10-01 TO 2025-10-02}", 5, "the range is empty"),
        ("a \ud800", 2, "half of a character"),
        ("a " * 1025, 2048, "more than 1024 clauses"),
        ("a-b " * 1025, 4096, "more than 1024 clauses"),
        ("a" * 8193, 8192, "longer than 8192 bytes"),
        ("ș" * 4097, 4096, "longer than 8192 bytes"),
        ("(" * 101 + "a" + ")" * 101, 100, "more than 100 brackets"),
        ("NOT " * 101 + "a", 400, "more than 100 brackets"),
        ("-" * 101 + "a", 100, "more than 100 brackets"),
    ],
)
def test_refusals(text: str, position: int, what: str) -> None:
    error = refusal(text)
    assert what in error.message
    assert (error.query, error.position) == (text, position)
    complaint, _, hint = error.message.rpartition("; ")
    assert complaint
    assert hint


@pytest.mark.parametrize(
    "text",
    [
        "a " * 1024,
        "a-b " * 1024,
        "a" * 8192,
        "ș" * 4096,
        "(" * 100 + "a" + ")" * 100,
        "NOT " * 100 + "a",
        "-a " * 1000,  # signs that have found their word are no depth
        "(a) " * 1000,
    ],
)
def test_the_limits_themselves_are_allowed(text: str) -> None:
    parse(text, NEWS)


def depth(query: Query) -> int:
    if isinstance(query, (And, Or)):
        return 1 + max(map(depth, query.children))
    return 1 + depth(query.child) if isinstance(query, Not) else 1


def test_no_query_is_deeper_than_its_brackets() -> None:
    text = "a AND (b OR (" * 49 + "a" + "))" * 49
    assert depth(parse(text, NEWS)) <= 100


HOSTILE = [
    "(" * 10_000 + ")" * 10_000,
    "(" * 8_000,
    "NOT " * 2_000,
    "-" * 8_000,
    "((a)OR" * 1_200,
    "«" * 4_000,
    "x:[ " * 2_000,
    "a" * 20_000,
    "a*b*c*d*" * 1_000,
    "a?" * 4_000 + "a",
    "/" + "(" * 4_000 + "/",
    "/" + "a" * 8_000 + "/",
    "/" + "(a{255})" * 900 + "/",
    "/" + "[" * 8_000 + "/",
    "/a" * 4_000,
    "a~1" * 2_700,
    "a^" * 4_000,
    "a NEAR/1 " * 900 + "a",
    '"a"~' * 2_000,
    "=" * 8_000,
    "a:" * 4_000,
]


@pytest.mark.parametrize("text", HOSTILE)
def test_the_deepest_nonsense_is_refused_at_once(text: str) -> None:
    def once() -> float:
        start = time.process_time()
        with contextlib.suppress(QuerySyntaxError):
            parse(text, NEWS)
        understand(text, NEWS)
        return time.process_time() - start

    assert min(once() for _ in range(3)) < 0.1, "fifty milliseconds each, strictly and leniently"
    assert understand(text, NEWS).query


def test_limits_can_be_set() -> None:
    limits = Limits(size=20, depth=2, clauses=3)
    parse("((a)) b c", NEWS, limits=limits)
    for text, what in (("((a)) b c d", "3 clauses"), ("(((a)))", "2 brackets"), ("a" * 21, "20 bytes")):
        with pytest.raises(QuerySyntaxError, match=what):
            parse(text, NEWS, limits=limits)
    for wrong in ({"size": 0}, {"depth": 101}, {"terms": -1}, {"clauses": 1.5}):
        with pytest.raises(QueryError, match="limit"):
            Limits(**wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize("sign", ["*", "?", "/", "~", "{", "[", "=", "a^", 'date:"x', "pages:x", 'date:"a '])
def test_long_questions_have_short_errors(sign: str) -> None:
    for text in (
        sign * 1000,
        sign + "y" * 2000,
        sign + "y" * 2000 + '"',
        sign + "y " * 1000 + '"',
        "y" * 2000 + ':"x"',
    ):
        for note in understand(text, NEWS).notes:
            assert len(note.message) <= 802, note.message
            assert ";" in note.message


def test_fields_are_all_named_however_many_there_are() -> None:
    schema = Schema({f"field{number}": Text() for number in range(20)})
    with pytest.raises(QuerySyntaxError) as caught:
        parse('nowhere:"x"', schema)
    assert all(f"field{number}" in caught.value.message for number in range(20))
