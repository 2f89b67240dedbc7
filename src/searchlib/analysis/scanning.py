"""Scanning one normalised raw form for what it holds: words, numbers, dates, addresses, tags."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from searchlib.analysis.addresses import address_extras, canonical_address, tag_parts
from searchlib.analysis.numbers import canonical_date, canonical_number, english_number
from searchlib.analysis.old_spelling import respell
from searchlib.analysis.words import group, group_of_any_language

if TYPE_CHECKING:
    from collections.abc import Callable

    from searchlib.analysis.protocol import Role
    from searchlib.analysis.words import Group

__all__ = ["CONVENTIONS", "DOMAINS", "Conventions", "Piece", "scan", "scan_plainly"]

Piece: TypeAlias = "tuple[str, int, int, int, Role]"
"""What is to become one token: letters not folded yet, position, start, end, role."""

_W: Final = r"[^\x00-/:-@\[-`{-\x7f\s]"  # a letter, digit or mark, given that splitting left only those and joiners
_DOMAINS: Final = (
    "ro com org net eu md info gov edu tv biz io uk us de fr it es hu bg ua ru rs at ch be nl pl cz "
    "gr tr il cn jp me co int news online app dev ai fm ly"
)
DOMAINS: Final = frozenset(_DOMAINS.split())
"""What a name with points ends in to be an address, folded."""
# What counts as an address must not change when a text loses its diacritics.
_UNFOLDED: Final = {"a": "[aăâ]", "i": "[iî]", "s": "[sșş]", "t": "[tțţ]", " ": "|"}
_DOMAIN: Final = "".join(_UNFOLDED.get(letter, letter) for letter in _DOMAINS)

_SCANNER: Final = rf"""
      (?P<address>  (?<!{_W}) (?: (?:https?|ftp)://[^\s,]+ | [Ww]{{3}}\.{_W}[^\s,]*
                    | {_W}++(?:[.+%_-]{_W}++){{0,8}}+@{_W}++(?:[.-]{_W}++){{0,8}}\.{_W}{{2,}}+
                    | {_W}++(?:[.-]{_W}++){{0,8}}\.(?:{_DOMAIN})(?!{_W}|\.{_W})(?:/[^\s,]*)? ) )
    | (?P<tag>      (?<!{_W}) [\#@](?:{_W}|_)+ )
    | (?P<date>     (?<!{_W}) (?: \d{{1,2}}(?P<mark>[./-])\d{{1,2}}(?P=mark)\d{{4}}
                    | \d{{4}}-\d{{2}}-\d{{2}} ) (?!{_W}) )
    | (?P<time>     (?<!{_W}) \d{{1,2}}:\d{{2}}(?::\d{{2}})? (?!{_W}) )
    | (?P<number>   (?<!{_W}) \d+(?:[.,]\d+)+ (?!{_W}) )
    | (?P<initials> (?<!{_W}) [^\W\d_](?:\.[^\W\d_])+ (?!{_W}) (?:\.?-(?:ul|ului|uri|urile|urilor)(?!{_W}))? )
    | (?P<group>    {_W}++(?:[-']{_W}++)*+ )
    """
_PLAIN: Final = re.compile(f"{_W}+")
_GROUP: Final = re.compile(f"{_W}+(?:[-']{_W}+)*").fullmatch
_NUMBER: Final = re.compile(r"\d+[.,]\d+(?:[.,]\d+)*").fullmatch
_FIRST_ALONE: Final = "\u3040"


@cache
def _each_alone() -> re.Pattern[str]:
    """Compile the characters of scripts that write no blanks between words: each of them is a word."""
    return re.compile("([\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff])")


class Conventions(NamedTuple):
    """How a language writes what is scanned."""

    group: Callable[[str], Group]
    """How words joined by hyphens and apostrophes are read."""
    spell: Callable[[str], str]
    """How a word of such a group is spelled now."""
    number: Callable[[str], str | None]
    """What a number with points and commas is."""


CONVENTIONS: Final = {
    "": Conventions(group_of_any_language, str, canonical_number),
    "english": Conventions(group_of_any_language, str, english_number),
    "romanian": Conventions(group, respell, canonical_number),
}
"""Name of a language → its conventions; under the empty name those for all others."""


class _Pieces:
    """Collects the pieces of one form; each part takes the next position."""

    def __init__(self, size: int, conventions: Conventions) -> None:
        self.found: list[Piece] = []
        self.width = 0
        self.conventions = conventions
        self._size = size

    def add_part(self, text: str, start: int, end: int) -> None:
        self.found.append((text, self.width, start, end, "part"))
        self.width += 1

    def add_words(self, text: str, start: int, end: int) -> None:
        """Add a part, or one for each character of a script that writes no blanks."""
        if max(text) < _FIRST_ALONE:
            self.add_part(text, start, end)
            return
        for run in _each_alone().split(text):
            if run:
                self.add_part(run, start, min(end, start + len(run)))
                start = min(end, start + len(run))

    def add_beside(self, text: str, position: int, start: int, end: int) -> None:
        """Add a term that stands beside parts; it answers for the form only if it covers all of it."""
        role: Role = "whole" if start == 0 and end == self._size else "extra"
        self.found.append((text, position, start, end, role))

    def add_extra(self, text: str, start: int, end: int) -> None:
        """Add a term at the position of the part just added, for the index only."""
        self.found.append((text, self.width - 1, start, end, "extra"))


def scan(text: str, conventions: Conventions = CONVENTIONS["romanian"]) -> list[Piece]:
    """Take a normalised raw form apart.

    Parameters
    ----------
    text : str
        The form, composed, with plain hyphens and apostrophes.
    conventions : Conventions
        Those of its language.

    Returns
    -------
    list of Piece
        In the order of the text; parts have successive positions from 0.
    """
    pieces = _Pieces(len(text), conventions)
    if _NUMBER(text) is not None and text.count(".") != 2:  # with two points it may be a date
        _add_number(pieces, text, 0, len(text))
    elif _GROUP(text) is not None and not text[0].isdigit():
        _add_group(pieces, text, 0, len(text))
    else:
        for match in _scanner().finditer(text):
            _ADDERS[match.lastgroup or "group"](pieces, match[0], match.start(), match.end())
    return pieces.found


def scan_plainly(text: str) -> list[Piece]:
    """Take a normalised raw form apart at everything that is neither letter nor digit."""
    pieces = _Pieces(len(text), CONVENTIONS[""])
    _add_runs(pieces, text, 0, len(text))
    return pieces.found


@cache
def _scanner() -> re.Pattern[str]:
    """Compile the scanner when a form first needs it: that takes longer than importing all the rest."""
    return re.compile(_SCANNER, re.VERBOSE)


def _add_address(pieces: _Pieces, text: str, start: int, end: int) -> None:
    address = canonical_address(text)
    pieces.add_part(address, start, end)
    for extra in address_extras(address):
        pieces.add_extra(extra, start, end)


def _add_tag(pieces: _Pieces, text: str, start: int, end: int) -> None:
    body = text[1:]
    parts = tag_parts(body)
    pieces.add_part(body.replace("_", ""), start, end)
    if len(parts) > 1:
        for first, last in parts:
            pieces.add_extra(body[first:last], start + 1 + first, start + 1 + last)


def _add_date(pieces: _Pieces, text: str, start: int, end: int) -> None:
    date = canonical_date(text)
    if date is None:
        _add_runs(pieces, text, start, end)
        return
    pieces.add_part(date, start, end)
    pieces.add_extra(date[:4], start, end)


def _add_number(pieces: _Pieces, text: str, start: int, end: int) -> None:
    number = pieces.conventions.number(text)
    if number is None:
        _add_runs(pieces, text, start, end)
    else:
        pieces.add_part(number, start, end)


def _add_runs(pieces: _Pieces, text: str, start: int, _end: int) -> None:
    for match in _PLAIN.finditer(text):
        pieces.add_words(match[0], start + match.start(), start + match.end())


def _add_initials(pieces: _Pieces, text: str, start: int, end: int) -> None:
    pieces.add_part(text.partition("-")[0].replace(".", ""), start, end)


def _add_group(pieces: _Pieces, text: str, start: int, end: int) -> None:
    found = pieces.conventions.group(text)
    first = pieces.width
    words = [pieces.conventions.spell(text[begin:letters_end]) for begin, letters_end, _ in found.parts]
    for word, (begin, _, part_end) in zip(words, found.parts, strict=True):
        pieces.add_words(word, start + begin, start + part_end)
    if found.is_compound:
        pieces.add_beside("".join(words), first, start, end)


def _add_as_is(pieces: _Pieces, text: str, start: int, end: int) -> None:
    pieces.add_part(text, start, end)


_ADDERS: Final[dict[str, Callable[[_Pieces, str, int, int], None]]] = {
    "address": _add_address,
    "tag": _add_tag,
    "date": _add_date,
    "time": _add_as_is,
    "number": _add_number,
    "initials": _add_initials,
    "group": _add_group,
}
