"""How a document comes to its score: a tree of numbers whose root is the score to the bit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from searchlib.search.kinds import CONSTANT, JOINED, NEAR, PATTERN, RECENT
from searchlib.search.native import Automaton

__all__ = ["Explanation", "explained"]

Node = tuple[Any, ...]
Account = Callable[[Node], "tuple[float, float, int, int] | None"]
"""Plan → score, weight, frequency and length; None where it does not match."""

_TERM, _PHRASE, _AND, _OR, _EXCEPT, _FILTER, _BOOSTED = 2, 3, 7, 8, 9, 10, 11
_NAMES = {
    _AND: "all of",
    _OR: "any of",
    _EXCEPT: "without what is excluded",
    _FILTER: "must match, scores nothing",
    _BOOSTED: "with the very forms that were typed",
    CONSTANT: "a fixed score",
    RECENT: "less what its age takes away",
}


@dataclass(frozen=True, slots=True)
class Explanation:
    """A number and where it comes from.

    Parameters
    ----------
    score : float
        The number.
    what : str
        What it is.
    parts : tuple[Explanation, ...]
        What it is the sum of, where `what` says nothing else.
    """

    score: float
    what: str
    parts: tuple[Explanation, ...] = ()

    def __str__(self) -> str:
        """Return the tree, one number a line."""
        return "\n".join(f"{'  ' * depth}{one.score:.6f}  {one.what}" for one, depth in self._lines())

    def _lines(self, depth: int = 0) -> Iterator[tuple[Explanation, int]]:
        yield self, depth
        for part in self.parts:
            yield from part._lines(depth + 1)  # noqa: SLF001  its own


def explained(node: Node, account: Account, fields: list[str]) -> Explanation | None:
    """Return how a document comes to the score of a plan; None if it does not match.

    Parameters
    ----------
    node : Node
        The plan.
    account : Account
        What one document scores by a part of the plan.
    fields : list[str]
        The names of the inverted fields.
    """
    found = account(node)
    if found is None:
        return None
    score, weight, frequency, length = found
    kind = node[0]
    if kind in (_TERM, _PHRASE, NEAR):
        what = f"{_named(node, fields)}: weight {weight:.6f}, {frequency} times in {length} words"
        return Explanation(score, what)
    if kind in (_AND, _OR, _BOOSTED):
        children = [explained(child, account, fields) for child in node[1]]
        return Explanation(score, _NAMES[kind], tuple(child for child in children if child is not None))
    if kind in (_EXCEPT, RECENT):
        child = explained(node[1][0] if kind == _EXCEPT else node[1], account, fields)
        return Explanation(score, _NAMES[kind], () if child is None else (child,))
    if kind == JOINED:
        joined: tuple[tuple[int, float], ...] = node[1]
        names = " and ".join(fields[number] for number, _ in joined)
        return Explanation(score, f"{names} together: {node[2]}: weight {weight:.6f}")
    return Explanation(score, _pattern(node, fields) or _NAMES.get(kind, "matches"))


def _pattern(node: Node, fields: list[str]) -> str | None:
    """Return what a pattern in a text looks for; None for another plan."""
    if node[0] != PATTERN or node[2]:
        return None
    automaton: Automaton = node[3]
    told = automaton.description
    if told is None:
        what = "a word of this shape"
    elif told[0] == "near":
        what = f"a word at most {told[2]} edits from {told[1]}, the nearest counts"
    else:
        what = f"a word that starts with {told[1]}"
    return f"{fields[node[1]]}: {what}"


def _named(node: Node, fields: list[str]) -> str:
    if node[0] == NEAR:
        parts: tuple[tuple[Node, ...], ...] = node[4]
        words: list[str] = [" or ".join([_leaf(leaf) for leaf in part]) for part in parts]
        return f"{fields[node[1]]}: {' … '.join(words)}"
    return f"{fields[node[1]]}: {_leaf(node)}"


def _leaf(node: Node) -> str:
    if node[0] in (_TERM, _PHRASE):
        terms: tuple[tuple[int, str], ...] = node[2]
        return " ".join(term for _, term in terms)
    return node[2] if isinstance(node[2], str) else "a pattern"
