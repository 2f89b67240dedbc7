"""Patterns of a question → the automata that the native core holds the words of the index against."""

from __future__ import annotations

from functools import lru_cache

from searchlib.analysis.folding import fold_text
from searchlib.errors import QueryError
from searchlib.query.patterns import Fuzzy, Pattern, Prefix, Wildcard
from searchlib.query.regex import Choice, Letters, Node, RegexError, Repeat, Sequence, parse_regex
from searchlib.search.native import Automaton

__all__ = ["automaton_of", "regex_automaton", "spellings_of"]


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
        try:
            return Automaton.shaped_like(folded)
        except ValueError as error:
            raise QueryError(f"{pattern.pattern[:30]!r}…: {error}") from error
    return regex_automaton(folded)


@lru_cache(maxsize=256)
def regex_automaton(pattern: str) -> Automaton:
    """Return the automaton of a regular expression.

    Raises
    ------
    QueryError
        If it is none, or too complicated.
    """
    try:
        return _compiled(parse_regex(pattern))
    except RegexError as error:
        raise QueryError(f"/{pattern}/: {error}") from error


@lru_cache(maxsize=1)
def _letters_by_fold() -> dict[str, list[int]]:
    """Return Latin letters beyond ASCII by what folding makes of them."""
    found: dict[str, list[int]] = {}
    for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00)):
        folded = fold_text(chr(code))
        if folded not in ("", chr(code)):
            found.setdefault(folded, []).append(code)
    return found


@lru_cache(maxsize=1024)
def spellings_of(folded: str) -> Automaton:
    """Return the automaton of a word without diacritics and of all its spellings with some, in lower case."""
    edges: list[tuple[int, int, int, int]] = []
    for at, letter in enumerate(folded):
        edges.append((at, ord(letter), ord(letter), at + 1))
        for size in (1, 2, 3):
            codes = _letters_by_fold().get(folded[at : at + size], ())
            edges += [(at, code, code, at + size) for code in codes if at + size <= len(folded)]
    return Automaton(len(folded) + 1, edges, [], len(folded))


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
