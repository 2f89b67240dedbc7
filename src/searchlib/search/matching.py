"""All documents that match a query, wherever they stand: for whoever deletes them."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

from searchlib.query import Query, parse
from searchlib.search.analyzers import checked_analyzers
from searchlib.search.searcher import Searcher

if TYPE_CHECKING:
    from searchlib.storage import Directory, Generation

__all__ = ["matching"]


def matching(query: str | Query, generation: Generation, directory: Directory) -> list[tuple[int, int]]:
    """Return segment and number there of each live document that matches.

    Parameters
    ----------
    query : str or Query
        In the query language, or a tree.
    generation : Generation
        What is searched.
    directory : Directory
        Where it is, for messages.

    Raises
    ------
    QueryError
        If the query makes no sense, or none for the schema.
    """
    tree = parse(query, generation.schema) if isinstance(query, str) else query
    analyzers = checked_analyzers(generation, directory)
    prepared = Searcher(generation, analyzers.__getitem__).prepare(tree)
    docs, _ = prepared.top(prepared.count(), "newest")
    bases = [0, *accumulate(part.segment.size for part in generation.parts)]
    places = ((bisect_right(bases, doc) - 1, doc) for doc in docs)
    return [(segment, doc - bases[segment]) for segment, doc in places]
