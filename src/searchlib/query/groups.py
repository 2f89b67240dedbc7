"""What has been read of one bracket, and what its parts mean side by side."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from searchlib.query.clauses import Scope
from searchlib.query.nearness import near
from searchlib.query.tokenizer import AND
from searchlib.query.tree import All, And, Filter, Not, Nothing, Or, Query, scores
from searchlib.schema import Text

__all__ = ["Group"]


class Group:
    """What has been read of one bracket (or of the whole query): items, their alternatives, their conjuncts."""

    __slots__ = (
        "_chained",
        "alternatives",
        "conjuncts",
        "items",
        "nearness",
        "operator",
        "operator_at",
        "position",
        "scope",
        "signs",
    )

    def __init__(self, position: int, scope: Scope | None) -> None:
        self.position = position
        self.scope = scope
        self.items: list[Query] = []  # side by side
        self.alternatives: list[Query] = []  # of the item being read: joined by OR
        self.conjuncts: list[Query] = []  # of the alternative being read: joined by AND
        self.operator = ""  # read, and waiting for its right side
        self.nearness: tuple[str, int] | None = None  # NEAR or ADJ and its number, waiting likewise
        self._chained = False  # whether the last conjunct came of one
        self.operator_at = 0
        self.signs: list[tuple[str, int]] = []  # NOT, - and + that wait for what they stand before

    def add(self, node: Query) -> tuple[str, str] | None:
        """Take an operand in; return what is wrong with it and what to write, if anything is."""
        if self.nearness:
            joined = near(self.conjuncts[-1], node, *self.nearness, chained=self._chained)
            self.nearness = None
            if not isinstance(joined, tuple):
                self.conjuncts[-1] = joined
                self._chained = True
                return None
            self.conjuncts.append(node)
            return joined
        self._chained = False
        self._join(node)
        return None

    def _join(self, node: Query) -> None:
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

    def close(self, default_operator: Literal["or", "and"]) -> Query | None:
        """Return the group as one node; None if no operand has been added."""
        if not self.conjuncts:
            return None
        items = [*self.items, self._item()]
        if len(items) == 1:
            return _alone(items[0])
        if self.scope is not None and not isinstance(self.scope.spec, Text):
            return _side_by_side(items, any_value=True)
        return _all_of(items) if default_operator == "and" else _side_by_side(items)


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
