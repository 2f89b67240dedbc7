"""The Romanian analyzer: spelling, scanning, folding, then stems made for folded words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, TypeAlias

from searchlib.analysis.chain import Chain, ChainAnalyzer
from searchlib.analysis.folding import fold_text
from searchlib.analysis.old_spelling import respell
from searchlib.analysis.protocol import Form, Token
from searchlib.analysis.stemming import stem_words
from searchlib.analysis.terms import exact_forms, fold_term, moldovan_term, printed_letters

if TYPE_CHECKING:
    from collections.abc import Sequence

    from searchlib.analysis.protocol import Role

__all__ = ["ROMANIAN", "RomanianAnalyzer"]

ROMANIAN: Final = Chain(
    char_filters=("hyphens", "invisible", "compose", "misread"),
    tokenizer="words:romanian",
    token_filters=("exact", "moldovan", "fold", "transliterate", "stem:romanian"),
)

# Most forms are words of these letters alone, and need none of the scanning. So do Cyrillic ones: of a transliterator
# each letter is asked for by itself.
_PLAIN: Final = re.compile("[a-zA-ZăâîșțşţĂÂÎȘȚŞŢ]{1,120}").fullmatch
_CYRILLIC: Final = re.compile("[a-zA-ZăâșțşţĂÂȘȚŞŢ\u0400-\u0481\u048a-\u052f]{1,40}").fullmatch

_Word: TypeAlias = "tuple[str, Role, tuple[str, ...]]"
"""A folded word, its role, and its exact forms."""


class RomanianAnalyzer(ChainAnalyzer):
    """Analyses Romanian text so that the same word meets however it is spelled, inflected or typed.

    It gives what the chain `ROMANIAN` gives, and takes a short way for plain words.

    Parameters
    ----------
    transliterator : str
        ``"unidecode"``, ``"anyascii"`` or ``"none"``: what becomes of letters outside Latin.

    Raises
    ------
    searchlib.errors.AnalyzerError
        If the transliterator is unknown.
    """

    finds_dates: bool = True
    """Dates written in words belong to the terms of a text, as `analyze_text` and the index builder add them."""

    def __init__(self, transliterator: str = "unidecode") -> None:
        super().__init__(ROMANIAN, transliterator, "romanian")
        self.transliterator = transliterator
        self._latin = _Latin(transliterator)

    def analyze_forms(self, raws: Sequence[str]) -> list[Form]:
        """Analyse raw forms; see `searchlib.analysis.Analyzer`. About 10 µs for each, many at a time."""
        words: dict[str, list[_Word]] = {}  # raw form → what it is read as
        for raw in raws:
            if _PLAIN(raw) is not None:
                letters = printed_letters(respell(raw))
                folded = letters if letters.isascii() else fold_text(letters)
                words[raw] = [(folded, "part", exact_forms(folded, letters))]
            elif _CYRILLIC(raw) is not None and (read := self._read_cyrillic(raw)):
                words[raw] = read
        others = iter(super().analyze_forms([raw for raw in raws if raw not in words]))
        stems = stem_words({word for read in words.values() for word, _, _ in read})
        return [_form(words[raw], len(raw), stems) if raw in words else next(others) for raw in raws]

    def _read_cyrillic(self, raw: str) -> list[_Word]:
        """Read a word of Cyrillic letters, or of both kinds, as misread text has; empty if nothing of it is left."""
        word = raw.translate(self._latin)
        if not word:
            return []
        found: list[_Word] = [(word, "part", exact_forms(word, printed_letters(raw)))]
        reading = moldovan_term(raw, word) if self.transliterator != "none" else ""
        if reading:
            found.append((reading, "whole", (reading,)))
        return found


class _Latin(dict[int, str]):
    """A translation table for `str.translate` that asks once for each letter what it folds to."""

    def __init__(self, transliterator: str) -> None:
        super().__init__()
        self._transliterator = transliterator

    def __missing__(self, code: int) -> str:
        found = self[code] = fold_term(chr(code), self._transliterator)
        return found


def _form(words: list[_Word], size: int, stems: dict[str, str]) -> Form:
    return Form(tuple(Token(stems[word], 0, 0, size, role, exact) for word, role, exact in words), 1)
