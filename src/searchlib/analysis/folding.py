"""Folding: the letters of a text without case and without diacritics.

`fold_text` is the ground that everything stands on: what was typed without diacritics, printed
with cedillas, or decomposed into base letter and mark folds to the same string.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final

from searchlib.analysis.character_classes import IGNORABLES

__all__ = ["fold_keyword", "fold_text"]

# Latin letters that Unicode does not decompose, but that a Romanian keyboard types as these.
_UNDECOMPOSED: Final = {
    "æ": "ae", "ð": "d", "ø": "o", "þ": "th", "đ": "d", "ħ": "h", "ı": "i", "ĸ": "k", "ł": "l", "ŋ": "n",
    "œ": "oe", "ŧ": "t", "ƀ": "b", "ɓ": "b", "ƈ": "c", "ɖ": "d", "ɗ": "d", "ǝ": "e", "ə": "e", "ɛ": "e",
    "ƒ": "f", "ɠ": "g", "ɣ": "g", "ɨ": "i", "ƙ": "k", "ɲ": "n", "ɔ": "o", "ƥ": "p", "ʈ": "t", "ʋ": "v",
    "ƴ": "y", "ƶ": "z", "ʒ": "z",
}  # fmt: skip
_FIRST_COPTIC: Final = 0x3E2
_FIRST_GLAGOLITIC: Final = 0x2C00
_BEYOND_ASCII: Final = re.compile(r"[^\x00-\x7f]")
_BLANKS: Final = re.compile(r"\s+")


def _is_diacritic(code: int) -> bool:
    return (
        0x300 <= code <= 0x36F
        or 0x1AB0 <= code <= 0x1AFF
        or 0x1DC0 <= code <= 0x1DFF
        or 0x20D0 <= code <= 0x20FF
        or 0xFE00 <= code <= 0xFE0F  # variation selectors
        or 0xFE20 <= code <= 0xFE2F
    )


def _fold_character(character: str) -> str:
    lowered = unicodedata.normalize("NFC", character.casefold())
    decomposed = unicodedata.normalize("NFKD", lowered)
    base = ord(decomposed[0]) if decomposed else 0
    # A mark is a diacritic on Latin and Greek letters; й and the marks of other scripts are letters.
    if base < _FIRST_COPTIC or 0x1E00 <= base < _FIRST_GLAGOLITIC:
        bare = "".join(part for part in decomposed if not _is_diacritic(ord(part))).casefold()
        return "".join(_UNDECOMPOSED.get(part, part) for part in bare)
    return lowered


@cache
def _composing() -> re.Pattern[str]:
    """Compile the class of characters that may compose; late, as it takes longer than importing the module."""
    return re.compile("[\u0300-\u1fff\u2e80-\U0010ffff]")


_known: dict[str, str] = dict.fromkeys(IGNORABLES, "")


def _fold_match(match: re.Match[str]) -> str:
    character = match[0]
    folded = _known.get(character)
    if folded is None:
        folded = "" if _is_diacritic(ord(character)) else _fold_character(character)
        _known[character] = folded
    return folded


def fold_text(text: str) -> str:
    """Fold a text: lower case, no diacritics, no soft hyphens or zero-width characters.

    Composed and decomposed text fold alike, and folding twice is folding once. Letters of other
    scripts than Latin and Greek only lose their case.

    Parameters
    ----------
    text : str
        Any text, also with blanks and punctuation, which stay.

    Returns
    -------
    str
        The folded text; ASCII if the letters were Latin. Its length may differ.
        Costs 0.1 µs for an ASCII word, 1 µs for another, about 15 ns a character in a long text.
    """
    if text.isascii():
        return text.lower()
    folded = _BEYOND_ASCII.sub(_fold_match, text.lower())
    if folded.isascii() or _composing().search(folded) is None:
        return folded
    # Letters of other scripts stay: composed and decomposed ones must still come out alike.
    folded = _BEYOND_ASCII.sub(_fold_match, unicodedata.normalize("NFKC", text).lower())
    return unicodedata.normalize("NFKC", folded)


def fold_keyword(text: str, transliterator: str = "unidecode") -> str:
    """Fold a keyword so that spellings of one name meet.

    Parameters
    ----------
    text : str
        The keyword, such as ``"Kim  Jong Un"`` or ``"zf.ro"``.
    transliterator : str
        ``"unidecode"``, ``"anyascii"`` or ``"none"``: what becomes of letters that folding leaves outside Latin.

    Returns
    -------
    str
        `fold_text` of it, transliterated, with runs of blanks as one space and none at the ends.

    Raises
    ------
    searchlib.errors.AnalyzerError
        If the transliterator is unknown or not installed.
    """
    folded = fold_text(text)
    if not folded.isascii():
        from searchlib.analysis.transliteration import transliterate

        folded = fold_text(transliterate(folded, transliterator))
    return _BLANKS.sub(" ", folded).strip()
