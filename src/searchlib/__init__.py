"""searchlib: full-text search for archives of Romanian news.

>>> import searchlib as sl
>>> with sl.create("index/", sl.NEWS) as writer:
...     writer.add(title="Muzeul memorial", body="Soldaţii au plecat.", date="2025-10-24")
'new'
>>> [hit["title"] for hit in sl.open("index/").search("soldatilor")]
['Muzeul memorial']
"""

from __future__ import annotations

from searchlib import documents, errors
from searchlib.analysis import register as register_analyzer
from searchlib.errors import SearchlibError
from searchlib.index import Index, create, open, open_or_create, reindex, verify
from searchlib.query import Query, between, everything, keyword, parse, phrase, undated, word
from searchlib.schema import NEWS, Date, Keyword, Schema, Stored, Text

__all__ = [
    "NEWS",
    "Date",
    "Index",
    "Keyword",
    "Query",
    "Schema",
    "SearchlibError",
    "Stored",
    "Text",
    "between",
    "create",
    "documents",
    "errors",
    "everything",
    "keyword",
    "open",
    "open_or_create",
    "parse",
    "phrase",
    "register_analyzer",
    "reindex",
    "undated",
    "verify",
    "word",
]
__version__ = "0.1.0"
