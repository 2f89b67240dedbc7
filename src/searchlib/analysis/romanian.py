"""The Romanian analyzer: spelling, scanning, folding, then stems made for folded words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from searchlib.analysis.chain import make_form, read_form
from searchlib.analysis.character_classes import UNICODE_VERSION
from searchlib.analysis.folding import fold_text
from searchlib.analysis.protocol import Form, Token
from searchlib.analysis.scanning import scan
from searchlib.analysis.spelling import respell
from searchlib.analysis.stemming import fingerprint as stemmer_fingerprint
from searchlib.analysis.stemming import stem_words
from searchlib.analysis.transliteration import check_transliterator, transliterator_version

if TYPE_CHECKING:
    from collections.abc import Sequence

    from searchlib.analysis.scanning import Piece

__all__ = ["CHAIN_VERSION", "RomanianAnalyzer"]

CHAIN_VERSION: Final = "2"
"""Raised whenever the chain gives other terms than before."""

# Most forms are words of these letters alone, and need none of the scanning.
_PLAIN: Final = re.compile("[a-zA-ZăâîșțşţĂÂÎȘȚŞŢ]{1,120}").fullmatch


class RomanianAnalyzer:
    """Analyses Romanian text so that the same word meets however it is spelled, inflected or typed.

    Parameters
    ----------
    transliterator : str
        ``"unidecode"``, ``"anyascii"`` or ``"none"``: what becomes of letters outside Latin.

    Raises
    ------
    searchlib.errors.AnalyzerError
        If the transliterator is unknown.
    """

    name: str = "romanian"
    finds_dates: bool = True
    """Dates written in words belong to the terms of a text, as `analyze_text` and the index builder add them."""

    def __init__(self, transliterator: str = "unidecode") -> None:
        check_transliterator(transliterator)
        self._transliterator = transliterator

    def analyze_forms(self, raws: Sequence[str]) -> list[Form]:
        """Analyse raw forms; see `searchlib.analysis.Analyzer`. About 10 µs for each, many at a time."""
        read: list[str | list[Piece]] = []  # a plain word folded, or the pieces of another form
        words: set[str] = set()
        for raw in raws:
            if _PLAIN(raw) is not None:
                word = raw.lower() if raw.isascii() else fold_text(respell(raw))
                words.add(word)
                read.append(word)
            else:
                pieces = read_form(raw, scan, self._transliterator)
                words.update(piece[0] for piece in pieces)
                read.append(pieces)
        stems = stem_words(words)
        return [
            Form((Token(stems[item], 0, 0, len(raw), "part"),), 1) if isinstance(item, str) else make_form(item, stems)
            for raw, item in zip(raws, read, strict=True)
        ]

    def fingerprint(self) -> dict[str, str]:
        """Return the versions that the terms depend on."""
        return {
            "analyzer": self.name,
            "chain": CHAIN_VERSION,
            "characters": UNICODE_VERSION,
            "stemmer": stemmer_fingerprint(),
            "transliterator": transliterator_version(self._transliterator),
        }
