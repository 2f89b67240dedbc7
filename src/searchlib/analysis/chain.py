"""What the built-in analyzers share: from pieces of a raw form to its folded, positioned tokens."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final, TypeAlias

from searchlib.analysis.folding import fold_text
from searchlib.analysis.protocol import EMPTY, LONGEST_TERM, Form, Token, cut_term
from searchlib.analysis.spelling import normalise
from searchlib.analysis.splitting import LONGEST_FORM
from searchlib.analysis.transliteration import transliterate

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from searchlib.analysis.protocol import Role
    from searchlib.analysis.scanning import Piece

__all__ = ["FoldedPiece", "exact_forms", "fold_term", "make_form", "printed_letters", "read_form"]

FoldedPiece: TypeAlias = "tuple[str, int, int, int, Role, str]"
"""What is to become one token: folded letters, position, start, end, role, and the letters as printed."""

_NOT_IN_TERMS: Final = re.compile("[^0-9a-z/]+")
_BEYOND_ASCII: Final = re.compile(r"[^\x00-\x7f]+")
_BLANKS: Final = re.compile(r"\s+")
# The same letters in the encodings of other times: ş ţ before Unicode 3.0, ã for ă in code page 1252.
_OLD_LETTERS: Final = str.maketrans("şţŞŢãÃ", "șțȘȚăĂ")


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


def printed_letters(text: str) -> str:
    """Return composed, respelled letters in lower case, whatever encoding ș, ț and ă came in."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFC", text.translate(_OLD_LETTERS).lower())


def exact_forms(folded: str, letters: str) -> tuple[str, ...]:
    """Return what `Token.exact` says of a word: folded, and its letters where they are others.

    Letters too long for a term are left out, not cut: two words cut to the same letters may fold differently.
    """
    if letters == folded or len(letters.encode("utf-8", "replace")) > LONGEST_TERM:
        return (folded,)
    return (folded, letters)


def read_form(raw: str, scan: Callable[[str], list[Piece]], transliterator: str) -> list[FoldedPiece]:
    """Read one raw form into pieces whose letters are folded and whose offsets are inside `raw`."""
    text, starts = normalise(raw[:LONGEST_FORM])
    pieces: list[FoldedPiece] = []
    skipped = 0  # parts that folding left nothing of: they take no position
    for letters, position, start, end, role in scan(text):
        term = fold_term(letters, transliterator)
        if not term:
            skipped += role == "part"
        elif starts is None:
            pieces.append((term, max(0, position - skipped), start, end, role, letters))
        else:
            pieces.append((term, max(0, position - skipped), starts[start], starts[end], role, letters))
    return pieces


def make_form(pieces: list[FoldedPiece], stems: Mapping[str, str] | None = None) -> Form:
    """Make the tokens of pieces as read; a term that has no stem stays.

    Without `stems`, terms are words as they stand, and need no exact forms beside them.
    """
    if not pieces:
        return EMPTY
    if stems is None:
        tokens = tuple(Token(*piece[:5]) for piece in pieces)
    else:
        tokens = tuple(
            Token(stems.get(term, term), position, start, end, role, _exact(term, letters, role))
            for term, position, start, end, role, letters in pieces
        )
    return Form(tokens, 1 + max(token.position for token in tokens))


def _exact(term: str, letters: str, role: Role) -> tuple[str, ...]:
    """Return the exact forms of a piece; extras, which no query uses, have none."""
    return () if role == "extra" else exact_forms(term, printed_letters(letters))
