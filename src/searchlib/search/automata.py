"""Patterns of a question → the automata that the native core holds the words of the index against."""

from __future__ import annotations

from functools import lru_cache

from searchlib.errors import QueryError
from searchlib.query.patterns import Fuzzy, Pattern, Prefix, Regex, Wildcard
from searchlib.query.regex import Choice, Letters, Node, RegexError, Repeat, Sequence, parse_regex
from searchlib.search.native import Automaton

__all__ = ["automaton_of", "variants_of"]

_LAST = 0x10FFFF
_ANY = Letters(((0, _LAST),))
_MANY = Repeat(_ANY, 0, None, 1)


def automaton_of(pattern: Pattern, folded: str) -> Automaton:
    """Return the automaton of a pattern.

    Parameters
    ----------
    pattern : Prefix | Wildcard | Fuzzy | Regex
        The pattern.
    folded : str
        Its text as the words of the field are folded; of a regular expression the text itself.

    Raises
    ------
    QueryError
        If the pattern is none, or too complicated.
    """
    if isinstance(pattern, Prefix):
        return Automaton.starting_with(folded)
    if isinstance(pattern, Fuzzy):
        if pattern.distance not in (1, 2) or pattern.prefix < 0:
            raise QueryError(f"a word is searched with 1 or 2 edits, not {pattern.distance}")
        try:
            return Automaton.near(folded, pattern.distance, pattern.prefix)
        except ValueError as error:
            raise QueryError(f"{pattern.text[:30]!r}…: {error}") from error
    if isinstance(pattern, Wildcard):
        return _compiled(_wildcard(folded))
    return _regex(folded)


@lru_cache(maxsize=256)
def _regex(pattern: str) -> Automaton:
    try:
        return _compiled(parse_regex(pattern))
    except RegexError as error:
        raise QueryError(f"/{pattern}/: {error}") from error


def _wildcard(pattern: str) -> Node:
    nodes: list[Node] = []
    for character in pattern:
        code = ord(character)
        nodes.append(_MANY if character == "*" else _ANY if character == "?" else Letters(((code, code),)))
    return Sequence(tuple(nodes), len(nodes))


def variants_of(spellings: list[frozenset[str]]) -> Automaton:
    """Return the automaton of words put together of one of each set: the spellings that a word may have.

    Parameters
    ----------
    spellings : list of frozenset of str
        For each letter of the word what may be printed in its place.
    """
    nodes: list[Node] = []
    for options in spellings:
        single = sorted(ord(option) for option in options if len(option) == 1)
        choices: list[Node] = [Letters(tuple((code, code) for code in single))] if single else []
        for option in sorted(options):
            if len(option) != 1:
                letters = tuple(Letters(((ord(c), ord(c)),)) for c in option)
                choices.append(Sequence(letters, len(letters)))
        nodes.append(Choice(tuple(choices), len(choices)))
    return _compiled(Sequence(tuple(nodes), len(nodes)))


class _Compiler:
    """Thompson's construction: each node becomes states between two that are given."""

    def __init__(self) -> None:
        self.states = 2
        self.edges: list[tuple[int, int, int, int]] = []
        self.jumps: list[tuple[int, int]] = []

    def state(self) -> int:
        self.states += 1
        return self.states - 1

    def add(self, node: Node, start: int, end: int) -> None:
        if isinstance(node, Letters):
            self.edges.extend((start, first, last, end) for first, last in node.ranges)
        elif isinstance(node, Sequence):
            self._chain(node.nodes, start, end)
        elif isinstance(node, Choice):
            for option in node.nodes:
                self.add(option, start, end)
        else:
            self._repeat(node, start, end)

    def _chain(self, nodes: tuple[Node, ...], start: int, end: int) -> None:
        # Each part between states of its own: an option that loops must not share them with the others.
        at = self.state()
        self.jumps.append((start, at))
        for node in nodes:
            following = self.state()
            self.add(node, at, following)
            at = following
        self.jumps.append((at, end))

    def _repeat(self, node: Repeat, start: int, end: int) -> None:
        at = self.state()
        self.jumps.append((start, at))
        for _ in range(node.least):
            following = self.state()
            self.add(node.node, at, following)
            at = following
        if node.most is None:
            loop = self.state()
            self.jumps.append((at, loop))
            back = self.state()
            self.add(node.node, loop, back)
            self.jumps.append((back, loop))
            at = loop
        else:
            for _ in range(node.most - node.least):
                self.jumps.append((at, end))
                following = self.state()
                self.add(node.node, at, following)
                at = following
        self.jumps.append((at, end))


def _compiled(node: Node) -> Automaton:
    compiler = _Compiler()
    compiler.add(node, 0, 1)
    return Automaton(compiler.states, compiler.edges, compiler.jumps, 1)
