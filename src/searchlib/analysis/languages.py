"""The chains that have a name: Romanian, words of no language, and every language that Snowball stems.

Romanian folds before it stems, as its rules are made for folded words: a question typed without diacritics gives the
terms of the printed word. So does English, whose stemmer knows no diacritics. The stemmers of other languages were
made for letters as printed, so that those chains stem first and fold what is left; a word typed without its
diacritics mostly, but not always, gives the same term.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from searchlib.analysis.chain import Chain, ChainAnalyzer
from searchlib.analysis.native_romanian import NativeRomanianAnalyzer
from searchlib.analysis.protocol import EMPTY, Form, Token, cut_term
from searchlib.analysis.romanian import ROMANIAN

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["BUILT_IN", "WhitespaceAnalyzer", "chain_of", "named_analyzer", "names"]

BUILT_IN: Final = {
    "romanian": ROMANIAN,
    "simple": Chain(ROMANIAN.char_filters, "plain", ("moldovan", "fold", "transliterate")),
    "whitespace": Chain(tokenizer="whitespace"),
}
"""The chains that need no Snowball stemmer of their own."""

_SPELLING: Final = ("hyphens", "invisible", "compose")
_ENGLISH: Final = frozenset(["english", "porter"])
# Their letters stay: a Latin transcription would make one word of several.
_OWN_SCRIPT: Final = frozenset(
    ["arabic", "armenian", "greek", "hindi", "nepali", "persian", "russian", "tamil", "yiddish"]
)


class WhitespaceAnalyzer(ChainAnalyzer):
    """Each raw form is one term, letter by letter as it stands; for text that was analysed elsewhere.

    It gives what its chain gives, and goes straight to it.
    """

    def analyze_forms(self, raws: Sequence[str]) -> list[Form]:
        """Analyse raw forms; see `searchlib.analysis.Analyzer`."""
        return [Form((Token(cut_term(raw), 0, 0, len(raw), "part"),), 1) if raw else EMPTY for raw in raws]


def chain_of(language: str) -> Chain:
    """Return the chain of a language that Snowball stems."""
    if language in _ENGLISH:
        return Chain(_SPELLING, "words:english", ("exact", "fold", "transliterate", f"stem:{language}"))
    if language in _OWN_SCRIPT:
        return Chain(_SPELLING, "words", ("lowercase", "exact:none", f"stem:{language}", "fold", "transliterate:none"))
    lowercase = "lowercase:turkish" if language == "turkish" else "lowercase"
    return Chain(_SPELLING, "words", (lowercase, "exact", f"stem:{language}", "fold", "transliterate"))


def named_analyzer(name: str, transliterator: str) -> ChainAnalyzer | None:
    """Return the analyzer of a name, or None if there is no chain of that name."""
    if name == "romanian":
        return NativeRomanianAnalyzer(transliterator)
    if name == "whitespace":
        return WhitespaceAnalyzer(BUILT_IN[name], transliterator, name)
    chain = BUILT_IN.get(name)
    if chain is None and name in _snowball_languages():
        chain = chain_of(name)
    return None if chain is None else ChainAnalyzer(chain, transliterator, name)


def names() -> list[str]:
    """Return the names of all these chains."""
    return sorted({*BUILT_IN, *_snowball_languages()})


def _snowball_languages() -> frozenset[str]:
    from searchlib.analysis.snowball import languages

    return languages()
