"""What a question marks in a text, by looking at every token of it: shares no code with what makes snippets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from reference.patterns import distance
from searchlib.analysis import Analyzer, TextToken, Token, split
from searchlib.analysis.multilingual import further_term, languages_of

__all__ = ["SLOP", "Asked", "Span", "spans_of"]

Span = tuple[int, int]
"""Half-open character offsets."""
Placed = tuple[int, Span]
"""The position of a word, and where its letters are."""
SLOP = 2
"""Other words that may stand among those of a question of the kind "slop"."""


class Asked(NamedTuple):
    """A question as the test made it: its text in the query language, its kind, and the words it is made of."""

    query: str
    kind: str
    words: tuple[str, ...]


def spans_of(asked: Asked, tokens: Sequence[TextToken], analyzer: Analyzer, field: str) -> set[Span]:
    """Return all that is to be marked in a text of a field, of which these are all tokens."""
    match asked.kind:
        case "words" | "excluding":
            return {span for word in asked.words for span in _word(word, tokens, analyzer)}
        case "phrase":
            return _phrase(" ".join(asked.words), tokens, analyzer)
        case "title":
            return _phrase(" ".join(asked.words), tokens, analyzer) if field == "title" else set()
        case "prefix":
            return _looking(tokens, lambda word: word.startswith(asked.words[0]))
        case "fuzzy":
            return _looking(tokens, lambda word: distance(asked.words[0], word) <= 1)
        case "exact":
            [letters] = [token.exact[-1] for token in _tokens(asked.words[0], analyzer)]
            return {_span(token) for token in tokens if token.exact and token.exact[-1] == letters}
        case "slop":
            terms = [_parts(" ".join(asked.words), analyzer)]
            for language in languages_of(analyzer):
                parts = _parts(" ".join(asked.words), language)
                terms.append([(at, further_term(language.name, term)) for at, term in parts])
            return {span for one in terms for span in _sloppy(one, tokens, SLOP)}
        case _:
            raise AssertionError(asked.kind)


def _span(token: TextToken) -> Span:
    return token.start, token.end


def _tokens(text: str, analyzer: Analyzer) -> list[Token]:
    forms = analyzer.analyze_forms([text[start:end] for start, end in split(text)])
    return [token for form in forms for token in form.tokens if token.role == "part"]


def _parts(text: str, analyzer: Analyzer, role: str = "part") -> list[tuple[int, str]]:
    """Return the positions and terms of a text's words in a role."""
    found: list[tuple[int, str]] = []
    position = 0
    for form in analyzer.analyze_forms([text[start:end] for start, end in split(text)]):
        found += [(position + token.position, token.term) for token in form.tokens if token.role == role]
        position += form.width
    return found


def _word(word: str, tokens: Sequence[TextToken], analyzer: Analyzer) -> set[Span]:
    """A word is its parts, side by side, or the whole."""
    wholes = {term for _, term in _parts(word, analyzer, "whole")}
    return _phrase(word, tokens, analyzer) | {_span(token) for token in tokens if wholes & set(token.terms)}


def _phrase(text: str, tokens: Sequence[TextToken], analyzer: Analyzer) -> set[Span]:
    """Return the spans of words side by side: from every position of the text."""
    parts = _parts(text, analyzer)
    if not parts:
        return set()
    by_position: dict[int, list[TextToken]] = {}
    for token in tokens:
        by_position.setdefault(token.position, []).append(token)
    found: set[Span] = set()
    for start in by_position:
        places = [
            [token for token in by_position.get(start + at - parts[0][0], ()) if term in token.terms]
            for at, term in parts
        ]
        if all(places):
            first = [one[0] for one in places]
            found.add((min(token.start for token in first), max(token.end for token in first)))
    if len(parts) == 1:  # several tokens at one position are each that word
        found |= {_span(token) for token in tokens if parts[0][1] in token.terms}
    return found


def _looking(tokens: Iterable[TextToken], fits: Callable[[str], bool]) -> set[Span]:
    return {_span(token) for token in tokens if any(map(fits, token.exact))}


def _sloppy(terms: list[tuple[int, str]], tokens: Sequence[TextToken], slop: int) -> set[Span]:
    """Return the words that stand in this order with few others among them, from left to right, none used twice."""
    places = [sorted((token.position, _span(token)) for token in tokens if term in token.terms) for _, term in terms]
    if len(terms) < 2:
        return {span for part in places for _, span in part}
    reach = slop + terms[-1][0] - terms[0][0] + 1
    found: set[Span] = set()
    behind = -1
    for last in places[-1]:
        ways = [way for way in _ways(places[:-1], last, reach) if way[0][0] > behind]
        if ways:
            # The fewest others stand among those that begin last; of these, each word stands as early as it can.
            nearest = max(way[0][0] for way in ways)
            best = min((way for way in ways if way[0][0] == nearest), key=lambda way: way[::-1])
            found |= {span for _, span in best}
            behind = last[0]
    return found


def _ways(parts: Sequence[list[Placed]], last: Placed, reach: int) -> Iterator[tuple[Placed, ...]]:
    """Yield every way to choose one place of each part before `last` so that all take up at most `reach` positions."""
    if not parts:
        yield (last,)
        return
    for place in parts[-1]:
        taken = last[0] - place[0]
        if 0 < taken < reach:
            yield from ((*way, last) for way in _ways(parts[:-1], place, reach - taken))
