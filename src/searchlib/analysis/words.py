"""Groups of letters joined by hyphens or apostrophes: clitics, articles, compounds."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from searchlib.analysis.folding import fold_text

__all__ = ["WORD_LISTS", "Group", "group", "group_of_any_language"]

_PART: Final = re.compile("[^-']+")
_ROMAN: Final = re.compile("[IVXLC]+").fullmatch

# A Romanian ending behind a hyphen belongs to its word: site-ul, SIF-urile, ADN-ului.
_ENDINGS: Final = frozenset(["ul", "ului", "ule", "uri", "urile", "urilor", "ii", "ilor", "ile"])
# These do so behind an acronym only (PSD-ei); elsewhere they are pronouns (dându-i, mamă-lor).
_ACRONYM_ENDINGS: Final = frozenset(["a", "ei", "i", "le", "lor", "lui"])
_ORDINAL_ENDINGS: Final = frozenset(["a", "lea", "ul", "ea"])

_CLITICS_BEFORE: Final = frozenset(
    [
        "s",
        "i",
        "l",
        "m",
        "n",
        "c",
        "d",
        "v",
        "le",
        "li",
        "ne",
        "ni",
        "te",
        "mi",
        "ti",
        "si",
        "vi",
        "nu",
        "sa",
        "ca",
        "ce",
        "ma",
        "de",
        "care",
        "intr",
        "dintr",
        "printr",
        "ntr",
        "prin",
    ]
)
_CLITICS_BEHIND: Final = frozenset(
    [
        "o",
        "i",
        "l",
        "n",
        "s",
        "m",
        "v",
        "le",
        "lor",
        "lui",
        "ma",
        "te",
        "ne",
        "va",
        "mi",
        "ti",
        "si",
        "se",
        "li",
        "ni",
        "vi",
        "a",
        "au",
        "am",
        "ai",
        "ar",
        "as",
        "ati",
        "un",
        "al",
        "ale",
    ]
)


WORD_LISTS: Final = {
    "endings": _ENDINGS,
    "acronym_endings": _ACRONYM_ENDINGS,
    "ordinal_endings": _ORDINAL_ENDINGS,
    "clitics_before": _CLITICS_BEFORE,
    "clitics_behind": _CLITICS_BEHIND,
}
"""The lists above by name, for the native chain."""


class Group(NamedTuple):
    """How a group is read."""

    parts: list[tuple[int, int, int]]
    """Each word: its start, the end of its letters, and the end with an ending that belongs to it."""
    is_compound: bool
    """Whether the parts together are one word too (nord-coreean, COVID-19)."""


def group(text: str) -> Group:
    """Read a group such as ``s-a``, ``SIF-urile`` or ``nord-coreenii``.

    Parameters
    ----------
    text : str
        Letters and digits with single hyphens or apostrophes between them; normalised.

    Returns
    -------
    Group
        Its parts as spans of `text`.
    """
    parts = [(match.start(), match.end(), match.end()) for match in _PART.finditer(text)]
    if len(parts) < 2:
        return Group(parts, is_compound=False)
    if _is_ending(text, parts[-2], parts[-1]):
        start, end, _ = parts[-2]
        parts[-2:] = [(start, end, parts[-1][1])]
        if len(parts) == 1:
            return Group(parts, is_compound=False)
    folded = [fold_text(text[start:end]) for start, end, _ in parts]
    if all(word.isalpha() for word in folded):
        has_clitic = folded[0] in _CLITICS_BEFORE or any(word in _CLITICS_BEHIND for word in folded[1:])
        return Group(parts, is_compound=not has_clitic)
    return Group(parts, is_compound=not all(word.isdigit() for word in folded))


def group_of_any_language(text: str) -> Group:
    """Read a group without knowing its language: the parts, and the compound that they are; ``'s`` goes with its word.

    Parameters and result are those of `group`.
    """
    parts = [(match.start(), match.end(), match.end()) for match in _PART.finditer(text)]
    if len(parts) > 1:
        (start, end, _), (last, stop, _) = parts[-2:]
        if text[last - 1] == "'" and fold_text(text[last:stop]) == "s" and end - start > 1:
            parts[-2:] = [(start, end, stop)]
    is_compound = len(parts) > 1 and not all(text[start:end].isdigit() for start, end, _ in parts)
    return Group(parts, is_compound=is_compound)


def _is_ending(text: str, before: tuple[int, int, int], last: tuple[int, int, int]) -> bool:
    """Return whether the last part is an ending of the part before it."""
    word = text[before[0] : before[1]]
    ending = text[last[0] : last[1]]
    folded = fold_text(ending)
    if folded == "s" and text[last[0] - 1] == "'":
        return len(word) > 1
    if folded in _ENDINGS:
        return True
    if ending.isupper():
        return False
    if folded in _ORDINAL_ENDINGS and (word.isdigit() or _ROMAN(word) is not None):
        return True
    return folded in _ACRONYM_ENDINGS and len(word) > 1 and word.isupper()
