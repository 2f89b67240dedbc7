"""From the letters of a word to what the index holds: its folded term, and its exact forms."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from searchlib.analysis.folding import fold_text
from searchlib.analysis.protocol import LONGEST_TERM, cut_term
from searchlib.analysis.spelling import modern_letters
from searchlib.analysis.transliteration import transliterate

__all__ = ["exact_forms", "fold_term", "has_cyrillic", "latin_word", "moldovan_term", "printed_letters"]

_NOT_IN_TERMS: Final = re.compile("[^0-9a-z/]+")
_BEYOND_ASCII: Final = re.compile(r"[^\x00-\x7f]+")
_CYRILLIC: Final = re.compile("[\u0400-\u052f]").search
_BLANKS: Final = re.compile(r"\s+")
# The same letters in the encodings of other times: ş ţ before Unicode 3.0, ã for ă in code page 1252.
_OLD_LETTERS: Final = str.maketrans("şţŞŢãÃ", "șțȘȚăĂ")


def latin_word(folded: str, transliterator: str) -> str:
    """Write what folding left outside Latin in Latin letters; no blank that comes of it is left in the word."""
    if folded.isascii():
        return folded
    if transliterator != "none":
        folded = _BEYOND_ASCII.sub(lambda run: _latin(run[0], transliterator), folded)
    return _BLANKS.sub("", folded)


@lru_cache(maxsize=4096)  # a word is asked for by several filters, and misread letters come in the same runs
def _latin(letters: str, transliterator: str) -> str:
    """Transliterate letters, without what that adds and is no part of a word, such as an apostrophe for ь."""
    return _NOT_IN_TERMS.sub("", fold_text(transliterate(letters, transliterator)))


def fold_term(text: str, transliterator: str) -> str:
    """Fold the letters of one piece to a term; empty if nothing is left of them."""
    return cut_term(latin_word(fold_text(text), transliterator))


def has_cyrillic(text: str) -> bool:
    """Return whether a text has letters that may be Moldovan."""
    return _CYRILLIC(text) is not None


def moldovan_term(letters: str, term: str) -> str:
    """Return the other reading of Cyrillic letters, as Romanian; empty if there is none or it is the same."""
    if not has_cyrillic(letters):
        return ""
    from searchlib.analysis.moldovan import moldovan_to_latin

    romanian = fold_text(modern_letters(moldovan_to_latin(fold_text(letters))))
    return cut_term(romanian) if romanian != term else ""


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
