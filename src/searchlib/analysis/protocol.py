"""What an analyzer is, and what it gives back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["EMPTY", "LONGEST_TERM", "Analyzer", "Form", "Role", "Token", "cut_term"]

Role = Literal["part", "whole", "extra"]
"""How a query uses a token.

``part``: the ordinary sequence; a query for the form needs all of them, as a phrase.
``whole``: one term that stands for the entire form beside its parts (``nordcorean``); a query for
the form is satisfied by the whole or by the phrase of the parts.
``extra``: indexed, but never used by a query for this form (``2025`` of ``24.10.2025``).
"""

LONGEST_TERM: Final = 255
"""Bytes of UTF-8 in the longest term; the rest is cut off at a character boundary."""


class Token(NamedTuple):
    """One term of a raw form."""

    term: str
    position: int
    """Relative to the form, from 0."""
    start: int
    """Character offset inside the raw form where the letters of the term begin."""
    end: int
    """Character offset behind the last letter."""
    role: Role
    exact: tuple[str, ...] = ()
    """The word itself, not stemmed, for analyzers that know it: folded, then, where they differ, its letters as
    printed, in lower case. Ranks the documents first that have the very form asked for."""


class Form(NamedTuple):
    """The analysis of one raw form."""

    tokens: tuple[Token, ...]
    width: int
    """Positions that the form takes in its field; 0 if it has no tokens."""


EMPTY: Final = Form((), 0)


class Analyzer(Protocol):
    """Turns raw forms into terms. A form is analysed without its neighbours, so results can be kept."""

    name: str
    """The name under which `searchlib.analysis.get` gives it."""

    def analyze_forms(self, raws: Sequence[str]) -> list[Form]:
        """Analyse raw forms, as `searchlib.analysis.split` cuts them.

        Parameters
        ----------
        raws : sequence of str
            The raw forms; analysing many at once is cheaper than one by one.

        Returns
        -------
        list of Form
            One for each raw form, in the same order.
        """
        ...

    def fingerprint(self) -> dict[str, str]:
        """Return what an index must be reopened with: versions, tables, options."""
        ...


def cut_term(term: str) -> str:
    """Cut a term to `LONGEST_TERM` bytes of UTF-8, at a character boundary; lone surrogates become ``?``."""
    if len(term) * 4 <= LONGEST_TERM and term.isascii():
        return term
    return term.encode("utf-8", "replace")[:LONGEST_TERM].decode("utf-8", "ignore")
