"""Questions → query trees: the nodes, functions that make them, and the query language."""

from __future__ import annotations

from searchlib.query.builders import between, everything, keyword, phrase, undated, word
from searchlib.query.language import Understood, parse, understand
from searchlib.query.limits import Limits
from searchlib.query.patterns import Fuzzy, KeywordLike, Prefix, Regex, Wildcard
from searchlib.query.places import Exact, Near, Sloppy
from searchlib.query.tree import (
    All,
    And,
    Boost,
    Constant,
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
from searchlib.query.values import Exists, NumberRange

__all__ = [
    "All",
    "And",
    "Boost",
    "Constant",
    "DateRange",
    "Exact",
    "Exists",
    "Filter",
    "Fuzzy",
    "KeywordIs",
    "KeywordLike",
    "Limits",
    "Near",
    "Not",
    "Nothing",
    "NumberRange",
    "Or",
    "Phrase",
    "Prefix",
    "Query",
    "Regex",
    "Sloppy",
    "Undated",
    "Understood",
    "Wildcard",
    "Word",
    "between",
    "everything",
    "keyword",
    "parse",
    "phrase",
    "scores",
    "undated",
    "understand",
    "word",
]
