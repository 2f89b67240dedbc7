"""The Romanian analyzer: spelling, scanning, folding, then stems made for folded words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from searchlib.analysis.chain import exact_forms, make_form, printed_letters, read_form
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

    from searchlib.analysis.chain import FoldedPiece

__all__ = ["CHAIN_VERSION", "RomanianAnalyzer"]

CHAIN_VERSION: Final = "2"
"""Raised whenever the chain gives other terms, or other exact forms, than before."""

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

    def __init__(self, transliterator: str = "unidecode") -> None:
        check_transliterator(transliterator)
        self._transliterator = transliterator

    def analyze_forms(self, raws: Sequence[str]) -> list[Form]:
        """Analyse raw forms; see `searchlib.analysis.Analyzer`. About 10 µs for each, many at a time."""
        read: list[tuple[str, str] | list[FoldedPiece]] = []  # a plain word folded and printed, or another's pieces
        words: set[str] = set()
        for raw in raws:
            if _PLAIN(raw) is not None:
                letters = printed_letters(respell(raw))
                word = letters if letters.isascii() else fold_text(letters)
                words.add(word)
                read.append((word, letters))
            else:
                pieces = read_form(raw, scan, self._transliterator)
                words.update(piece[0] for piece in pieces)
                read.append(pieces)
        stems = stem_words(words)
        return [
            _plain_form(raw, *item, stems[item[0]]) if isinstance(item, tuple) else make_form(item, stems)
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


def _plain_form(raw: str, word: str, letters: str, stem: str) -> Form:
    return Form((Token(stem, 0, 0, len(raw), "part", exact_forms(word, letters)),), 1)
