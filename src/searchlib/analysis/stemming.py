"""Stemming of folded words: by the learned table, and by Snowball where no rule of it holds; then levelled."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, Final, Protocol, cast

from searchlib.analysis.levelling import level
from searchlib.analysis.suffix_rules import SuffixRules, load, rule_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["explain", "fingerprint", "native_rules", "snowball_stems", "stem", "stem_words"]

_STEMMABLE: Final = re.compile("[a-z]+").fullmatch
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
    stemmer = module.stemmer("romanian")
    if hasattr(stemmer, "maxCacheSize"):
        stemmer.maxCacheSize = 0  # PyStemmer remembers words, which costs twice what stemming does; each comes once
    return cast("_Snowball", stemmer)


@cache
def _rules() -> SuffixRules:
    return load()


@cache
def native_rules() -> tuple[bytes, str]:
    """Return the rules as lines, which the native core reads, and their checksum."""
    return rule_lines()


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
    apply = _rules().apply
    stems: dict[str, str] = {}
    unknown: list[str] = []
    for word in words:
        if _STEMMABLE(word) is None:
            stems[word] = word
        elif (ruled := apply(word)) is not None:
            stems[word] = ruled
        else:
            unknown.append(word)
    if unknown:
        stems.update(zip(unknown, map(level, _snowball().stemWords(unknown)), strict=True))
    return stems


def stem(word: str) -> str:
    """Stem one folded word; see `stem_words`."""
    return stem_words([word])[word]


def explain(word: str) -> str:
    """Say what decides on the stem of a folded word, for people who wonder."""
    if _STEMMABLE(word) is None:
        return "not only letters a to z: left as it is"
    pattern = _rules().pattern(word)
    if pattern is None:
        return "Snowball"
    return f"word of the table: {word}" if pattern == word else f"table -{pattern}"


def snowball_stems(words: Sequence[str]) -> list[str]:
    """Stem folded words that the table does not know; for the native chain, which asks for many at once and levels."""
    return _snowball().stemWords(words)


@cache
def fingerprint() -> str:
    """Return a short hash of how the stemmer behaves: the same with and without PyStemmer."""
    from zlib import crc32  # hashlib would load OpenSSL, and every opening of an index comes by here

    stems = " ".join(map(level, _snowball().stemWords(_PROBES)))
    return f"{crc32(stems.encode()):08x}{native_rules()[1]}"
