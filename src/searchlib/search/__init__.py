"""Query tree → document numbers and scores: the planner, and the searcher of one generation."""

from __future__ import annotations

from searchlib.search.leaves import Leaf, leaves
from searchlib.search.native import Query as CompiledQuery
from searchlib.search.searcher import MISSING, ORDERS, UNREAD, PreparedQuery, Searcher, Sort, run
from searchlib.search.statistics import FieldTotals, Statistics

__all__ = [
    "MISSING",
    "ORDERS",
    "UNREAD",
    "CompiledQuery",
    "FieldTotals",
    "Leaf",
    "PreparedQuery",
    "Searcher",
    "Sort",
    "Statistics",
    "leaves",
    "run",
]
