"""Tokens → tree. The parser keeps its own stack of open brackets, so that no text can exhaust Python's."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, TypeAlias

from searchlib.errors import QuerySyntaxError
from searchlib.query.clauses import Clauses, Scope
from searchlib.query.problems import problem
from searchlib.query.tokenizer import (
    AND,
    CLOSE,
    FIELD,
    NOT,
    OPEN,
    OPERATORS,
    PLAIN,
    QUOTED,
    RANGE,
    SIGN,
    TOKENS,
    WORD,
)
from searchlib.query.tree import All, And, Filter, Not, Nothing, Or, Query, Word, scores
from searchlib.schema import Schema, Text

__all__ = ["MAX_CLAUSES", "MAX_DEPTH", "DefaultOperator", "Parser"]

DefaultOperator: TypeAlias = Literal["or", "and"]

MAX_DEPTH = 100
"""Brackets and signs inside one another. Whatever walks the tree may recurse this deep."""
MAX_CLAUSES = 1024
"""Words, quotations and ranges in one query."""


class _Group:
    """What has been read of one bracket (or of the whole query): items, their alternatives, their conjuncts."""

    __slots__ = ("alternatives", "conjuncts", "items", "operator", "operator_at", "position", "scope", "signs")

    def __init__(self, position: int, scope: Scope | None) -> None:
        self.position = position
        self.scope = scope
        self.items: list[Query] = []  # side by side
        self.alternatives: list[Query] = []  # of the item being read: joined by OR
        self.conjuncts: list[Query] = []  # of the alternative being read: joined by AND
        self.operator = ""  # read, and waiting for its right side
        self.operator_at = 0
        self.signs: list[tuple[str, int]] = []  # NOT, - and + that wait for what they stand before

    def add(self, node: Query) -> None:
        """Take an operand in."""
        while self.signs:
            node = _signed(self.signs.pop()[0], node)
        if not self.operator:
            if self.conjuncts:
                self.items.append(self._item())
            self.conjuncts = [node]
            return
        if self.operator == AND:
            self.conjuncts.append(node)
        else:
            self.alternatives.append(_all_of(self.conjuncts))
            self.conjuncts = [node]
        self.operator = ""

    def _item(self) -> Query:
        """Close the item being read."""
        node = _all_of(self.conjuncts)
        if self.alternatives:
            node = _any_of([*self.alternatives, node])
            self.alternatives = []
        return node

    def close(self, default_operator: DefaultOperator) -> Query:
        """Return the group as one node; at least one operand has been added."""
        items = [*self.items, self._item()]
        if len(items) == 1:
            return _alone(items[0])
        if self.scope is not None and not isinstance(self.scope.spec, Text):
            return _side_by_side(items, any_value=True)
        return _all_of(items) if default_operator == "and" else _side_by_side(items)


class Parser:
    """Reads one query.

    Parameters
    ----------
    query : str
        The whole query string.
    schema : Schema
        The fields there are.
    default_operator : {"or", "and"}
        What stands between words where nothing does.
    """

    __slots__ = ("_clauses", "_default", "_depth", "_expected", "_group", "_left", "_open", "_query")

    def __init__(self, query: str, schema: Schema, default_operator: DefaultOperator) -> None:
        self._query = query
        self._clauses = Clauses(query, schema)
        self._default: DefaultOperator = default_operator
        self._group = _Group(0, None)
        self._open: list[_Group] = []  # the groups around the one being read
        self._depth = 0  # brackets and waiting signs
        self._left = MAX_CLAUSES
        self._expected: Scope | None = None  # of a FIELD token, whose value is the next one

    def parse(self) -> Query:
        """Return the tree.

        Raises
        ------
        QuerySyntaxError
            If the query is not in the language.
        """
        for token in TOKENS.finditer(self._query):
            kind = token.lastindex
            text = token[0]
            if kind == PLAIN and self._group.scope is None and text not in OPERATORS:
                self._leaf(Word(text), token.start())
            else:
                self._token(kind, text, token.start())
        if self._open:
            raise self._problem(self._group.position, "this bracket is never closed", "add a )")
        self._check_complete()
        return self._group.close(self._default)

    def _token(self, kind: int | None, text: str, position: int) -> None:
        scope, self._expected = self._expected or self._group.scope, None
        if kind in {PLAIN, WORD}:
            if text in OPERATORS:
                self._operator(OPERATORS[text], text, position)
            else:
                self._leaf(self._clauses.word(text, position, scope), position)
        elif kind == QUOTED:
            self._leaf(self._clauses.quoted(text, position, scope), position)
        elif kind == RANGE:
            self._leaf(self._clauses.range(text, position), position)
        elif kind == SIGN:
            self._sign(text, position)
        elif kind == FIELD:
            self._expected = self._clauses.opening(text, position)
        elif kind == OPEN:
            self._open_bracket(position, scope)
        elif kind == CLOSE:
            self._close_bracket(position)
        else:
            raise self._problem(position, f"the quotation mark {text} has no partner", "add it, or leave this one out")

    def _leaf(self, node: Query, position: int) -> None:
        if self._left == 0:
            raise self._problem(position, f"there are more than {MAX_CLAUSES} clauses", "ask with fewer words")
        self._left -= 1
        self._add(node)

    def _add(self, node: Query) -> None:
        self._depth -= len(self._group.signs)
        self._group.add(node)

    def _operator(self, operator: str, text: str, position: int) -> None:
        if operator == NOT:
            self._sign(text, position)
            return
        group = self._group
        if not group.conjuncts or group.operator or group.signs:
            hint = f'write a word on both sides; to search for the word itself, put it in quotation marks, "{text}"'
            raise self._problem(position, f"nothing stands before {text} that it could join", hint)
        group.operator, group.operator_at = operator, position

    def _sign(self, text: str, position: int) -> None:
        self._deeper(position)
        self._group.signs.append((OPERATORS.get(text, text), position))

    def _open_bracket(self, position: int, scope: Scope | None) -> None:
        if scope is not None and scope.comparison:
            what = f"{scope.comparison} cannot stand before a bracket"
            raise self._problem(position, what, f"write {scope.name}:{scope.comparison}2025-10-24")
        self._deeper(position)
        self._open.append(self._group)
        self._group = _Group(position, scope)

    def _close_bracket(self, position: int) -> None:
        if not self._open:
            raise self._problem(position, "this bracket was never opened", "leave it out, or add a ( before it")
        self._check_complete()
        node = self._group.close(self._default)
        self._group = self._open.pop()
        self._depth -= 1
        self._add(node)

    def _deeper(self, position: int) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise self._problem(position, f"more than {MAX_DEPTH} brackets or signs are nested", "ask more simply")

    def _check_complete(self) -> None:
        """Raise if the group being read cannot end here."""
        group = self._group
        if group.signs:
            sign, position = group.signs[-1]
            raise self._problem(position, f"nothing follows {sign}", "write what it applies to")
        if group.operator:
            raise self._problem(group.operator_at, f"nothing follows {group.operator}", "write a word on both sides")
        if not group.conjuncts:
            what = "there is nothing between the brackets" if self._open else "the query is empty"
            raise self._problem(group.position, what, 'write a word, a "phrase" or field:value')

    def _problem(self, position: int, what: str, hint: str) -> QuerySyntaxError:
        return problem(self._query, position, what, hint)


def _signed(sign: str, node: Query) -> Query:
    if sign == "+":
        return node if isinstance(node, (Filter, Not)) else Filter(node)
    if isinstance(node, Filter):
        node = node.child  # what is excluded does not score anyway
    if isinstance(node, All):
        return Nothing()
    return All() if isinstance(node, Nothing) else Not(node)


def _bare(node: Query) -> Query:
    """Return `node` without a `Filter` that has nothing to silence."""
    return node.child if isinstance(node, Filter) and not scores(node.child) else node


def _flat(kind: type[And | Or], nodes: Iterable[Query]) -> list[Query]:
    """Return the children of a group: those of inner groups of its kind in their place."""
    children: list[Query] = []
    for node in map(_bare, nodes):
        if isinstance(node, kind):
            children.extend(node.children)
        else:
            children.append(node)
    return children


def _any_of(nodes: Iterable[Query]) -> Query:
    children = _flat(Or, nodes)
    return children[0] if len(children) == 1 else Or(tuple(children))


def _alone(node: Query) -> Query:
    """Return a node that nothing is joined to: an exclusion excludes from everything."""
    if isinstance(node, Not):
        return And((All(), node))
    return _bare(node)


def _all_of(nodes: list[Query]) -> Query:
    """Return the conjunction of `nodes`; a single one stays as it is.

    `All` is left out where something else limits the documents, and put in where there are only exclusions.
    """
    if len(nodes) == 1:
        return nodes[0]
    limiting = [node for node in _flat(And, nodes) if not isinstance(node, All)]
    if all(isinstance(node, Not) for node in limiting):
        limiting.insert(0, All())
    return limiting[0] if len(limiting) == 1 else And(tuple(limiting))


def _side_by_side(items: list[Query], *, any_value: bool = False) -> Query:
    """Return what items without an operator between them mean: alternatives, unless they filter.

    Where `any_value` is true, inside the brackets of a keyword or date field, values are alternatives as well.
    """
    options: list[Query] = []
    filters: list[Query] = []
    exclusions: list[Query] = []
    for item in items:
        if isinstance(item, Not):
            exclusions.append(item)
        elif scores(item) or (any_value and not isinstance(item, Filter)):
            options.append(item)
        else:
            filters.append(item)
    if options:
        filters.insert(0, _any_of(options))
    return _all_of([*filters, *exclusions])
