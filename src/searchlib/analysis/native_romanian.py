"""The Romanian analyzer at the speed of the machine: the native chain, and the readable one for what that leaves."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from searchlib.analysis.english import is_plain, plain_terms
from searchlib.analysis.folding import fold_text
from searchlib.analysis.moldovan import ALPHABET
from searchlib.analysis.native import RomanianChain
from searchlib.analysis.old_spelling import native_spellings
from searchlib.analysis.protocol import Form, Token
from searchlib.analysis.romanian import RomanianAnalyzer
from searchlib.analysis.scanning import DOMAINS
from searchlib.analysis.spelling import PREFIXES
from searchlib.analysis.stemming import native_rules, snowball_stems
from searchlib.analysis.suffix_rules import STEMS
from searchlib.analysis.terms import fold_term
from searchlib.analysis.words import WORD_LISTS
from searchlib.errors import AnalyzerError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from searchlib.analysis.protocol import Analyzer

__all__ = ["NativeRomanianAnalyzer", "native_chain"]

_CYRILLIC: Final = re.compile("[\u0400-\u052f]").search
_chains: dict[str, RomanianChain] = {}
_LONGEST_FOLD: Final = 4  # bytes that the native table has room for


def native_chain(transliterator: str) -> RomanianChain:
    """Return the native chain for a transliterator; one for all analyzers, as it holds the table of stems."""
    chain = _chains.get(transliterator)
    if chain is None:
        words = {**WORD_LISTS, "prefixes": map(fold_text, PREFIXES), "domains": DOMAINS}
        lists = {name: sorted(several) for name, several in words.items()}
        try:
            made = RomanianChain(lists, native_spellings(), native_rules()[0])
        except ValueError as error:
            raise AnalyzerError(f"{STEMS}: {error}: install searchlib again") from error
        chain = _chains.setdefault(transliterator, made)
    return chain


@cache
def _teach_cyrillic(transliterator: str) -> None:
    """Have a native chain read Cyrillic letters; late, as the transliterator is slow to import."""
    native_chain(transliterator).learn_letters(list(_cyrillic_letters(transliterator)))


def _cyrillic_letters(transliterator: str) -> Iterator[tuple[int, int, str, bool, bool]]:
    """Yield what the native chain is told of the letters that can be read one by one."""
    for code in (*range(0x400, 0x482), *range(0x48A, 0x530)):
        letter = chr(code)
        lower, folded = letter.lower(), fold_term(letter, transliterator)
        is_simple = all(unicodedata.is_normalized("NFC", one) and len(one) == 1 for one in (letter, lower))
        if is_simple and len(folded.encode()) <= _LONGEST_FOLD:
            is_moldovan = transliterator != "none" and lower in ALPHABET
            yield code, ord(lower), folded, letter.isupper(), is_moldovan


class NativeRomanianAnalyzer(RomanianAnalyzer):
    """Gives what `RomanianAnalyzer` gives, some ten times as fast.

    Words, groups of words, numbers and dates are analysed natively, and Cyrillic words once the first was met;
    addresses, tags and other scripts are left to the readable chain.

    Parameters
    ----------
    transliterator : str
        ``"unidecode"``, ``"anyascii"`` or ``"none"``: what becomes of letters outside Latin.

    Raises
    ------
    searchlib.errors.AnalyzerError
        If the transliterator is unknown.
    """

    def analyze_forms(self, raws: Sequence[str]) -> list[Form]:
        """Analyse raw forms; see `searchlib.analysis.Analyzer`. About 1 µs for each, many at a time."""
        raws = list(raws)
        found = native_chain(self.transliterator).analyze(raws, snowball_stems)
        left = [raw for raw, form in zip(raws, found, strict=True) if form is None]
        if any(map(_CYRILLIC, left)):
            _teach_cyrillic(self.transliterator)
        others = iter(super().analyze_forms(left) if left else ())
        return [next(others) if form is None else _form(*form) for form in found]

    def define(self, forms: Any, most: int, *, exact: bool, english: Analyzer | None, others: Any) -> None:
        """Define the first undefined forms of a builder natively; `others` defines those left to Python."""
        of_english = plain_terms if is_plain(english) else None
        forms.analyze(native_chain(self.transliterator), most, exact, snowball_stems, of_english, others)


def _form(width: int, tokens: list[tuple[Any, ...]]) -> Form:
    return Form(tuple(map(Token._make, tokens)), width)
