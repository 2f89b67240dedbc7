"""Every refusal says what is wrong, where, and what to write instead; none takes long."""

from __future__ import annotations

import pytest

from searchlib.errors import QuerySyntaxError
from searchlib.query import And, Not, Or, Query, parse
from searchlib.schema import NEWS


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
        ("source:*", 7, "only punctuation"),
        ("muzeu*", 5, "no operator *"),
        ("muzeu^2", 5, "no operator ^2"),
        ('"a b"~3', 5, "no operator ~3"),
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
        ("title:[a TO b]", 6, "ranges are for dates"),
        ("title:[a", 6, "ranges are for dates"),
        ('title:>="a"', 6, ">= compares dates"),
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


@pytest.mark.parametrize(
    "text", ["(" * 10_000, "(" * 8_000, "NOT " * 2_000, "-" * 8_000, "((a)OR" * 1_200, "«" * 4_000, "x:[ " * 2_000]
)
def test_the_deepest_nonsense_is_refused(text: str) -> None:
    """How soon is for `benchmarks/` to say; a parser that recursed or backtracked would not come back at all."""
    assert 0 <= refusal(text).position < len(text)
