"""Showing analysis: what a text becomes, and which part of the chain did what to it."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from searchlib.analysis import registry
from searchlib.analysis.chain import Chain, ChainAnalyzer
from searchlib.analysis.native import split
from searchlib.analysis.splitting import LONGEST_FORM
from searchlib.analysis.text import TextToken, analyze_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from searchlib.analysis.protocol import Analyzer
    from searchlib.analysis.scanning import Piece

__all__ = ["Explanation", "Step", "analyze", "explain"]


class Step(NamedTuple):
    """What one part of a chain did to a form or a word."""

    part: str
    """The name of the char filter, tokenizer or token filter; of an analyzer that is no chain, its own."""
    before: str
    after: tuple[str, ...]
    """The changed form, the words that a tokenizer found in it, or the terms of a word."""
    note: str = ""
    """Of a stemmer: the rule that it went by."""


class Explanation(NamedTuple):
    """A token, and how it came to be."""

    token: TextToken
    steps: tuple[Step, ...]
    """In their order: the char filters that changed its form, the tokenizer, the token filters that changed its
    words, and always the stemmer."""


def analyze(
    text: str, analyzer: str | Chain | Analyzer = "romanian", *, transliterator: str = "unidecode"
) -> list[TextToken]:
    """Return what a text is indexed as.

    Parameters
    ----------
    text : str
        Any text.
    analyzer : str, Chain or Analyzer
        The name of an analyzer, as `searchlib.analysis.get` takes it; a chain; or an analyzer.
    transliterator : str
        ``"unidecode"``, ``"anyascii"`` or ``"none"``: for chains that use one and do not name it.

    Returns
    -------
    list of TextToken
        By form, position and place, as `searchlib.analysis.analyze_text` gives them.

    Raises
    ------
    searchlib.errors.AnalyzerError
        If the analyzer is unknown, or a function of the user's does not return terms.
    """
    return analyze_text(text, _analyzer(analyzer, transliterator))


def explain(
    text: str, analyzer: str | Chain | Analyzer = "romanian", *, transliterator: str = "unidecode"
) -> list[Explanation]:
    """Return what a text is indexed as, and what each part of the chain did.

    Parameters and errors are those of `analyze`; it takes some ten times as long.
    """
    found = _analyzer(analyzer, transliterator)
    spans = split(text)
    starts = [start for start, _ in spans]
    known: dict[str, _Steps] = {}
    explanations: list[Explanation] = []
    for token in analyze_text(text, found):
        start, end = spans[bisect_right(starts, token.start) - 1]
        raw = text[start:end]
        if raw not in known:
            known[raw] = _Steps(found, raw)
        explanations.append(Explanation(token, known[raw].of(token.start - start, token.end - start)))
    return explanations


def _analyzer(analyzer: str | Chain | Analyzer, transliterator: str) -> Analyzer:
    if isinstance(analyzer, Chain):
        return ChainAnalyzer(analyzer, transliterator)
    return registry.get(analyzer, transliterator) if isinstance(analyzer, str) else analyzer


class _Steps:
    """What an analyzer did to one raw form."""

    def __init__(self, analyzer: Analyzer, raw: str) -> None:
        self._chain = analyzer if isinstance(analyzer, ChainAnalyzer) else None
        self._pieces: list[Piece] = [] if self._chain is None else self._chain.read(raw)
        self._first: tuple[Step, ...]
        if self._chain is None:
            (form,) = analyzer.analyze_forms([raw])
            self._first = (Step(analyzer.name, raw, tuple(token.term for token in form.tokens)),)
        else:
            self._first = tuple(_form_steps(self._chain, raw[:LONGEST_FORM]))

    def of(self, start: int, end: int) -> tuple[Step, ...]:
        """Return the steps of the token between two places of the raw form."""
        if self._chain is None:
            return self._first
        words = dict.fromkeys(word for word, _, first, last, _ in self._pieces if (first, last) == (start, end))
        return (*self._first, *(step for word in words for step in _word_steps(self._chain, word)))


def _form_steps(analyzer: ChainAnalyzer, text: str) -> Iterator[Step]:
    for part in analyzer.char_filters:
        changed, _ = part.apply(text)
        if changed != text:
            yield Step(part.name, text, (changed,))
        text = changed
    words = tuple(piece[0] for piece in analyzer.tokenizer.apply(text))
    yield Step(analyzer.tokenizer.name, text, words)


def _word_steps(analyzer: ChainAnalyzer, word: str) -> Iterator[Step]:
    words: tuple[str, ...] = (word,)
    for part in analyzer.token_filters:
        table = part.apply(words)
        for before in words:
            if part.why is not None or table[before] != (before,):
                yield Step(part.name, before, table[before], "" if part.why is None else part.why(before))
        words = tuple(dict.fromkeys(term for before in words for term in table[before]))
