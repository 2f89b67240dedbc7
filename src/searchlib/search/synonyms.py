"""Synonyms from a file of the user's: what else may stand for words of a question."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from searchlib.analysis import split
from searchlib.errors import SynonymsError

__all__ = ["Rule", "Synonyms"]

DEFAULT_WEIGHT = 0.8
_ARROW = "=>"


@dataclass(frozen=True, slots=True)
class Rule:
    """What may stand for some words.

    Parameters
    ----------
    words : str
        What a question holds.
    others : tuple[str, ...]
        Words, or phrases of several, that are looked for besides.
    """

    words: str
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Synonyms:
    """Rules by which a question also finds what it does not name; given when an index is opened, never stored.

    Parameters
    ----------
    rules : tuple[Rule, ...]
        In the order of the file.
    weight : float
        How much a synonym counts, where the word that was typed counts 1.

    Raises
    ------
    SynonymsError
        If the weight is not above 0 and at most 1.
    """

    rules: tuple[Rule, ...]
    weight: float = DEFAULT_WEIGHT

    def __post_init__(self) -> None:
        weight: object = self.weight
        if isinstance(weight, bool) or not isinstance(weight, int | float) or not 0 < weight <= 1:
            raise SynonymsError(f"the weight of synonyms is above 0 and at most 1, not {weight!r}")

    @classmethod
    def read(cls, path: str | os.PathLike[str], *, weight: float = DEFAULT_WEIGHT) -> Synonyms:
        """Read a file of rules; see `parse`.

        Raises
        ------
        SynonymsError
            If a line is no rule, or the file is not in UTF-8; the message names the file and the line.
        OSError
            If it cannot be read.
        """
        try:
            text = Path(path).read_text("utf-8-sig")
        except UnicodeDecodeError as error:
            raise SynonymsError(f"{os.fspath(path)}: not in UTF-8: {error.reason} at byte {error.start}") from error
        return cls.parse(text, name=os.fspath(path), weight=weight)

    @classmethod
    def parse(cls, text: str, *, name: str = "synonyms", weight: float = DEFAULT_WEIGHT) -> Synonyms:
        """Read rules, one a line.

        ``guvern, executiv, cabinet``: each of them may stand for each other one.
        ``BNR => Banca Națională a României``: on the left what a question holds, on the right what may stand for it.
        What follows ``#`` is a comment. Several words are a phrase; all inflected forms of a word are meant.

        Parameters
        ----------
        text : str
            The rules.
        name : str
            What errors call them.
        weight : float
            How much a synonym counts, where the word that was typed counts 1.

        Raises
        ------
        SynonymsError
            If a line is no rule; the message names the line.
        """
        rules: list[Rule] = []
        for number, line in enumerate(text.splitlines(), 1):
            content = line.partition("#")[0].strip()
            if content:
                rules += _rules(content, f"{name}:{number}")
        return cls(tuple(rules), weight)


def _rules(line: str, place: str) -> list[Rule]:
    if _ARROW not in line:
        names = _names(line, place)
        if len(names) < 2:
            raise SynonymsError(f"{place}: only one name: write others behind a comma, or {_ARROW} and what it means")
        return [Rule(name, tuple(other for other in names if other != name)) for name in names]
    left, _, right = line.partition(_ARROW)
    if _ARROW in right:
        raise SynonymsError(f"{place}: more than one {_ARROW}: write a rule a line")
    others = _names(right, place)
    return [Rule(name, tuple(other for other in others if other != name)) for name in _names(left, place)]


def _names(side: str, place: str) -> list[str]:
    """Return what stands between commas, none twice."""
    names = [" ".join(name.split()) for name in side.split(",")]
    for name in names:
        if not split(name):
            raise SynonymsError(f"{place}: {name!r} holds no word: write one on each side of every comma and arrow")
    return list(dict.fromkeys(names))
