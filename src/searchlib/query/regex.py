"""Regular expressions of the query language: text → tree, with errors that say where.

`searchlib.search` makes an automaton of the tree: no expression can take longer than in
proportion to the word that it is held against. There are no references back, no looking around, and no classes that
depend on a locale.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TypeAlias

__all__ = ["MAX_STATES", "Choice", "Letters", "Node", "RegexError", "Repeat", "Sequence", "parse_regex"]

MAX_STATES = 1000
"""Characters that an expression may stand for, repetitions written out."""
_MAX_DEPTH = 50
_MAX_REPEAT = 255
_LAST = 0x10FFFF

Range: TypeAlias = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Letters:
    """One character of these, given as ranges of numbers, ascending and apart."""

    ranges: tuple[Range, ...]
    size: int = 1


@dataclass(frozen=True, slots=True)
class Sequence:
    """Nodes one behind the other."""

    nodes: tuple[Node, ...]
    size: int


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several nodes."""

    nodes: tuple[Node, ...]
    size: int


@dataclass(frozen=True, slots=True)
class Repeat:
    """A node as often as that; `most` is None where there is no end to it."""

    node: Node
    least: int
    most: int | None
    size: int


Node: TypeAlias = Letters | Sequence | Choice | Repeat
"""A part of an expression; its size is how many characters it stands for, repetitions written out."""

_CLASSES: dict[str, tuple[Range, ...]] = {
    "d": ((0x30, 0x39),),
    "w": ((0x30, 0x39), (0x5F, 0x5F), (0x61, 0x7A), (0x80, _LAST)),
    "s": ((0x09, 0x0D), (0x20, 0x20), (0x85, 0x85), (0xA0, 0xA0), (0x2000, 0x200A), (0x2028, 0x2029), (0x3000, 0x3000)),
}
_HEXADECIMAL = re.compile(r"\{([0-9a-fA-F]{1,6})\}")
_COUNTS = re.compile(r"\{([0-9]{1,4})(?:(,)([0-9]{1,4})?)?\}")


class RegexError(ValueError):
    """An expression is none.

    Parameters
    ----------
    what, hint : str
        What is wrong, and what to write instead.
    position : int
        Where in the expression, in characters from 0.
    """

    def __init__(self, what: str, hint: str, position: int) -> None:
        super().__init__(f"{what}; {hint}")
        self.what = what
        self.hint = hint
        self.position = position


def parse_regex(pattern: str) -> Node:
    """Return the tree of an expression. Letters are lowered, as those of the index are.

    Raises
    ------
    RegexError
        If it is none, or stands for more than `MAX_STATES` characters.
    """
    reader = _Reader(pattern)
    node = reader.alternatives(0)
    if reader.at < len(pattern):
        raise RegexError("this bracket was never opened", "leave it out, or write \\)", reader.at)
    return node


class _Reader:
    """Reads one expression from left to right."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern
        self.at = 0

    def alternatives(self, depth: int) -> Node:
        if depth > _MAX_DEPTH:
            raise RegexError(f"more than {_MAX_DEPTH} brackets are nested", "write it more simply", self.at)
        options = [self._sequence(depth)]
        while self._peek() == "|":
            self.at += 1
            options.append(self._sequence(depth))
        return options[0] if len(options) == 1 else Choice(tuple(options), self._checked(options))

    def _peek(self) -> str:
        return self._pattern[self.at : self.at + 1]

    def _sequence(self, depth: int) -> Node:
        nodes: list[Node] = []
        while self._peek() not in ("", "|", ")"):
            nodes.append(self._repeated(self._atom(depth)))
        return nodes[0] if len(nodes) == 1 else Sequence(tuple(nodes), self._checked(nodes))

    def _checked(self, nodes: list[Node]) -> int:
        """Return the size of nodes together."""
        return self._bounded(1 + sum(node.size for node in nodes), self.at)

    def _bounded(self, size: int, position: int) -> int:
        if size > MAX_STATES:
            what = f"the expression stands for more than {MAX_STATES} characters"
            raise RegexError(what, "repeat less", min(position, len(self._pattern)))
        return size

    def _atom(self, depth: int) -> Node:
        start = self.at
        character = self._peek()
        self.at += 1
        if character == "(":
            if self._pattern.startswith("?:", self.at):
                self.at += 2
            node = self.alternatives(depth + 1)
            if self._peek() != ")":
                raise RegexError("this bracket is never closed", "add a )", start)
            self.at += 1
            return node
        if character == "[":
            return Letters(self._class(start))
        if character == ".":
            return Letters(((0, _LAST),))
        if character == "\\":
            return Letters(self._escape(start))
        if character in "*+?{":
            what = f"nothing stands before {character} that it could repeat"
            raise RegexError(what, f"write \\{character} for the sign itself", start)
        if character in "^$":
            what = f"{character} means nothing here"
            raise RegexError(what, "leave it out: an expression is held against whole words", start)
        return Letters(_letter(character))

    def _repeated(self, node: Node) -> Node:
        """Return a node with the repetition behind it, if there is one."""
        start = self.at
        sign = self._peek()
        if sign == "{":
            least, most = self._counts(start)
        elif sign and sign in "*+?":
            self.at += 1
            least, most = int(sign == "+"), 1 if sign == "?" else None
        else:
            return node
        following = self._peek()
        if following and following in "*+?{":
            raise RegexError("what is repeated is repeated again", "put it in brackets: (…)", self.at)
        times = max(least + 1 if most is None else most, 1)
        return Repeat(node, least, most, self._bounded(node.size * times, start))

    def _counts(self, start: int) -> tuple[int, int | None]:
        found = _COUNTS.match(self._pattern, start)
        if found is None:
            raise RegexError("a { starts a count", "write {2}, {2,} or {2,5}, or \\{ for the sign itself", start)
        self.at = found.end()
        least = int(found[1])
        most = least if found[2] is None else None if found[3] is None else int(found[3])
        if least > _MAX_REPEAT or (most is not None and (most > _MAX_REPEAT or most < least)):
            what = f"{found[0]} is no count"
            raise RegexError(what, f"write the lower number first, at most {_MAX_REPEAT}", start)
        return least, most

    def _escape(self, start: int) -> tuple[Range, ...]:
        """Return what stands behind a backslash, which has been read."""
        character = self._peek()
        self.at += 1
        if character == "x":
            found = _HEXADECIMAL.match(self._pattern, self.at)
            if found is None or int(found[1], 16) > _LAST:
                raise RegexError("\\x needs the number of a character", "write \\x{e4}", start)
            self.at = found.end()
            return _letter(chr(int(found[1], 16)))
        if character.lower() in _CLASSES:
            ranges = _CLASSES[character.lower()]
            return ranges if character.islower() else _complement(ranges)
        if not character or character.isalnum():
            what = f"\\{character} means nothing here"
            raise RegexError(what, "there are \\d \\w \\s \\D \\W \\S, and \\ before a sign that means itself", start)
        return _letter(character)

    def _class(self, start: int) -> tuple[Range, ...]:
        """Return what stands between square brackets, of which the first has been read."""
        negated = self._peek() == "^"
        self.at += negated
        ranges: list[Range] = []
        first = True
        while first or self._peek() != "]":
            first = False
            low = self._member(start)
            if self._peek() == "-" and self._pattern[self.at + 1 : self.at + 2] not in ("]", ""):
                place = self.at
                self.at += 1
                high = self._member(start)
                if len(low) != 1 or len(high) != 1 or low[0][0] > high[0][1]:
                    raise RegexError("the range in the brackets runs backwards", "swap its ends", place)
                low = ((low[0][0], high[0][1]),)
            ranges.extend(low)
        self.at += 1
        joined = _joined(ranges)
        return _complement(joined) if negated else joined

    def _member(self, start: int) -> tuple[Range, ...]:
        character = self._peek()
        if not character:
            raise RegexError("this bracket is never closed", "add a ]", start)
        self.at += 1
        return self._escape(self.at - 1) if character == "\\" else _letter(character)


def _letter(character: str) -> tuple[Range, ...]:
    lower = character.lower()
    code = ord(lower) if len(lower) == 1 else ord(character)
    return ((code, code),)


def _joined(ranges: list[Range]) -> tuple[Range, ...]:
    """Return ranges in order, those that touch as one."""
    joined: list[Range] = []
    for low, high in sorted(ranges):
        if joined and low <= joined[-1][1] + 1:
            joined[-1] = (joined[-1][0], max(joined[-1][1], high))
        else:
            joined.append((low, high))
    return tuple(joined)


def _complement(ranges: tuple[Range, ...]) -> tuple[Range, ...]:
    found: list[Range] = []
    following = 0
    for low, high in ranges:
        if low > following:
            found.append((following, low - 1))
        following = high + 1
    if following <= _LAST:
        found.append((following, _LAST))
    return tuple(found)
