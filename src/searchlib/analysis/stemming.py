"""Stemming of folded words: irregular families, then hand rules, then Snowball on what they leave."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, Final, Protocol, cast

from searchlib.analysis.stem_rules import irregular_table, suffix_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["explain", "fingerprint", "stem", "stem_words"]

_LEFT: Final = 3  # letters that a rule must leave
_STEMMABLE: Final = re.compile("[a-z]+").fullmatch
_IRREGULAR: Final = irregular_table()
_SUFFIXES: Final = suffix_table()
_LONGEST_SUFFIX: Final = max(map(len, _SUFFIXES))
_SHORTEST_SUFFIX: Final = min(map(len, _SUFFIXES))
_PROBES: Final = [
    "soldat",
    "soldatilor",
    "muzeul",
    "memorial",
    "succeselor",
    "militare",
    "capitala",
    "potrivit",
    "agentiei",
    "oficiale",
    "cooperarea",
    "intensificat",
    "furnizand",
    "sprijini",
    "atacul",
    "rusesc",
    "asupra",
    "desfasurare",
    "felicitat",
    "trupele",
    "prezente",
    "victorie",
    "construiesc",
    "organizarea",
    "frumoasele",
    "intelegand",
    "vorbisera",
    "cantecele",
    "economisti",
    "posibilitatile",
]


class _Snowball(Protocol):
    def stemWords(self, words: Sequence[str]) -> list[str]: ...  # noqa: N802 - the package's name


@cache
def _snowball() -> _Snowball:
    import snowballstemmer

    module: Any = snowballstemmer  # it has no types
    return cast("_Snowball", module.stemmer("romanian"))


def _apply_rules(word: str) -> tuple[str, bool]:
    """Return what the longest matching rule makes of a word, and whether that is its stem."""
    size = len(word)
    for start in range(max(0, size - _LONGEST_SUFFIX), size - _SHORTEST_SUFFIX + 1):
        ending = word[start:]
        if ending in _SUFFIXES:
            base, final = _SUFFIXES[ending]
            if start + len(base) >= _LEFT:
                return word[:start] + base, final
    return word, False


def stem_words(words: Iterable[str]) -> dict[str, str]:
    """Stem folded words.

    Parameters
    ----------
    words : iterable of str
        Folded words. One with anything but the letters a to z in it is its own stem.

    Returns
    -------
    dict of str to str
        Each distinct word with its stem; about 2 µs a word with PyStemmer installed, 50 µs without.
    """
    irregulars = _IRREGULAR.get
    stems: dict[str, str] = {}
    left: list[str] = []
    halves: list[str] = []
    for word in words:
        irregular = irregulars(word)
        if irregular is not None:
            stems[word] = irregular
        elif _STEMMABLE(word) is None:
            stems[word] = word
        else:
            half, final = _apply_rules(word)
            if final:
                stems[word] = half
            else:
                left.append(word)
                halves.append(half)
    if halves:
        stems.update(zip(left, _snowball().stemWords(halves), strict=True))
    return stems


def stem(word: str) -> str:
    """Stem one folded word; see `stem_words`."""
    return stem_words([word])[word]


def explain(word: str) -> str:
    """Say what decides on the stem of a folded word, for people who wonder."""
    if word in _IRREGULAR:
        return "irregular"
    if _STEMMABLE(word) is None:
        return "not only letters a to z: left as it is"
    half, final = _apply_rules(word)
    if half == word and not final:
        return "Snowball"
    shared = next((at for at, (a, b) in enumerate(zip(word, half, strict=False)) if a != b), min(len(word), len(half)))
    rule = f"rule -{word[shared:]} → -{half[shared:]}"
    return rule if final else f"{rule}, then Snowball"


@cache
def fingerprint() -> str:
    """Return a short hash of how the stemmer behaves: the same with and without PyStemmer."""
    from zlib import crc32  # hashlib would load OpenSSL, and every opening of an index comes by here

    stems = " ".join(_snowball().stemWords(_PROBES))
    tables = repr((sorted(_IRREGULAR.items()), sorted(_SUFFIXES.items())))
    return f"{crc32(stems.encode()):08x}{crc32(tables.encode()):08x}"
