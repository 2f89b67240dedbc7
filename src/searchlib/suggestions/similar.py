"""More like this: the words that tell most of a text, as a question."""

from __future__ import annotations

from collections import Counter
from math import log
from typing import TYPE_CHECKING, Final, NamedTuple

from searchlib.analysis import analyze_text
from searchlib.analysis.multilingual import languages_of
from searchlib.query.tree import Nothing, Or, Query, Word
from searchlib.search.leaves import alternatives
from searchlib.search.weighted import Weighted

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence

    from searchlib.analysis import Analyzer

__all__ = ["Significant", "significant", "similar_query"]

_SATURATION: Final = 1.2
"""Occurrences that count half of what any number of them counts, as in BM25."""


class Significant(NamedTuple):
    """A term that tells something of a text.

    Parameters
    ----------
    text : str
        A word of the text that has it, in its letters.
    term : str
        The term.
    frequency : float
        What its occurrences in the text count: below 1, the nearer to it the more there are.
    score : float
        That times the inverse document frequency of the term.
    """

    text: str
    term: str
    frequency: float
    score: float


def significant(
    texts: Mapping[str, Iterable[str]],
    analyzers: Mapping[str, Analyzer],
    documents: int,
    frequencies: Callable[[str], Sequence[int]],
    stop_words: Mapping[str, Container[str]],
    *,
    indexed: bool,
) -> list[Significant]:
    """Return the terms of texts by what they tell, most first; of equal ones in the order of their letters.

    Parameters
    ----------
    texts : Mapping[str, Iterable[str]]
        Text field → texts that are like those of the field.
    analyzers : Mapping[str, Analyzer]
        Text field → its analyzer.
    documents : int
        How many there are.
    frequencies : Callable[[str], Sequence[int]]
        How many of them have a term in each of the fields; the greatest number counts.
    stop_words : Mapping[str, Container[str]]
        Text field → the folded words that tell nothing.
    indexed : bool
        Whether the texts are those of a document of the index: what no other one has leads to none.
    """
    occurrences: Counter[str] = Counter()
    words: dict[str, str] = {}
    fields: dict[str, dict[str, None]] = {}
    for field, several in texts.items():
        for text in several:
            for word, term in _words(text, analyzers[field], stop_words[field]):
                occurrences[term] += 1
                words.setdefault(term, word)
                fields.setdefault(term, {})[field] = None
    found: list[Significant] = []
    for term, count in occurrences.items():
        known = frequencies(term)
        elsewhere = sum(known) - (len(fields[term]) if indexed else 0)
        if elsewhere > 0 and _is(words[term], term, [analyzers[field] for field in fields[term]]):
            share = count / (count + _SATURATION)
            found.append(Significant(words[term], term, share, share * _rarity(documents, max(known))))
    return sorted(found, key=lambda one: (-one.score, one.term))


def similar_query(terms: Sequence[Significant]) -> Query:
    """Return the question for documents that have any of some terms, each the more the more it stands in the text."""
    return Or(tuple(Weighted(Word(one.text), one.frequency) for one in terms)) if terms else Nothing()


def _words(text: str, analyzer: Analyzer, stop_words: Container[str]) -> Iterator[tuple[str, str]]:
    """Yield the words of a text with their first terms: those of further languages and of dates come behind."""
    for token in analyze_text(text, analyzer, languages=languages_of(analyzer)):
        if token.terms and not (token.exact and token.exact[0] in stop_words):
            yield token.text, token.terms[0]


def _is(word: str, term: str, analyzers: Iterable[Analyzer]) -> bool:
    """Return whether a word alone, in a question, is that term."""
    return any(one.terms == ((0, term),) for analyzer in analyzers for one in alternatives(Word(word), analyzer))


def _rarity(documents: int, known: int) -> float:
    return log(1 + (max(documents, known) - known + 0.5) / (known + 0.5))
