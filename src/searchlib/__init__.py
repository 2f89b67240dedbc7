"""searchlib: full-text search for archives of Romanian news.

>>> import searchlib as sl
>>> with sl.create("index/", sl.NEWS) as writer:
...     writer.add(title="Muzeul memorial", body="Soldaţii au plecat.", date="2025-10-24")
'new'
>>> [hit["title"] for hit in sl.open("index/").search("soldatilor")]
['Muzeul memorial']
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from searchlib import errors
from searchlib.analysis import Chain, register_part
from searchlib.analysis import register as register_analyzer
from searchlib.errors import SearchlibError
from searchlib.index import Index, create, open, open_or_create, reindex, verify
from searchlib.query import Limits, Query, between, everything, keyword, parse, phrase, undated, understand, word
from searchlib.schema import NEWS, Date, Keyword, Number, Schema, Stored, Text

if TYPE_CHECKING:
    from searchlib import documents, entities, interop
    from searchlib.analysis import analyze, explain
    from searchlib.results.collapsing import Collapse
    from searchlib.results.counting import Facet
    from searchlib.results.grouping import GroupBy
    from searchlib.search.ranking import Ranking
    from searchlib.search.synonyms import Synonyms

    __version__: str
    instructions: str

__all__ = [
    "NEWS",
    "Chain",
    "Collapse",
    "Date",
    "Facet",
    "GroupBy",
    "Index",
    "Keyword",
    "Limits",
    "Number",
    "Query",
    "Ranking",
    "Schema",
    "SearchlibError",
    "Stored",
    "Synonyms",
    "Text",
    "analyze",
    "between",
    "create",
    "documents",
    "entities",
    "errors",
    "everything",
    "explain",
    "instructions",
    "interop",
    "keyword",
    "open",
    "open_or_create",
    "parse",
    "phrase",
    "register_analyzer",
    "register_part",
    "reindex",
    "undated",
    "understand",
    "verify",
    "word",
]


_SELDOM = {
    "Collapse": "results.collapsing",
    "Facet": "results.counting",
    "GroupBy": "results.grouping",
    "Ranking": "search.ranking",
    "Synonyms": "search.synonyms",
}
"""What few questions need: the module that each comes from."""


def __getattr__(name: str) -> Any:
    # Searching needs no readers and shows no analysis, and the command line has to answer within 150 ms of its start.
    if name in ("documents", "entities", "interop"):
        import importlib

        return importlib.import_module(f"searchlib.{name}")
    if name == "__version__":
        from importlib.metadata import version

        return version("searchlib")
    if name == "instructions":
        from searchlib.search.native import instructions

        return instructions()
    if name in ("analyze", "explain"):
        from searchlib import analysis

        return getattr(analysis, name)
    if name in _SELDOM:
        import importlib

        return getattr(importlib.import_module(f"searchlib.{_SELDOM[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
