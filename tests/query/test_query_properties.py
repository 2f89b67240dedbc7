"""For any text: a tree or a `QuerySyntaxError`. For any tree: printing and parsing keep its meaning."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Literal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from searchlib.errors import QuerySyntaxError
from searchlib.query import (
    All,
    And,
    Boost,
    Constant,
    DateRange,
    Exact,
    Exists,
    Filter,
    Fuzzy,
    KeywordIs,
    KeywordLike,
    Near,
    Not,
    Nothing,
    NumberRange,
    Or,
    Phrase,
    Prefix,
    Query,
    Regex,
    Sloppy,
    Undated,
    Wildcard,
    Word,
    parse,
    scores,
    understand,
)
from searchlib.schema import NEWS, Number, Schema

SCHEMA = Schema({**NEWS.fields, "pages": Number()}, key=NEWS.key, aliases=NEWS.aliases)

PIECES = [
    *("a", "b", "soldaților", "nord-coreean", "19:57", "http://zf.ro", "x:y", "#tag", "*", ".", "\u0301", "\\"),
    *("AND", "OR", "NOT", "&&", "||", "-", "+", "(", ")", '"', "„", "”", "“", "«", "»", "[", "]", "{", "}"),
    *("title:", "entity:", "source:", "date:", "url:", "nofield:", "none", ">=", "<", " TO ", "2025", "2025-10-24"),
    *("date:[2025 TO 2026]", "date:>=2025", "entity:(a b)", '"muzeul memorial"', "date:none", "^2", "~"),
    *(
        "~1",
        "~2/3",
        "^=2",
        "^0",
        "minist*",
        "mi?t*r",
        "?",
        "=",
        '="',
        "=fața",
        " NEAR/3 ",
        " ADJ/2 ",
        "/a|b/",
        "/(a/",
        "/",
    ),
    *("pages:", "pages:[1 TO 2]", "pages:>=1", "date:ieri", 'date:"ultimele 7 zile"', " ŞI ", "SAU", "NU ", '"a b"~3'),
]
TEXTS = st.lists(st.sampled_from([*PIECES, " ", " ", " "]), max_size=14).map("".join)
OPERATORS = st.sampled_from(["or", "and"])


def parsed(text: str, operator: Literal["or", "and"] = "or") -> Query | None:
    """Return the tree; None for a query that is refused, as it should be."""
    try:
        return parse(text, SCHEMA, default_operator=operator)
    except QuerySyntaxError as caught:
        error = caught
    assert error.query == text
    assert 0 <= error.position <= len(text)
    assert ";" in error.message
    return None


@given(st.text() | st.text(alphabet=st.characters(categories=["Cs", "Cc", "Zs", "Po"])) | TEXTS, OPERATORS)
@example("\ud83d", "or")
@example("date:9999-12-31", "or")
@example("date:[0001-01-01 TO 9999]", "or")
def test_any_text_is_a_tree_or_a_syntax_error(text: str, operator: Literal["or", "and"]) -> None:
    tree = parsed(text, operator)
    if tree is not None:
        assert parse(str(tree), SCHEMA) == tree
        assert parse(str(tree), SCHEMA, default_operator="and") == tree


@given(st.text() | TEXTS, OPERATORS, st.booleans())
@example("(" * 200, "or", False)
@example('"\ud83d', "and", True)
def test_any_text_is_understood(text: str, operator: Literal["or", "and"], romanian: bool) -> None:
    understood = understand(text, SCHEMA, default_operator=operator, romanian=romanian)
    assert parse(str(understood), SCHEMA) == parse(str(understood), SCHEMA, default_operator="and")
    if not understood.notes:
        assert parse(text, SCHEMA, default_operator=operator, romanian=romanian) == understood.query
        return
    with pytest.raises(QuerySyntaxError) as caught:
        parse(text, SCHEMA, default_operator=operator, romanian=romanian)
    assert caught.value.message == understood.notes[0].message
    assert caught.value.position == understood.notes[0].position


@given(st.lists(st.text(st.characters(categories=["L", "N"]), min_size=1), min_size=1, max_size=8), OPERATORS)
@example(["a", "OR", "b"], "or")
@example(["AND"], "and")
def test_plain_words_mean_the_same_with_and_without_the_short_cut(
    words: list[str], operator: Literal["or", "and"]
) -> None:
    spaced = parsed(" ".join(words), operator)
    assert spaced == parsed("\t".join(words), operator)


def trees(leaves: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
    def groups(inner: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
        children = st.lists(inner, min_size=1, max_size=4).map(tuple)
        return st.one_of(children.map(And), children.map(Or), inner.map(Not), inner.map(Filter))

    return st.recursive(leaves, groups, max_leaves=10)


ATOMS: list[Query] = [Word("a"), Word("b", "title"), Phrase("c"), KeywordIs("source", "d"), Undated("date")]


def meaning(query: Query, document: frozenset[Query]) -> tuple[bool, int]:
    """Return whether a document, the set of the atoms it matches, matches, and its score."""
    if query in ATOMS:
        matches = query in document
        return matches, 10 ** ATOMS.index(query) if matches and scores(query) else 0
    if isinstance(query, (And, Or)):
        results = [meaning(child, document) for child in query.children]
        matches = all(m for m, _ in results) if isinstance(query, And) else any(m for m, _ in results)
        return matches, sum(s for _, s in results) if matches else 0
    if isinstance(query, (Not, Filter)):
        return meaning(query.child, document)[0] != isinstance(query, Not), 0
    return isinstance(query, All), 0


DOCUMENTS = [frozenset(c) for n in range(len(ATOMS) + 1) for c in itertools.combinations(ATOMS, n)]


@given(trees(st.sampled_from([*ATOMS, All(), Nothing()])))
def test_printing_and_parsing_any_tree_keeps_what_it_matches_and_scores(tree: Query) -> None:
    again = parse(str(tree), SCHEMA)
    for document in DOCUMENTS:
        assert meaning(again, document) == meaning(tree, document)


LETTERS = st.text(st.characters(categories=["L", "Nd"]), min_size=1, max_size=4)
PRINTABLE = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
SECONDS = st.integers(-(2**35), 2**37)
FIELDS = st.sampled_from([None, "title", "body"])
WORDS = LETTERS.filter(lambda t: t not in {"AND", "OR", "NOT"})
SHAPES = st.lists(st.sampled_from(["a", "ș", "9", "*", "?"]), min_size=2, max_size=8).map("".join)
FRACTIONS = st.floats(0, 1000, exclude_min=True).map(lambda value: round(value, 6)).filter(bool)
NUMBERS = st.floats(allow_nan=False, allow_infinity=False).map(lambda value: value + 0.0)
EXPRESSIONS = st.recursive(
    st.sampled_from(["a", "ș", ".", "\\.", "[a-c]", "[^x]", "\\d", "\\x{20}", "()"]),
    lambda inner: (
        st.tuples(inner, inner).map("".join)
        | st.tuples(inner, inner).map("|".join)
        | st.tuples(inner, st.sampled_from(["*", "+", "?", "{2}", "{1,3}", "{2,}"])).map(lambda p: f"({p[0]}){p[1]}")
    ),
    max_leaves=6,
)
EDITS, FIRST = st.integers(1, 2), st.integers(0, 5)
PATTERNS: st.SearchStrategy[Prefix | Wildcard | Fuzzy | Regex] = st.one_of(
    st.builds(Prefix, LETTERS, FIELDS),
    st.builds(Wildcard, SHAPES.filter(lambda t: "*" in t[:-1] and t[-1] != "?" and t.strip("*?")), FIELDS),
    st.builds(Fuzzy, LETTERS, EDITS, FIRST, FIELDS),
    st.builds(Regex, EXPRESSIONS, FIELDS),
)
TEXTUAL: st.SearchStrategy[Query] = st.one_of(
    st.builds(Word, WORDS, FIELDS),
    st.builds(lambda a, b, f: Phrase(a + b, f), PRINTABLE, LETTERS, FIELDS),
    st.builds(lambda a, b, f: Exact(a + b, f), PRINTABLE, LETTERS, FIELDS),
    PATTERNS,
)
LEAVES: st.SearchStrategy[Query] = st.one_of(
    TEXTUAL,
    st.builds(lambda a, b, n, f: Sloppy(a + b, n, f), PRINTABLE, LETTERS, st.integers(1, 1000), FIELDS),
    st.builds(KeywordIs, st.sampled_from(["source", "entities"]), PRINTABLE.filter(str.strip)),
    st.builds(lambda f, p: KeywordLike(f, replace(p, field=None)), st.sampled_from(["source", "entities"]), PATTERNS),
    st.builds(lambda a, n: DateRange("date", a, a + n), SECONDS, st.integers(1, 10**9)),
    st.builds(lambda a: DateRange("date", a, None), SECONDS),
    st.builds(lambda a: DateRange("date", None, a), SECONDS),
    st.just(Undated("date")),
    st.builds(Exists, st.sampled_from(["title", "source", "pages"])),
    st.builds(lambda a, b: NumberRange("pages", min(a, b), max(a, b)), NUMBERS, NUMBERS),
    st.builds(lambda a: NumberRange("pages", a, None), NUMBERS),
)


@st.composite
def nearby(draw: st.DrawFn) -> Query:
    """Draw words near each other: all of one field, groups of alternatives among them."""
    field = draw(FIELDS)
    leaf = TEXTUAL.map(lambda node: replace(node, field=field))  # type: ignore[type-var]
    part = leaf | st.lists(leaf, min_size=2, max_size=3).map(lambda nodes: Or(tuple(nodes)))
    return Near(tuple(draw(st.lists(part, min_size=2, max_size=4))), draw(st.integers(0, 1000)), draw(st.booleans()))


@st.composite
def expressible(draw: st.DrawFn, depth: int = 3, kind: type[And | Or] = Or) -> Query:
    """Draw a tree in the form that the parser gives: groups alternate and hold two children or more."""
    if depth == 0 or draw(st.booleans()):
        return draw(LEAVES | nearby())
    if draw(st.integers(0, 3)) == 0:
        child = draw(expressible(depth - 1, draw(st.sampled_from([And, Or]))))
        return (
            Constant(child, draw(FRACTIONS))
            if draw(st.booleans()) or not scores(child)
            else Boost(child, draw(FRACTIONS))
        )
    other = And if kind is Or else Or
    inner = expressible(depth - 1, other)
    children: list[Query] = draw(st.lists(inner, min_size=2, max_size=3))
    if draw(st.booleans()):
        children.append(Not(draw(expressible(depth - 1, draw(st.sampled_from([And, Or]))))))
    child = draw(inner)
    if scores(child):
        children.append(Filter(child))
    return kind(tuple(children))


@given(expressible() | expressible(kind=And))
def test_printing_and_parsing_gives_the_very_tree(tree: Query) -> None:
    assert parse(str(tree), SCHEMA) == tree
    assert parse(str(tree), SCHEMA, default_operator="and") == tree
