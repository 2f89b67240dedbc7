"""The one error tree of the library: everything raised on purpose is a `SearchlibError`."""

from __future__ import annotations

__all__ = [
    "AnalyzerError",
    "AnalyzerMismatchError",
    "CorruptIndexError",
    "DocumentError",
    "IndexExistsError",
    "IndexNotFoundError",
    "LockedError",
    "QueryError",
    "QuerySyntaxError",
    "QueryTimeoutError",
    "SchemaError",
    "SearchlibError",
    "SynonymsError",
]


_SHOWN = 200
"""Characters of a query string that an error repeats, at most."""


class SearchlibError(Exception):
    """Base of every error that searchlib raises on purpose."""


class SchemaError(SearchlibError):
    """A schema, or a field named by the caller, makes no sense."""


class DocumentError(SearchlibError):
    """A record cannot become a document.

    Parameters
    ----------
    reason : str
        What is wrong and what to do, without the place.
    origin : str
        Where the record stands, as ``file:line``; empty for a document made in memory.
    """

    def __init__(self, reason: str, origin: str = "") -> None:
        super().__init__(f"{origin}: {reason}" if origin else reason)
        self.reason = reason
        self.origin = origin


class AnalyzerError(SearchlibError):
    """An analyzer is unknown, or what it returned is not terms."""


class AnalyzerMismatchError(AnalyzerError):
    """The index was made by another analyzer than the one at hand."""


class IndexNotFoundError(SearchlibError):
    """There is no index at the path given."""


class IndexExistsError(SearchlibError):
    """There is an index already where one was to be created."""


class LockedError(SearchlibError):
    """Another writer holds the index."""


class CorruptIndexError(SearchlibError):
    """A file of the index is not what its writer wrote.

    Parameters
    ----------
    path : str
        The file.
    detail : str
        What is wrong with it.
    """

    def __init__(self, path: str, detail: str) -> None:
        super().__init__(f"{path}: {detail}")
        self.path = path
        self.detail = detail


class SynonymsError(SearchlibError):
    """A line of a file of synonyms is no rule."""


class QueryError(SearchlibError):
    """A query cannot be answered by this index."""


class QueryTimeoutError(QueryError):
    """A query took longer than it may."""


class QuerySyntaxError(QueryError):
    """A query string is not in the query language.

    Parameters
    ----------
    message : str
        What is wrong and what to do.
    query : str
        The whole query string.
    position : int
        Where in `query` it goes wrong, in characters from 0.
    """

    def __init__(self, message: str, query: str, position: int) -> None:
        start = max(position - _SHOWN // 2, 0)
        shown = query if len(query) <= _SHOWN else f"…{query[start : start + _SHOWN]}…"
        super().__init__(f"{message} (at position {position} of {shown!r})")
        self.message = message
        self.query = query
        self.position = position
