"""Query tree → the plan that the native core runs: terms for words, numbers for fields, filters apart."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

from searchlib.analysis import Analyzer, fold_keyword
from searchlib.errors import QueryError, SchemaError
from searchlib.query.tree import All, And, DateRange, Filter, KeywordIs, Not, Nothing, Or, Phrase, Query, Undated, Word
from searchlib.schema import Schema
from searchlib.search.leaves import alternatives, fields_of

__all__ = ["Planner", "text_terms"]

Node: TypeAlias = tuple[Any, ...]
"""The number of the node's kind in `src/native/search/node.hpp`, then what the kind needs."""

_NOTHING, _ALL, _TERM, _PHRASE, _KEYWORD, _DATES, _UNDATED, _AND, _OR, _EXCEPT, _FILTER = range(11)
_FIRST_SECOND, _LAST_SECOND = -(1 << 62), 1 << 62
_MAX_DEPTH = 200
_MAX_KEYWORD = 255

NOTHING: Node = (_NOTHING,)
ALL: Node = (_ALL,)


class Planner:
    """Plans queries for one schema.

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
        self._text_numbers = {name: number for number, name in enumerate(schema.text_fields)}
        self._searched: dict[str | None, list[tuple[int, Analyzer]]] = {}
        self._keyword_numbers = {name: number for number, name in enumerate(schema.keyword_fields)}

    def plan(self, query: Query) -> Node:
        """Return the plan of a query.

        Raises
        ------
        QueryError
            If the query names a field that the schema does not have or that cannot answer it, or is nested more
            than 200 deep.
        """
        try:
            return self._plan(query, 0)
        except SchemaError as error:
            raise QueryError(str(error)) from error

    def _plan(self, query: Query, depth: int) -> Node:
        if depth > _MAX_DEPTH:
            raise QueryError(f"the query is nested more than {_MAX_DEPTH} deep")
        if isinstance(query, (Word, Phrase)):
            return self._words(query)
        if isinstance(query, And):
            return self._and(query, depth)
        if isinstance(query, Or):
            return either(self._plan(child, depth + 1) for child in query.children)
        if isinstance(query, Not):
            return without(ALL, [self._plan(query.child, depth + 1)])
        if isinstance(query, Filter):
            child = self._plan(query.child, depth + 1)
            return child if child[0] in (_NOTHING, _ALL, _KEYWORD, _DATES, _UNDATED, _FILTER) else (_FILTER, (child,))
        return self._leaf(query)

    def _leaf(self, query: Query) -> Node:
        if isinstance(query, KeywordIs):
            number = self._number(self._keyword_numbers, query.field, "keyword")
            folded = fold_keyword(query.value, self._schema.transliterator).encode()[:_MAX_KEYWORD]
            return (_KEYWORD, number, ((0, folded.decode("utf-8", "ignore")),))
        if isinstance(query, DateRange):
            self._check_date(query.field)
            start = _FIRST_SECOND if query.start is None else query.start
            end = _LAST_SECOND if query.end is None else query.end
            return (_DATES, max(start, _FIRST_SECOND), min(end, _LAST_SECOND)) if start < end else NOTHING
        if isinstance(query, Undated):
            self._check_date(query.field)
            return (_UNDATED,)
        if isinstance(query, All):
            return ALL
        if isinstance(query, Nothing):
            return NOTHING
        raise QueryError(f"{type(query).__name__} is no query: build one with searchlib.word, phrase, keyword, between")

    def _words(self, query: Word | Phrase) -> Node:
        # Fields mostly share an analyzer, and analysing is what costs.
        known: dict[int, list[tuple[tuple[int, str], ...]]] = {}
        nodes: list[Node] = []
        for number, analyzer in self._searched.get(query.field) or self._fields_of(query):
            terms_of = known.get(id(analyzer))
            if terms_of is None:
                terms_of = known[id(analyzer)] = alternatives(query, analyzer)
            for terms in terms_of:
                nodes.append((_TERM if len(terms) == 1 else _PHRASE, number, terms))  # noqa: PERF401 - mostly one
        return nodes[0] if len(nodes) == 1 else either(nodes)

    def _fields_of(self, query: Word | Phrase) -> list[tuple[int, Analyzer]]:
        """Return number and analyzer of the fields that words are searched in; looked up once for each name."""
        fields = [
            (self._number(self._text_numbers, field, "text"), self._analyzer(field))
            for field in fields_of(query, self._schema)
        ]
        self._searched[query.field] = fields
        return fields

    def _and(self, query: And, depth: int) -> Node:
        required: list[Node] = []
        excluded: list[Node] = []
        for child in query.children:
            if isinstance(child, Word):
                required.append(self._words(child))
            elif isinstance(child, Not):
                excluded.append(self._plan(child.child, depth + 1))
            else:
                required.append(self._plan(child, depth + 1))
        return without(both(required), excluded)

    def _number(self, numbers: dict[str, int], name: str, kind: str) -> int:
        field = self._schema.resolve(name)
        if field not in numbers:
            have = ", ".join(numbers) or "none"
            raise QueryError(f"field {name!r} is no {kind} field; the {kind} fields are: {have}")
        return numbers[field]

    def _check_date(self, name: str) -> None:
        if self._schema.resolve(name) != self._schema.date_field:
            raise QueryError(f"field {name!r} is not the date field, which is: {self._schema.date_field or 'none'}")


def both(nodes: list[Node]) -> Node:
    """Return the conjunction, flat and without what changes nothing."""
    flat: list[Node] = []
    for node in nodes:
        if node == NOTHING:
            return NOTHING
        flat += node[1] if node[0] == _AND else () if node == ALL else (node,)
    if not flat:
        return ALL
    return flat[0] if len(flat) == 1 else (_AND, tuple(flat))


def either(nodes: Iterable[Node]) -> Node:
    """Return the disjunction, flat and without what matches nothing."""
    flat: list[Node] = []
    for node in nodes:
        flat += node[1] if node[0] == _OR else () if node == NOTHING else (node,)
    if not flat:
        return NOTHING
    return flat[0] if len(flat) == 1 else (_OR, tuple(flat))


def without(node: Node, excluded: list[Node]) -> Node:
    """Return the node less what is excluded."""
    excluded = [other for other in excluded if other != NOTHING]
    if not excluded or node == NOTHING:
        return node
    return NOTHING if ALL in excluded else (_EXCEPT, (node, *excluded))


def text_terms(node: Node) -> set[tuple[int, str]]:
    """Return the text field and text of every term of a plan whose frequency its scores need."""
    if node[0] in (_TERM, _PHRASE):
        return {(node[1], term) for _, term in node[2]}
    if node[0] in (_AND, _OR, _EXCEPT, _FILTER):
        return {term for child in node[1] for term in text_terms(child)}
    return set()
