"""What a question marks in a text, by looking at every token of it: shares no code with what makes snippets."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from reference.patterns import distance
from searchlib.analysis import Analyzer, TextToken, Token, split

__all__ = ["Asked", "Spans", "spans_of"]

Span = tuple[int, int]


class Spans(NamedTuple):
    """Half-open character offsets: of all that is to be marked, and of what may be besides."""

    certain: set[Span]
    possible: set[Span]


class Asked(NamedTuple):
    """A question as the test made it: its text in the query language, its kind, and the words it is made of."""

    query: str
    kind: str
    words: tuple[str, ...]


def spans_of(asked: Asked, tokens: Sequence[TextToken], analyzer: Analyzer, field: str) -> Spans:
    """Return what is to be marked in a text of a field, of which these are all tokens."""
    match asked.kind:
        case "words" | "excluding":
            return Spans({span for word in asked.words for span in _word(word, tokens, analyzer)}, set())
        case "phrase":
            return Spans(_phrase(" ".join(asked.words), tokens, analyzer), set())
        case "title":
            return Spans(_phrase(" ".join(asked.words), tokens, analyzer) if field == "title" else set(), set())
        case "prefix":
            return Spans(_looking(tokens, lambda word: word.startswith(asked.words[0])), set())
        case "fuzzy":
            return Spans(_looking(tokens, lambda word: distance(asked.words[0], word) <= 1), set())
        case "exact":
            [letters] = [token.exact[-1] for token in _tokens(asked.words[0], analyzer)]
            return Spans({_span(token) for token in tokens if token.exact and token.exact[-1] == letters}, set())
        case "slop":
            # Which of several words near each other are taken is told elsewhere; but none that is far from the others.
            return Spans(set(), _near(asked.words, tokens, analyzer, 2))
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


def _near(words: Sequence[str], tokens: Sequence[TextToken], analyzer: Analyzer, others: int) -> set[Span]:
    """Return the tokens of words that have all words around them, with few others between."""
    terms = [term for word in words for _, term in _parts(word, analyzer)]
    reach = others + len(terms)
    found: set[Span] = set()
    for token in tokens:
        if not set(terms) & set(token.terms):
            continue
        around = {t for other in tokens if abs(other.position - token.position) < reach for t in other.terms}
        if set(terms) <= around:
            found.add(_span(token))
    return found
