"""What the built-in analyzers share: from pieces of a raw form to its folded, positioned tokens."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from searchlib.analysis.folding import fold_text
from searchlib.analysis.protocol import EMPTY, Form, Role, Token, cut_term
from searchlib.analysis.spelling import normalise, respell
from searchlib.analysis.splitting import LONGEST_FORM
from searchlib.analysis.transliteration import transliterate

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from searchlib.analysis.scanning import Piece

__all__ = ["fold_term", "make_form", "read_form"]

_NOT_IN_TERMS: Final = re.compile("[^0-9a-z/]+")
_BEYOND_ASCII: Final = re.compile(r"[^\x00-\x7f]+")
_BLANKS: Final = re.compile(r"\s+")
_CYRILLIC: Final = re.compile("[\u0400-\u052f]").search


def fold_term(text: str, transliterator: str) -> str:
    """Fold the letters of one piece to a term; empty if nothing is left of them."""
    folded = fold_text(text)
    if folded.isascii():
        return cut_term(folded)
    if transliterator != "none":
        folded = _BEYOND_ASCII.sub(lambda run: _latin(run[0], transliterator), folded)
    return cut_term(_BLANKS.sub("", folded))


def _latin(letters: str, transliterator: str) -> str:
    """Transliterate letters, without what that adds and is no part of a word, such as an apostrophe for ь."""
    return _NOT_IN_TERMS.sub("", fold_text(transliterate(letters, transliterator)))


def _moldovan_term(letters: str, term: str) -> str:
    """Return the other reading of Cyrillic letters, as Romanian; empty if there is none or it is the same."""
    if _CYRILLIC(letters) is None:
        return ""
    from searchlib.analysis.moldovan import moldovan_to_latin

    romanian = fold_text(respell(moldovan_to_latin(fold_text(letters))))
    return cut_term(romanian) if romanian != term else ""


def read_form(raw: str, scan: Callable[[str], list[Piece]], transliterator: str) -> list[Piece]:
    """Read one raw form into pieces whose letters are folded and whose offsets are inside `raw`."""
    text, starts = normalise(raw[:LONGEST_FORM])
    pieces: list[Piece] = []
    skipped = 0  # parts that folding left nothing of: they take no position
    for letters, position, begin, behind, role in scan(text):
        term = fold_term(letters, transliterator)
        if not term:
            skipped += role == "part"
            continue
        place = max(0, position - skipped)
        start, end = (begin, behind) if starts is None else (starts[begin], starts[behind])
        pieces.append((term, place, start, end, role))
        if transliterator != "none" and (reading := _moldovan_term(letters, term)):
            beside: Role = "whole" if role != "extra" and (start, end) == (0, len(raw)) else "extra"
            pieces.append((reading, place, start, end, beside))
    return pieces


def make_form(pieces: list[Piece], stems: Mapping[str, str]) -> Form:
    """Make the tokens of pieces as read; a term that has no stem stays."""
    if not pieces:
        return EMPTY
    tokens = tuple(
        Token(stems.get(term, term), position, start, end, role) for term, position, start, end, role in pieces
    )
    return Form(tokens, 1 + max(token.position for token in tokens))
