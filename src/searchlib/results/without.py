"""The hits of a question without one document: the one that others are to be like."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Any, cast

from searchlib.results.answer_source import AnswerSource
from searchlib.results.hits import Hits
from searchlib.search import run

if TYPE_CHECKING:
    from searchlib.query import Query
    from searchlib.results.answering import Answerer
    from searchlib.results.hits import Source
    from searchlib.search import CompiledQuery

__all__ = ["answer_without"]


class _Without:
    """Where hits get what they show, with one document less to count."""

    def __init__(self, source: Source, compiled: CompiledQuery, doc: int) -> None:
        self._source = source
        self._compiled = compiled
        self._doc = doc

    def __getattr__(self, name: str) -> Any:
        return getattr(self._source, name)

    def count(self) -> int:
        from searchlib.search.native import account_of

        return self._compiled.count() - (account_of(self._compiled, self._doc) is not None)


def answer_without(answerer: Answerer, query: Query, k: int, doc: int | None) -> Hits:
    """Return the `k` best hits of a query, leaving out the document of that number, if one is given."""
    compiled = answerer.searcher.compile(query)
    docs, scores = run(compiled, k + (doc is not None), "relevance")
    source = AnswerSource(answerer, query, compiled, None, 0, 0)
    if doc is None:
        return Hits(docs, scores, source, complete=not compiled.cut)
    numbers, values = array("I", docs), array("d", scores)
    kept = [place for place, number in enumerate(numbers) if number != doc][:k]
    return Hits(
        array("I", [numbers[place] for place in kept]),
        array("d", [values[place] for place in kept]),
        cast("Source", _Without(source, compiled, doc)),
        complete=not compiled.cut,
    )
