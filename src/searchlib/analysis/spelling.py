"""Spelling: one form for what was printed, encoded or spelled in several ways.

Everything here works on one raw form and keeps its case; folding comes after. Each char filter gives the new text and,
if characters moved, where each of them began in the old one.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Final, TypeAlias

from searchlib.analysis.character_classes import IGNORABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

__all__ = [
    "PREFIXES",
    "UNIFIED",
    "CharFunction",
    "Filtered",
    "cedilla",
    "compose",
    "hyphens",
    "invisible",
    "misread",
    "modern_letters",
    "normalise",
    "run_char_filters",
]

Filtered: TypeAlias = "tuple[str, Sequence[int] | None]"
"""What a char filter gives: the text, and where each of its characters began before, with the length before as one
more item; None if no character moved."""
CharFunction: TypeAlias = "Callable[[str], Filtered]"

UNIFIED: Final = str.maketrans(
    dict.fromkeys("\u2010\u2011", "-") | dict.fromkeys("\u2019\u2018\u02bc\u2032\u00b4\u0060", "'")
)
"""Hyphens and apostrophes as a keyboard has them."""

_CEDILLA: Final = str.maketrans("şţŞŢ", "șțȘȚ")
_IGNORED: Final = re.compile(f"[{IGNORABLES}]")
# Text in code page 1250 read as 1252 shows þ for ț, º for ș and ª for Ș (and ã for ă, which folds alike).
_MISREAD: Final = str.maketrans("þÞºª", "țȚșȘ")
_MISREAD_LETTER: Final = re.compile("[þÞºª³¹æ]")
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_LATIN: Final = re.compile("[a-zA-ZªºÀ-ÖØ-öø-\u024f]+").fullmatch
_ICELANDIC: Final = re.compile("[ðÐ]|[þÞ][áéíóúýöæÁÉÍÓÚÝÖÆ]").search  # Þór is right as it is
_NUMERO: Final = re.compile("[Nn]º").fullmatch
_ORDINALS: Final = frozenset("ºª")
# Slavic letters of code page 1250 are mostly letters of other languages in 1252, too. These are read as what they were
# where nothing else is written so: inside a word, at the end of a long one (Wa³êsa, Pawe³, but m³), and in -iæ.
_SLAVIC: Final = {"³": "ł", "¹": "ą", "æ": "ć"}

# Since 1993 î inside a word is written â, except behind a prefix of a word that begins with în- or îm-.
_OLD_I: Final = re.compile("(?<=.)î(?=.)")
PREFIXES: Final = frozenset(
    [
        "ne",
        "re",
        "pre",
        "sub",
        "supra",
        "bine",
        "auto",
        "semi",
        "de",
        "dez",
        "co",
        "con",
        "contra",
        "ex",
        "extra",
        "hiper",
        "inter",
        "ultra",
        "rea",
        "ori",
        "nemai",
        "prea",
        "ras",
        "răs",
        "bio",
        "micro",
        "macro",
        "mini",
        "multi",
        "pseudo",
        "post",
        "anti",
        "între",
    ]
)
"""Prefixes behind which the î of în- and îm- stays."""
_LATE_I: Final = frozenset("nm")
_OLD_WORDS: Final = {"sînt": "sunt", "sîntem": "suntem", "sînteți": "sunteți"}  # they were more than their î


def hyphens(text: str) -> Filtered:
    """Write every hyphen as ``-`` and every apostrophe as ``'``."""
    return text.translate(UNIFIED), None


def invisible(text: str) -> Filtered:
    """Drop soft hyphens, zero-width characters and byte order marks, inside words too."""
    if _IGNORED.search(text) is None:
        return text, None
    starts = [at for at, character in enumerate(text) if character not in IGNORABLES]
    return "".join(text[at] for at in starts), [*starts, len(text)]


def compose(text: str) -> Filtered:
    """Compose letters and their marks (NFC)."""
    if unicodedata.is_normalized("NFC", text):
        return text, None
    characters: list[str] = []
    starts: list[int] = []
    begin = 0
    while begin < len(text):
        end = begin + 1
        while end < len(text) and _continues(text[end]):
            end += 1
        cluster = unicodedata.normalize("NFC", text[begin:end])
        characters.append(cluster)
        # A composed letter begins with its base letter; what stays apart keeps its own place if it can.
        if len(cluster) == end - begin:
            starts.extend(range(begin, end))
        else:
            starts.extend([begin] * len(cluster))
        begin = end
    return "".join(characters), [*starts, len(text)]


def cedilla(text: str) -> Filtered:
    """Write ş and ţ, as they were encoded before Unicode 3.0, as ș and ț."""
    return text.translate(_CEDILLA), None


def misread(text: str) -> Filtered:
    """Repair words of code page 1250 that were read as 1252: ``oraºul`` → ``orașul``; ``1º`` and ``Þór`` stay.

    Of its Slavic letters those that nothing else looks like: ``Pawe³`` → ``Paweł``; ``m³`` stays.
    """
    if _MISREAD_LETTER.search(text) is None:
        return text, None
    if len(text) == 1:
        return text.translate(_MISREAD), None
    return _LETTERS.sub(_repaired, _slavic_letter().sub(_slavic, text)), None


def run_char_filters(text: str, filters: Iterable[CharFunction]) -> Filtered:
    """Run char filters one after the other, and follow each character back to where it began in `text`."""
    starts: Sequence[int] | None = None
    for run in filters:
        text, moved = run(text)
        if moved is not None:
            starts = moved if starts is None else _followed(moved, starts)
    return text, starts


def _followed(moved: Sequence[int], starts: Sequence[int]) -> Sequence[int]:
    return [starts[at] for at in moved]


def normalise(raw: str) -> Filtered:
    """Compose a raw form, drop what is invisible, unify hyphens and apostrophes, repair misread letters.

    Parameters
    ----------
    raw : str
        A raw form as printed.

    Returns
    -------
    str
        The normalised form, in its own case and with its diacritics.
    sequence of int or None
        Where each of its characters began in `raw`, and the length of `raw` as one more item;
        None if nothing moved.
    """
    if raw.isascii():
        return (raw.replace("`", "'") if "`" in raw else raw), None
    return run_char_filters(raw, (hyphens, invisible, compose, misread))


def _continues(character: str) -> bool:
    """Return whether a character may compose with the one before it: a mark, or a Hangul vowel or tail."""
    return unicodedata.category(character)[0] == "M" or "\u1160" <= character <= "\u11ff"


def _repaired(match: re.Match[str]) -> str:
    word = match[0]
    if _LATIN(word) is None or _ICELANDIC(word) is not None or _NUMERO(word) is not None:
        return word
    if word in _ORDINALS and match.start() and match.string[match.start() - 1].isdigit():
        return word
    return word.translate(_MISREAD)


@cache
def _slavic_letter() -> re.Pattern[str]:
    """Compile what finds Slavic letters when it is first needed: that takes longer than importing the rest."""
    small = "".join(letter for letter in map(chr, range(0x250)) if letter.islower())
    return re.compile(rf"(?<=[{small}])(?:[³¹](?=[{small}])|(?<=[^\W\d_]{{4}})³(?!\w)|(?<=i)æ(?!\w))")


def _slavic(match: re.Match[str]) -> str:
    return _SLAVIC[match[0]]


def modern_letters(word: str) -> str:
    """Write a word in lower case that is known to be in the spelling before 1993 with â, by the rule of that time.

    `searchlib.analysis.old_spelling.respell` is for words whose spelling is not known.
    """
    return _OLD_WORDS.get(word) or _OLD_I.sub(_modern_i, word)


def _modern_i(match: re.Match[str]) -> str:
    word, at = match.string, match.start()
    if word[at + 1] in _LATE_I and word[:at] in PREFIXES:
        return match[0]
    return "â"
