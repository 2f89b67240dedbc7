"""Query tree → the plan that the native core runs: terms for words, numbers for fields, filters apart.

The readable twin of `src/native/planning`, which plans nearly every query; this plans what native code leaves, and says
what is wrong with a query.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeAlias

from searchlib.analysis import Analyzer, fold_keyword
from searchlib.errors import QueryError, SchemaError
from searchlib.query.operators import MAX_BOOST
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
    Scoring,
    Undated,
    Word,
)
from searchlib.schema import Schema, exact_name
from searchlib.search.expansion import Expander
from searchlib.search.kinds import (
    CONSTANT,
    EXISTS,
    JOINED,
    KEYWORD_RANGE,
    NEAR,
    PATTERN,
    KindPlanner,
    joined,
)
from searchlib.search.leaves import Alternative, Terms, alternatives, fields_of
from searchlib.search.quieting import Quieter
from searchlib.search.synonyms import Synonyms
from searchlib.search.weighted import Weighted

__all__ = ["Planner"]

Node: TypeAlias = tuple[Any, ...]
"""The number of the node's kind in `src/native/search/node.hpp`, then what the kind needs."""

_NOTHING, _ALL, _TERM, _PHRASE, _KEYWORD, _DATES, _UNDATED, _AND, _OR, _EXCEPT, _FILTER, _BOOSTED = range(12)
_FIRST_SECOND, _LAST_SECOND = -(1 << 62), 1 << 62
_MAX_DEPTH = 200
_MAX_KEYWORD = 255
LETTERS_ALONE = 8.0
"""What the boost of letters is multiplied by in a question of one word or phrase: no other one competes with it, so its
letters may decide."""

_SILENT = (_NOTHING, _ALL, _KEYWORD, _DATES, _UNDATED, _FILTER, EXISTS, KEYWORD_RANGE)
"""Kinds that score nothing by themselves."""

_TEXT = (_TERM, _PHRASE, JOINED)

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
    synonyms : Synonyms | None
        What else may stand for words of a query.
    """

    def __init__(self, schema: Schema, analyzer: Callable[[str], Analyzer], synonyms: Synonyms | None = None) -> None:
        self._expander = None if synonyms is None else Expander(schema, analyzer, synonyms)
        self._quieter = Quieter(schema, analyzer)
        self._schema = schema
        self._analyzer = analyzer
        numbers = {name: number for number, name in enumerate(schema.inverted_fields)}
        self._text_numbers = {name: numbers[name] for name in schema.text_fields}
        self._exact_numbers = {name: numbers[exact_name(name)] for name in schema.exact_fields}
        self._searched: dict[str | None, list[tuple[int, int | None, Analyzer]]] = {}
        self._keyword_numbers = {name: number for number, name in enumerate(schema.keyword_fields)}
        self._weights = {numbers[name]: schema.weight(name) for name in schema.text_fields}
        self._kinds = KindPlanner(schema, analyzer)

    def plan(self, query: Query) -> Node:
        """Return the plan of a query.

        Raises
        ------
        QueryError
            If the query names a field that the schema does not have or that cannot answer it, or is nested more
            than 200 deep.
        """
        try:
            rewritten = self._rewritten(query)
            node = self._plan(rewritten, 0)
            return letters_alone(node) if scoring_leaves(rewritten) == 1 else node
        except SchemaError as error:
            raise QueryError(str(error)) from error

    def rewritten(self, query: Query) -> Query:
        """Return the query that is ranked and highlighted: with synonyms, and without stop words that add nothing.

        Raises
        ------
        QueryError
            As `plan`.
        """
        try:
            return self._rewritten(query)
        except SchemaError as error:
            raise QueryError(str(error)) from error

    def expanded(self, query: Query) -> Query:
        """Return the query with synonyms.

        Raises
        ------
        QueryError
            As `plan`.
        """
        if self._expander is None:
            return query
        try:
            return self._expander.expand(query)
        except SchemaError as error:
            raise QueryError(str(error)) from error

    def _rewritten(self, query: Query) -> Query:
        return self._quieter.quieten(self.expanded(query))

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
        if isinstance(query, Filter | Weighted | Boost | Constant):
            return self._weighted(query, self._plan(query.child, depth + 1))
        return self._leaf(query)

    def _weighted(self, query: Filter | Weighted | Boost | Constant, child: Node) -> Node:
        if isinstance(query, Filter):
            return silent(child)
        if isinstance(query, Constant):
            return child if child == NOTHING else (CONSTANT, unboosted(child), checked_weight(query.score))
        weight = query.weight if isinstance(query, Weighted) else checked_weight(query.factor)
        return scaled(child, weight) if weight > 0 else silent(child)

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
        nodes = self._kinds.plan(query)
        if nodes is not None:
            return either(nodes)
        raise QueryError(f"{type(query).__name__} is no query: build one with searchlib.word, phrase, keyword, between")

    def _words(self, query: Word | Phrase) -> Node:
        # Fields mostly share an analyzer, and analysing is what costs.
        known: dict[int, list[Alternative]] = {}
        nodes: list[Node] = []
        boosts: list[Node] = []
        for number, exact_number, analyzer in self._searched.get(query.field) or self._fields_of(query):
            found = known.get(id(analyzer))
            if found is None:
                found = known[id(analyzer)] = alternatives(query, analyzer)
            weight = self._weights[number]
            nodes += [text_node(number, one.terms, weight * one.weight) for one in found]
            if exact_number is not None:
                boosts += [scaled(node, weight) for node in self._exact(exact_number, found)]
        if self._schema.joined:
            nodes = joined(nodes)
        return boosted(nodes[0] if len(nodes) == 1 else either(nodes), boosts)

    def _fields_of(self, query: Word | Phrase) -> list[tuple[int, int | None, Analyzer]]:
        """Return what words are searched in, looked up once for each name.

        These are fields by number, that of their exact forms, if they have any, and the analyzer.
        """
        fields = [
            (
                self._number(self._text_numbers, field, "text"),
                self._exact_numbers.get(field),
                self._analyzer(field),
            )
            for field in fields_of(query, self._schema)
        ]
        self._searched[query.field] = fields
        return fields

    def _exact(self, number: int, found: list[Alternative]) -> list[Node]:
        """Return what ranks the very forms that were typed first.

        Letters count for what they tell beyond the same word without diacritics: where nobody writes it otherwise,
        that is next to nothing, and the words of a question keep their weights.
        """
        nodes: list[Node] = []
        for one in found:
            if one.exact and self._schema.exact_boost > 0:
                nodes.append(text_node(number, one.exact[0], self._schema.exact_boost))
            if len(one.exact) > 1 and self._schema.letters_boost > 0:
                folded = tuple(text for _, text in one.exact[0])
                nodes.append((*text_node(number, one.exact[1], self._schema.letters_boost), folded))
        return nodes

    def _and(self, query: And, depth: int) -> Node:
        required: list[Node] = []
        excluded: list[Node] = []
        for child in query.children:
            if isinstance(child, Not):
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


def checked_weight(weight: object) -> float:
    """Return a boost or a fixed score if it is one."""
    if isinstance(weight, int | float) and not isinstance(weight, bool) and 0 < weight <= MAX_BOOST:
        return float(weight)
    raise QueryError(f"a boost is a number above 0 and at most {MAX_BOOST:.0f}, not {weight!r}")


def text_node(number: int, terms: Terms, boost: float = 1.0) -> Node:
    """Return the term or phrase in the field of that number."""
    return (_TERM if len(terms) == 1 else _PHRASE, number, terms, boost)


def boosted(node: Node, boosts: Sequence[Node]) -> Node:
    """Return the node with terms and phrases that add their scores where it matches."""
    if not boosts or node == NOTHING:
        return node
    return (_BOOSTED, (*node[1], *boosts)) if node[0] == _BOOSTED else (_BOOSTED, (node, *boosts))


def both(nodes: list[Node]) -> Node:
    """Return the conjunction, flat and without what changes nothing; boosts of its parts are boosts of it."""
    flat: list[Node] = []
    boosts: list[Node] = []
    for node in nodes:
        if node == NOTHING:
            return NOTHING
        required = node
        if node[0] == _BOOSTED:
            required = node[1][0]
            boosts += node[1][1:]
        flat += required[1] if required[0] == _AND else () if required == ALL else (required,)
    if not flat:
        return ALL
    return boosted(flat[0] if len(flat) == 1 else (_AND, tuple(flat)), boosts)


def either(nodes: Iterable[Node]) -> Node:
    """Return the disjunction, flat and without what matches nothing.

    Boosts of words and phrases are boosts of it: where they match, the words do too. Those of other parts, such as
    conjunctions, stay with them.
    """
    flat: list[Node] = []
    boosts: list[Node] = []
    for node in nodes:
        required = node
        if node[0] == _BOOSTED and _is_text(node[1][0]):
            required = node[1][0]
            boosts += node[1][1:]
        flat += required[1] if required[0] == _OR else () if required == NOTHING else (required,)
    if not flat:
        return NOTHING
    return boosted(flat[0] if len(flat) == 1 else (_OR, tuple(flat)), boosts)


def _is_text(node: Node) -> bool:
    """Return whether a node is a word or phrase, or several of which any may match."""
    return node[0] in _TEXT or (node[0] == _OR and all(child[0] in _TEXT for child in node[1]))


def without(node: Node, excluded: list[Node]) -> Node:
    """Return the node less what is excluded."""
    excluded = [unboosted(other) for other in excluded if other != NOTHING]
    if not excluded or node == NOTHING:
        return node
    if ALL in excluded:
        return NOTHING
    if node[0] == _BOOSTED:
        return boosted((_EXCEPT, (node[1][0], *excluded)), node[1][1:])
    return (_EXCEPT, (node, *excluded))


def unboosted(node: Node) -> Node:
    """Return the node without boosts, for where nothing scores."""
    if node[0] == _BOOSTED:
        return unboosted(node[1][0])
    if node[0] in (_AND, _OR, _EXCEPT, _FILTER):
        return (node[0], tuple(map(unboosted, node[1])))
    if node[0] == CONSTANT:
        return unboosted(node[1])
    return node


def silent(node: Node) -> Node:
    """Return a node that matches the same and scores nothing."""
    child = unboosted(node)
    return child if child[0] in _SILENT else (_FILTER, (child,))


def scaled(node: Node, weight: float) -> Node:
    """Return a node with all that it scores times `weight`."""
    if node[0] in _TEXT:
        return (*node[:3], node[3] * weight, *node[4:])
    if node[0] in (_OR, _AND, _BOOSTED):
        return (node[0], tuple(scaled(child, weight) for child in node[1]))
    if node[0] == _EXCEPT:
        return (node[0], (scaled(node[1][0], weight), *node[1][1:]))
    if node[0] in (PATTERN, NEAR):
        return (*node[:5], node[5] * weight)
    return (*node[:2], node[2] * weight) if node[0] == CONSTANT else node


def scoring_leaves(query: Query) -> int:
    """Return how many words and phrases of a rewritten query score."""
    if isinstance(query, Word | Phrase):
        return 1
    if isinstance(query, And | Or):
        return sum(map(scoring_leaves, query.children))
    if isinstance(query, Boost):
        return scoring_leaves(query.child)
    if isinstance(query, Scoring):
        return 1
    return int(isinstance(query, Weighted) and query.weight > 0)


def letters_alone(node: Node) -> Node:
    """Return the plan of a query of one word or phrase with its letters counting more."""
    if node[0] in (CONSTANT, NEAR, PATTERN):
        return node
    if node[0] in (_AND, _OR, _EXCEPT, _BOOSTED):
        return (node[0], tuple(map(letters_alone, node[1])))
    return (*node[:3], node[3] * LETTERS_ALONE, node[4]) if node[0] in (_TERM, _PHRASE) and len(node) > 4 else node
