"""Stop words of a question: left out of its score where other words tell more."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from searchlib.analysis.stop_words import stop_words
from searchlib.errors import AnalyzerError
from searchlib.query.tree import And, Boost, Or, Phrase, Query, Scoring, Word
from searchlib.search.leaves import fields_of, parts_of
from searchlib.search.weighted import Weighted

if TYPE_CHECKING:
    from collections.abc import Callable

    from searchlib.analysis import Analyzer
    from searchlib.schema import Schema

__all__ = ["Quieter", "known_stop_words"]

_MAX_DEPTH = 200


class Quieter:
    """Leaves stop words out of questions to one schema.

    A word is a stop word if it is one in every field that it is searched in. Among alternatives, stop words and groups
    of nothing else are left out; where all must match, they still must, but score nothing. Both only if another word
    or phrase was asked for that scores. Phrases, and what is excluded or required by ``+``, stay as they are.

    Parameters
    ----------
    schema : Schema
        The schema of the index.
    analyzer : Callable[[str], Analyzer]
        Text field → its analyzer.
    """

    def __init__(self, schema: Schema, analyzer: Callable[[str], Analyzer]) -> None:
        self._schema = schema
        self._analyzer = analyzer
        known = {field: known_stop_words(schema, field) for field in schema.text_fields}
        self._stop_words = {field: words for field, words in known.items() if words}

    def quieten(self, query: Query, depth: int = 0) -> Query:
        """Return the query as it is ranked. Costs analysing its words.

        Raises
        ------
        SchemaError
            If it names a field that is not there.
        """
        if self._stop_words and isinstance(query, Boost) and depth <= _MAX_DEPTH:
            return replace(query, child=self.quieten(query.child, depth + 1))
        if not self._stop_words or not isinstance(query, And | Or) or depth > _MAX_DEPTH:
            return query
        heard = [self._heard(child) for child in query.children]
        if not any(heard):
            return query
        found: list[Query] = []
        for child, loud in zip(query.children, heard, strict=True):
            if loud is not False:
                found.append(self.quieten(child, depth + 1))
            elif isinstance(query, And):
                found.append(Weighted(child, 0.0))
        return type(query)(tuple(found))

    def _heard(self, query: Query, depth: int = 0) -> bool | None:
        """Return whether a query scores by more than stop words; None if it is no such question.

        It is none for filters, for synonyms, which nobody typed, and for groups of stop words and these.
        """
        if isinstance(query, Word):
            return not all(self._is_stop_word(query.text, field) for field in fields_of(query, self._schema))
        if isinstance(query, Phrase | Scoring):
            return True
        if isinstance(query, Boost) and depth <= _MAX_DEPTH:
            return self._heard(query.child, depth + 1)
        if not isinstance(query, And | Or) or not query.children or depth > _MAX_DEPTH:
            return None
        heard = [self._heard(child, depth + 1) for child in query.children]
        if any(heard):
            return True
        return None if None in heard else False

    def _is_stop_word(self, text: str, field: str) -> bool:
        words = self._stop_words.get(field, frozenset())
        return all(part.exact and part.exact[0] in words for part in parts_of(text, self._analyzer(field)))


def known_stop_words(schema: Schema, field: str) -> frozenset[str]:
    """Return the stop words of a text field; none where its analyzer is no language with a list, or none are wanted."""
    try:
        return stop_words(schema.analyzer_name(field), *schema.languages(field)) if schema.stop_words else frozenset()
    except AnalyzerError:
        return frozenset()
