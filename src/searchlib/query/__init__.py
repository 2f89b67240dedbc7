"""Questions → query trees: the nodes, functions that make them, and the query language."""

from __future__ import annotations

from searchlib.query.builders import between, everything, keyword, phrase, undated, word
from searchlib.query.language import parse
from searchlib.query.tree import (
    All,
    And,
    DateRange,
    Filter,
    KeywordIs,
    Not,
    Nothing,
    Or,
    Phrase,
    Query,
    Undated,
    Word,
    scores,
)

__all__ = [
    "All",
    "And",
    "DateRange",
    "Filter",
    "KeywordIs",
    "Not",
    "Nothing",
    "Or",
    "Phrase",
    "Query",
    "Undated",
    "Word",
    "between",
    "everything",
    "keyword",
    "parse",
    "phrase",
    "scores",
    "undated",
    "word",
]
