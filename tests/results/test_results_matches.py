"""Matches against a brute-force search for every leaf at every token."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from searchlib.analysis import TextToken
from searchlib.results.matches import Match, find_matches
from searchlib.search.leaves import Leaf

TERMS = ("a", "b", "c", "d")


def token(position: int, *terms: str, start: int | None = None, end: int | None = None) -> TextToken:
    start = position * 10 if start is None else start
    return TextToken("?", start, start + 5 if end is None else end, position, terms)


def word(term: str) -> Leaf:
    return Leaf("body", ((0, term),))


def phrase(*terms: str) -> Leaf:
    return Leaf("body", tuple(enumerate(terms)))


def test_a_word_matches_every_token_that_holds_it() -> None:
    tokens = [token(0, "a", "b"), token(1, "b"), token(2, "a")]
    assert find_matches(tokens, [word("b"), word("a")]) == [
        Match(0, 5, 0),
        Match(0, 5, 1),
        Match(10, 15, 0),
        Match(20, 25, 1),
    ]


def test_a_phrase_matches_only_where_it_stands() -> None:
    tokens = [token(0, "a"), token(1, "b"), token(2, "b"), token(3, "a"), token(4, "a"), token(5, "b")]
    assert find_matches(tokens, [phrase("a", "b")]) == [Match(0, 15, 0), Match(40, 55, 0)]


def test_a_phrase_may_leave_out_positions() -> None:
    tokens = [token(0, "a"), token(1, "x"), token(2, "b"), token(3, "a"), token(4, "b")]
    assert find_matches(tokens, [Leaf("body", ((0, "a"), (2, "b")))]) == [Match(0, 25, 0)]


def test_a_phrase_of_one_term_twice_needs_it_twice() -> None:
    assert find_matches([token(0, "a")], [phrase("a", "a")]) == []
    assert find_matches([token(0, "a"), token(1, "a")], [phrase("a", "a")]) == [Match(0, 15, 0)]


def test_two_terms_at_one_position_are_one_place() -> None:
    tokens = [
        token(0, "whole", start=0, end=12),
        token(0, "nord", start=0, end=4),
        token(1, "coreean", start=5, end=12),
    ]
    leaves = [word("whole"), phrase("nord", "coreean"), Leaf("body", ((0, "whole"), (0, "nord")))]
    assert find_matches(tokens, leaves) == [Match(0, 12, 0), Match(0, 12, 1), Match(0, 12, 2)]


def test_nothing_matches_nothing() -> None:
    assert find_matches([], [word("a")]) == []
    assert find_matches([token(0, "a")], []) == []
    assert find_matches([token(0, "a")], [Leaf("body", ())]) == []


tokens_of_text = st.lists(st.lists(st.sampled_from(TERMS), min_size=1, max_size=2, unique=True), max_size=12).map(
    lambda places: [token(position, *terms) for position, terms in enumerate(places)]
)
leaves_of_query = st.lists(
    st.dictionaries(st.integers(0, 3), st.sampled_from(TERMS), min_size=1, max_size=3).map(
        lambda terms: Leaf("body", tuple(sorted(terms.items())))
    ),
    max_size=4,
)


@given(tokens_of_text, leaves_of_query)
def test_the_same_as_looking_everywhere(tokens: list[TextToken], leaves: list[Leaf]) -> None:
    expected: set[Match] = set()
    for number, leaf in enumerate(leaves):
        for base in range(-4, len(tokens)):
            places = [(base + relative, term) for relative, term in leaf.terms]
            if all(0 <= at < len(tokens) and term in tokens[at].terms for at, term in places):
                spans = [(tokens[at].start, tokens[at].end) for at, _ in places]
                expected.add(Match(min(s for s, _ in spans), max(e for _, e in spans), number))
    assert find_matches(tokens, leaves) == sorted(expected)
