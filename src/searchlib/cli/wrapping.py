"""A snippet as lines for people: blanks collapsed, wrapped at blanks, its matches bold."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

import click

from searchlib.cli.output import printable

if TYPE_CHECKING:
    from searchlib.results import Snippet

__all__ = ["snippet_lines"]


def snippet_lines(snippet: Snippet, *, indent: str, width: int | None, color: bool) -> str:
    """Return a snippet as indented lines; empty if it holds no letter.

    Parameters
    ----------
    snippet : Snippet
        What to show; … stands where there is more text.
    indent : str
        What each line starts with.
    width : int or None
        Columns of the terminal; None for one long line.
    color : bool
        Whether to mark the matches, with escape codes.
    """
    letters = _letters(snippet)
    if not letters:
        return ""
    ends = _line_ends("".join(letter for letter, _ in letters), width - len(indent)) if width else set[int]()
    broken = [(f"\n{indent}" if at in ends else letter, matches) for at, (letter, matches) in enumerate(letters)]
    parts: list[str] = []
    for matches, run in groupby(broken, key=lambda entry: entry[1]):
        text = "".join(letter for letter, _ in run)
        parts.append(click.style(text, bold=True, fg="yellow") if matches and color else text)
    return indent + "".join(parts)


def _letters(snippet: Snippet) -> list[tuple[str, bool]]:
    """Return each printable letter with whether it matches; no blank at the start, no two together."""
    pieces = list(snippet.pieces())
    if snippet.before:
        pieces.insert(0, ("… ", False))
    if snippet.after:
        pieces.append((" …", False))
    letters: list[tuple[str, bool]] = []
    for piece, matches in pieces:
        for letter in printable(piece):
            if not letter.isspace():
                letters.append((letter, matches))
            elif letters and letters[-1][0] != " ":
                letters.append((" ", matches))
    return letters


def _line_ends(text: str, width: int) -> set[int]:
    """Return the places of the blanks where a new line starts; a word wider than `width` is not broken."""
    ends: set[int] = set()
    line = 0
    last_blank = -1
    for at, letter in enumerate(f"{text} "):
        if letter != " ":
            continue
        if at - line > width and last_blank >= line:
            ends.add(last_blank)
            line = last_blank + 1
        last_blank = at
    return ends
