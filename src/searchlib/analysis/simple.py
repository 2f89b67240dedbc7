"""The analyzers without a language: folded words, and forms left as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from searchlib.analysis.chain import make_form, read_form
from searchlib.analysis.character_classes import UNICODE_VERSION
from searchlib.analysis.protocol import EMPTY, Form, Token, cut_term
from searchlib.analysis.scanning import scan_plainly
from searchlib.analysis.transliteration import check_transliterator, transliterator_version

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["SimpleAnalyzer", "WhitespaceAnalyzer"]

_SIMPLE_VERSION: Final = "2"


class SimpleAnalyzer:
    """Words cut at everything that is neither letter nor digit, folded and not stemmed.

    Parameters
    ----------
    transliterator : str
        ``"unidecode"``, ``"anyascii"`` or ``"none"``: what becomes of letters outside Latin.

    Raises
    ------
    searchlib.errors.AnalyzerError
        If the transliterator is unknown.
    """

    name: str = "simple"

    def __init__(self, transliterator: str = "unidecode") -> None:
        check_transliterator(transliterator)
        self._transliterator = transliterator

    def analyze_forms(self, raws: Sequence[str]) -> list[Form]:
        """Analyse raw forms; see `searchlib.analysis.Analyzer`."""
        return [make_form(read_form(raw, scan_plainly, self._transliterator), {}) for raw in raws]

    def fingerprint(self) -> dict[str, str]:
        """Return the versions that the terms depend on."""
        return {
            "analyzer": self.name,
            "chain": _SIMPLE_VERSION,
            "characters": UNICODE_VERSION,
            "transliterator": transliterator_version(self._transliterator),
        }


class WhitespaceAnalyzer:
    """Each raw form is one term, letter by letter as it stands; for text that was analysed elsewhere."""

    name: str = "whitespace"

    def analyze_forms(self, raws: Sequence[str]) -> list[Form]:
        """Analyse raw forms; see `searchlib.analysis.Analyzer`."""
        return [Form((Token(cut_term(raw), 0, 0, len(raw), "part"),), 1) if raw else EMPTY for raw in raws]

    def fingerprint(self) -> dict[str, str]:
        """Return the versions that the terms depend on."""
        return {"analyzer": self.name, "characters": UNICODE_VERSION}
