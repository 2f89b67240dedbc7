"""Where the text of a hit matches: the very tokens and phrases that the engine matched."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from searchlib.results.nearby import Place, stand_together
from searchlib.search.leaves import Leaf, Looks, Together

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from searchlib.analysis import TextToken
    from searchlib.search.leaves import Mark

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


def find_matches(tokens: Iterable[TextToken], leaves: Sequence[Mark]) -> list[Match]:
    """Return every occurrence of `leaves` among the `tokens` of one text, ordered by place.

    A leaf of one term matches each token that holds it, one of looks each token that looks so, and each part of what
    stands together where it does. A leaf of several terms is a phrase: it matches where
    each of its terms stands at its own relative position, and the match reaches from the first of those tokens
    to the last. Costs time in proportion to the tokens and the matches.

    Parameters
    ----------
    tokens : Iterable[TextToken]
        What `searchlib.analysis.analyze_text` gives for the text.
    leaves : Sequence[Leaf | Looks | Together]
        The positive text parts of a query on the field that the text is from.

    Returns
    -------
    list[Match]
        Ordered by start, then end, then leaf. Matches may overlap.
    """
    known = _Tokens(tokens)
    matches: set[Match] = set()
    for number, leaf in enumerate(leaves):
        if isinstance(leaf, Together):
            parts = [[place for one in part for place in known.places(one)] for part in leaf.parts]
            for places in stand_together(parts, leaf.distance, ordered=leaf.ordered):
                matches.update(Match(place.start, place.end, number) for place in places)
        elif isinstance(leaf, Leaf) and len(leaf.terms) == 1:
            # Nearly all are such.
            matches.update([Match(token.start, token.end, number) for token in known.having(leaf.terms[0][1])])
        else:
            matches.update(Match(place.start, place.end, number) for place in known.places(leaf))
    return sorted(matches)


class _Tokens:
    """The tokens of a text by their terms."""

    def __init__(self, tokens: Iterable[TextToken]) -> None:
        self._all = list(tokens)
        self._by_term: dict[str, list[TextToken]] = {}
        for token in self._all:
            for term in token.terms:
                self._by_term.setdefault(term, []).append(token)

    def having(self, term: str) -> Sequence[TextToken]:
        """Return the tokens that have a term."""
        return self._by_term.get(term, ())

    def places(self, leaf: Leaf | Looks) -> list[Place]:
        """Return where a leaf stands."""
        if isinstance(leaf, Looks):
            return [_place(token, token) for token in self._looking(leaf)]
        if len(leaf.terms) == 1:
            return [_place(token, token) for token in self.having(leaf.terms[0][1])]
        return _phrases(leaf.terms, self._by_term) if leaf.terms else []

    def _looking(self, leaf: Looks) -> list[TextToken]:
        pairs = [(word, token) for token in self._all for word in _words(token, leaf)]
        accepted = leaf.accept([word for word, _ in pairs])
        return [token for (_, token), fits in zip(pairs, accepted, strict=True) if fits]


def _words(token: TextToken, leaf: Looks) -> Sequence[str]:
    if not leaf.printed:
        return token.terms
    return token.exact[-1:] if leaf.last else token.exact


def _place(first: TextToken, last: TextToken) -> Place:
    return Place(last.position, first.position, first.start, last.end)


def _phrases(terms: Sequence[tuple[int, str]], places: dict[str, list[TextToken]]) -> list[Place]:
    """Return the place of every occurrence of a phrase, starting the look-ups from its rarest term."""
    at_positions: list[tuple[int, dict[int, TextToken]]] = []
    for relative, term in terms:
        by_position: dict[int, TextToken] = {}
        for token in places.get(term, ()):
            by_position.setdefault(token.position, token)
        at_positions.append((relative, by_position))
    at_positions.sort(key=lambda entry: len(entry[1]))
    rarest_relative, rarest = at_positions[0]
    spans: list[Place] = []
    for position in rarest:
        base = position - rarest_relative
        found = [by_position.get(base + relative) for relative, by_position in at_positions]
        standing = [token for token in found if token is not None]
        if len(standing) == len(found):
            start, end = min(token.start for token in standing), max(token.end for token in standing)
            first, last = min(token.position for token in standing), max(token.position for token in standing)
            spans.append(Place(last, first, start, end))
    return spans
