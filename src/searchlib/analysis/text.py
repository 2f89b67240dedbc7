"""Analysing whole texts, for snippets, phrases and experiments; indexing goes another way."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from searchlib.analysis.native import split

if TYPE_CHECKING:
    from searchlib.analysis.protocol import Analyzer

__all__ = ["TextToken", "analyze_text"]


class TextToken(NamedTuple):
    """The terms that one stretch of a text gives at one position."""

    text: str
    """The letters as they stand."""
    start: int
    """Character offset in the whole text."""
    end: int
    position: int
    """In the whole text, from 0."""
    terms: tuple[str, ...]


def analyze_text(text: str, analyzer: Analyzer) -> list[TextToken]:
    """Analyse a text.

    Parameters
    ----------
    text : str
        Any text.
    analyzer : Analyzer
        As `searchlib.analysis.get` gives it.

    Returns
    -------
    list of TextToken
        By form, position and place. About 0.3 µs a character.

    Raises
    ------
    searchlib.errors.AnalyzerError
        If a registered function does not return terms.
    """
    spans = split(text)
    raws = [text[start:end] for start, end in spans]
    distinct = list(dict.fromkeys(raws))
    forms = dict(zip(distinct, analyzer.analyze_forms(distinct), strict=True))
    tokens: list[TextToken] = []
    base = 0
    for (origin, _), raw in zip(spans, raws, strict=True):
        form = forms[raw]
        if len(form.tokens) == 1:
            (term, position, start, end, _, _) = form.tokens[0]
            tokens.append(TextToken(raw[start:end], origin + start, origin + end, base + position, (term,)))
            base += form.width
            continue
        grouped: dict[tuple[int, int, int], list[str]] = {}
        for token in form.tokens:
            grouped.setdefault((token.position, token.start, token.end), []).append(token.term)
        for (position, start, end), terms in grouped.items():
            tokens.append(
                TextToken(raw[start:end], origin + start, origin + end, base + position, tuple(dict.fromkeys(terms)))
            )
        base += form.width
    return tokens
