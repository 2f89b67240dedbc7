"""The Romanian analyzer: spelling, scanning, folding, then stems made for folded words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from searchlib.analysis.chain import Chain, ChainAnalyzer
from searchlib.analysis.folding import fold_text
from searchlib.analysis.protocol import Form, Token
from searchlib.analysis.spelling import respell
from searchlib.analysis.stemming import stem_words
from searchlib.analysis.terms import exact_forms, printed_letters

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["ROMANIAN", "RomanianAnalyzer"]

ROMANIAN: Final = Chain(
    char_filters=("hyphens", "invisible", "compose", "misread"),
    tokenizer="words:romanian",
    token_filters=("exact", "moldovan", "fold", "transliterate", "stem:romanian"),
)

# Most forms are words of these letters alone, and need none of the scanning.
_PLAIN: Final = re.compile("[a-zA-ZăâîșțşţĂÂÎȘȚŞŢ]{1,120}").fullmatch


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

    def analyze_forms(self, raws: Sequence[str]) -> list[Form]:
        """Analyse raw forms; see `searchlib.analysis.Analyzer`. About 10 µs for each, many at a time."""
        plain: dict[str, tuple[str, str]] = {}  # raw form → the word folded, and as printed
        for raw in raws:
            if _PLAIN(raw) is not None:
                letters = printed_letters(respell(raw))
                plain[raw] = (letters if letters.isascii() else fold_text(letters), letters)
        others = iter(super().analyze_forms([raw for raw in raws if raw not in plain]))
        stems = stem_words({word for word, _ in plain.values()})
        return [_plain_form(raw, *plain[raw], stems) if raw in plain else next(others) for raw in raws]


def _plain_form(raw: str, word: str, letters: str, stems: dict[str, str]) -> Form:
    return Form((Token(stems[word], 0, 0, len(raw), "part", exact_forms(word, letters)),), 1)
