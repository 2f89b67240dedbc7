"""For any text: a tree or a `QuerySyntaxError`. For any tree: printing and parsing keep its meaning."""

from __future__ import annotations

import itertools
from typing import Literal

from hypothesis import example, given
from hypothesis import strategies as st

from searchlib.errors import QuerySyntaxError
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
    parse,
    scores,
)
from searchlib.schema import NEWS

PIECES = [
    *("a", "b", "soldaților", "nord-coreean", "19:57", "http://zf.ro", "x:y", "#tag", "*", ".", "\u0301", "\\"),
    *("AND", "OR", "NOT", "&&", "||", "-", "+", "(", ")", '"', "„", "”", "“", "«", "»", "[", "]", "{", "}"),
    *("title:", "entity:", "source:", "date:", "url:", "nofield:", "none", ">=", "<", " TO ", "2025", "2025-10-24"),
    *("date:[2025 TO 2026]", "date:>=2025", "entity:(a b)", '"muzeul memorial"', "date:none", "^2", "~"),
]
TEXTS = st.lists(st.sampled_from([*PIECES, " ", " ", " "]), max_size=14).map("".join)
OPERATORS = st.sampled_from(["or", "and"])


def parsed(text: str, operator: Literal["or", "and"] = "or") -> Query | None:
    """Return the tree; None for a query that is refused, as it should be."""
    try:
        return parse(text, NEWS, default_operator=operator)
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
        assert parse(str(tree), NEWS) == tree
        assert parse(str(tree), NEWS, default_operator="and") == tree


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
    again = parse(str(tree), NEWS)
    for document in DOCUMENTS:
        assert meaning(again, document) == meaning(tree, document)


LETTERS = st.text(st.characters(categories=["L", "Nd"]), min_size=1, max_size=4)
PRINTABLE = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
SECONDS = st.integers(-(2**35), 2**37)
LEAVES: st.SearchStrategy[Query] = st.one_of(
    st.builds(Word, LETTERS.filter(lambda t: t not in {"AND", "OR", "NOT"}), st.sampled_from([None, "title", "body"])),
    st.builds(lambda a, b, f: Phrase(a + b, f), PRINTABLE, LETTERS, st.sampled_from([None, "title", "body"])),
    st.builds(KeywordIs, st.sampled_from(["source", "entities"]), PRINTABLE.filter(str.strip)),
    st.builds(lambda a, n: DateRange("date", a, a + n), SECONDS, st.integers(1, 10**9)),
    st.builds(lambda a: DateRange("date", a, None), SECONDS),
    st.builds(lambda a: DateRange("date", None, a), SECONDS),
    st.just(Undated("date")),
)


@st.composite
def expressible(draw: st.DrawFn, depth: int = 3, kind: type[And | Or] = Or) -> Query:
    """Draw a tree in the form that the parser gives: groups alternate and hold two children or more."""
    if depth == 0 or draw(st.booleans()):
        return draw(LEAVES)
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
    assert parse(str(tree), NEWS) == tree
    assert parse(str(tree), NEWS, default_operator="and") == tree
