"""What is marked in texts that match the rarer kinds of queries: the very words that the plans look for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeAlias

from searchlib.analysis import Analyzer
from searchlib.query.patterns import Fuzzy, Prefix, Regex, Wildcard
from searchlib.query.places import Exact, Near, Sloppy
from searchlib.query.tree import Query
from searchlib.schema import Schema
from searchlib.search.kinds import LETTERS, NEAR, PATTERN, KindPlanner
from searchlib.search.leaves import Leaf, Looks, Together

__all__ = ["marks"]

_Node: TypeAlias = tuple[Any, ...]


def marks(query: Query, schema: Schema, analyzer: Callable[[str], Analyzer]) -> Iterator[Leaf | Looks | Together]:
    """Yield what a query of a rarer kind looks for in text.

    Parameters
    ----------
    query : Query
        The query.
    schema : Schema
        The schema of the index.
    analyzer : Callable[[str], Analyzer]
        Text field → its analyzer.
    """
    if not isinstance(query, Prefix | Wildcard | Fuzzy | Regex | Exact | Sloppy | Near):
        return
    names: list[str] = list(schema.inverted_fields)
    for node in KindPlanner(schema, analyzer).plan(query) or ():
        yield _mark(node, names)


def _mark(node: _Node, names: list[str]) -> Leaf | Looks | Together:
    if node[0] == NEAR:
        parts = tuple(tuple(_leaf(leaf, names) for leaf in part) for part in node[4])
        return Together(names[node[1]], parts, node[2], node[3])
    return _leaf(node, names)


def _leaf(node: _Node, names: list[str]) -> Leaf | Looks:
    name = names[int(node[1])]
    field = name.rstrip("=")
    if node[0] == PATTERN:
        return Looks(field, node[3].accepts, name != field)
    if node[0] == LETTERS:
        return Looks(field, _Is(node[2]), printed=True, last=True)
    return Leaf(field, node[2])


class _Is:
    """Accepts one word."""

    def __init__(self, word: str) -> None:
        self._word = word

    def __call__(self, words: Sequence[str]) -> list[bool]:
        return [word == self._word for word in words]
