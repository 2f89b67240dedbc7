"""Where the text of a hit matches: the very tokens and phrases that the engine matched."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from searchlib.analysis import TextToken
    from searchlib.search.leaves import Leaf

__all__ = ["Match", "find_matches"]


class Match(NamedTuple):
    """One occurrence of a leaf of the query in a text.

    Parameters
    ----------
    start, end : int
        Character offsets into the text, half open.
    leaf : int
        Which leaf: its place among those given to `find_matches`.
    """

    start: int
    end: int
    leaf: int


def find_matches(tokens: Iterable[TextToken], leaves: Sequence[Leaf]) -> list[Match]:
    """Return every occurrence of `leaves` among the `tokens` of one text, ordered by place.

    A leaf of one term matches each token that holds it. A leaf of several terms is a phrase: it matches where
    each of its terms stands at its own relative position, and the match reaches from the first of those tokens
    to the last. Costs time in proportion to the tokens and the matches.

    Parameters
    ----------
    tokens : Iterable[TextToken]
        What `searchlib.analysis.analyze_text` gives for the text.
    leaves : Sequence[Leaf]
        The positive text parts of a query on the field that the text is from.

    Returns
    -------
    list[Match]
        Ordered by start, then end, then leaf. Matches may overlap.
    """
    wanted = {term for leaf in leaves for _, term in leaf.terms}
    places: dict[str, list[TextToken]] = {term: [] for term in wanted}
    for token in tokens:
        for term in token.terms:
            if term in wanted:
                places[term].append(token)
    matches: set[Match] = set()
    for number, leaf in enumerate(leaves):
        if len(leaf.terms) == 1:
            matches.update(Match(token.start, token.end, number) for token in places[leaf.terms[0][1]])
        elif leaf.terms:
            matches.update(Match(start, end, number) for start, end in _phrases(leaf.terms, places))
    return sorted(matches)


def _phrases(terms: Sequence[tuple[int, str]], places: dict[str, list[TextToken]]) -> list[tuple[int, int]]:
    """Return the span of every occurrence of a phrase, starting the look-ups from its rarest term."""
    at_positions: list[tuple[int, dict[int, TextToken]]] = []
    for relative, term in terms:
        by_position: dict[int, TextToken] = {}
        for token in places[term]:
            by_position.setdefault(token.position, token)
        at_positions.append((relative, by_position))
    at_positions.sort(key=lambda entry: len(entry[1]))
    rarest_relative, rarest = at_positions[0]
    spans: list[tuple[int, int]] = []
    for position in rarest:
        base = position - rarest_relative
        found = [by_position.get(base + relative) for relative, by_position in at_positions]
        standing = [token for token in found if token is not None]
        if len(standing) == len(found):
            spans.append((min(token.start for token in standing), max(token.end for token in standing)))
    return spans
