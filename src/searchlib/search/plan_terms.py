"""What a plan looks for in text fields: its terms and its patterns."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeAlias

from searchlib.search.kinds import CONSTANT, JOINED, LETTERS, NEAR, PATTERN, RECENT
from searchlib.search.native import Automaton

__all__ = ["patterns_of", "text_terms"]

_Node: TypeAlias = tuple[Any, ...]

_TERM, _PHRASE = 2, 3
_GROUPS = range(7, 12)
"""Kinds of nodes that have children, as `src/native/search/node.hpp` numbers them."""


def patterns_of(node: _Node) -> Iterator[tuple[int, Automaton]]:
    """Yield the text field and the automaton of every pattern of a plan."""
    if node[0] == PATTERN:
        if not node[2]:
            yield node[1], node[3]
    elif node[0] in _GROUPS:
        for child in node[1]:
            yield from patterns_of(child)
    elif node[0] == NEAR:
        for part in node[4]:
            for leaf in part:
                yield from patterns_of(leaf)
    elif node[0] in (CONSTANT, RECENT):
        yield from patterns_of(node[1])


def text_terms(node: _Node) -> set[tuple[int, str]]:
    """Return the text field and text of every term of a plan whose frequency its scores need."""
    if node[0] in (_TERM, _PHRASE):
        return {(node[1], term) for _, term in node[2]} | {(node[1], term) for term in node[4:] and node[4]}
    if node[0] in _GROUPS:
        return {term for child in node[1] for term in text_terms(child)}
    if node[0] == JOINED:
        return {(field, node[2]) for field, _ in node[1]}
    if node[0] == LETTERS:
        return {(node[1], node[2])}
    if node[0] == NEAR:
        return {term for part in node[4] for leaf in part for term in text_terms(leaf)}
    return text_terms(node[1]) if node[0] in (CONSTANT, RECENT) else set()
