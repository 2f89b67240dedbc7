"""Token filters: from the words that a tokenizer found to terms. Each gives a table of distinct words.

A table holds for each word the terms that it becomes: mostly one, none where it is left out. The work itself is done
in `folding`, `spelling`, `transliteration`, `stemming` and `snowball`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final, NamedTuple, TypeAlias

from searchlib.analysis import old_spelling, stemming
from searchlib.analysis.folding import fold_text
from searchlib.analysis.old_spelling import respell
from searchlib.analysis.protocol import cut_term
from searchlib.analysis.snowball import languages, snowball, snowball_version
from searchlib.analysis.terms import exact_forms, fold_term, has_cyrillic, latin_word, moldovan_term, printed_letters
from searchlib.analysis.transliteration import check_transliterator, transliterator_version
from searchlib.errors import AnalyzerError

__all__ = ["TOKEN_FILTERS", "Table", "TokenFilter"]

Table: TypeAlias = "dict[str, tuple[str, ...]]"

_VERSION: Final = "1"
"""Raised whenever a filter without a version of its own gives other words than before."""
_TURKISH: Final = str.maketrans("Iİ", "ıi")


class TokenFilter(NamedTuple):
    """Turns words into terms."""

    name: str
    apply: Callable[[Iterable[str]], Table]
    version: Callable[[], str]
    keep: Callable[[str], tuple[str, ...]] | None = None
    """For ``exact``: what it keeps of a word as `Token.exact`."""
    beside: Callable[[str], str] | None = None
    """For ``moldovan``: another reading of a word, which stands beside it; empty if there is none."""
    why: Callable[[str], str] | None = None
    """For stemmers: which of their rules a word meets."""


def _each(function: Callable[[str], str]) -> Callable[[Iterable[str]], Table]:
    """Return a filter that gives each word to a function; a word of which nothing is left is left out."""

    def apply(words: Iterable[str]) -> Table:
        return {word: (term,) if (term := function(word)) else () for word in words}

    return apply


def _word_by_word(function: Callable[[str], str]) -> Callable[[str, str], TokenFilter]:
    def make(name: str, _: str) -> TokenFilter:
        return TokenFilter(name, _each(function), lambda: _VERSION)

    return make


def _lower_turkish(word: str) -> str:
    return word.translate(_TURKISH).lower()


def _transliterate(name: str, transliterator: str) -> TokenFilter:
    check_transliterator(transliterator)
    return TokenFilter(
        name,
        _each(lambda word: latin_word(word, transliterator)),
        lambda: transliterator_version(transliterator),
    )


def _exact(name: str, transliterator: str) -> TokenFilter:
    """Leave the words as they are, and keep each of them beside its term: folded, and as printed."""
    check_transliterator(transliterator)

    def keep(word: str) -> tuple[str, ...]:
        folded = fold_term(word, transliterator)
        return exact_forms(folded, printed_letters(word)) if folded else ()

    return TokenFilter(name, _each(str), lambda: transliterator_version(transliterator), keep=keep)


def _moldovan(name: str, transliterator: str) -> TokenFilter:
    """Leave the words as they are, and read Cyrillic ones as Romanian besides; nothing is read if letters stay."""
    check_transliterator(transliterator)

    def beside(word: str) -> str:
        if transliterator == "none" or not has_cyrillic(word):
            return ""
        return moldovan_term(word, fold_term(word, transliterator))

    return TokenFilter(name, _each(str), lambda: _VERSION, beside=beside)


def _stem_romanian(name: str, _: str) -> TokenFilter:
    def apply(words: Iterable[str]) -> Table:
        cut = {word: cut_term(word) for word in words}
        stems = stemming.stem_words(set(cut.values()))
        return {word: (stems[term],) for word, term in cut.items()}

    return TokenFilter(name, apply, stemming.fingerprint, why=stemming.explain)


def _snowball(name: str, language: str) -> TokenFilter:
    if language not in languages():
        raise AnalyzerError(f"unknown token filter {name!r}: Snowball stems {', '.join(sorted(languages()))}")

    def apply(words: Iterable[str]) -> Table:
        # As those of Romanian, words with digits are what they are: 1990s, b2b.
        cut = {word: cut_term(word) for word in words}
        stemmed = [word for word, term in cut.items() if not any(map(str.isdigit, term))]
        stems = zip(stemmed, snowball(language).stemWords([cut[word] for word in stemmed]), strict=True)
        terms = cut | dict(stems)
        return {word: (term,) if term else () for word, term in terms.items()}

    def why(_: str) -> str:
        return "Snowball"

    return TokenFilter(name, apply, lambda: f"Snowball {snowball_version()}", why=why)


TOKEN_FILTERS: Final[dict[str, Callable[[str, str], TokenFilter]]] = {
    "exact": _exact,
    "exact:": _exact,
    "fold": _word_by_word(fold_text),
    "lowercase": _word_by_word(str.lower),
    "lowercase:turkish": _word_by_word(_lower_turkish),
    "moldovan": _moldovan,
    "respell": lambda name, _: TokenFilter(name, _each(respell), old_spelling.fingerprint),
    "snowball:": _snowball,
    "stem:": _snowball,
    "stem:romanian": _stem_romanian,
    "transliterate": _transliterate,
    "transliterate:": _transliterate,
}
"""Name → what makes the filter of the whole name and its argument; a name that ends in a colon takes any argument.
The argument of ``exact`` and ``transliterate`` is a transliterator, and the schema's where none is named."""
