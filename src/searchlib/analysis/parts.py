"""The parts that chains are made of, by name: char filters, tokenizers, token filters.

A name may carry an argument behind a colon: ``stem:english``. What each part does stands in a module of its own;
here they are only looked up.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, NoReturn, TypeAlias

from searchlib.analysis import old_spelling
from searchlib.analysis.scanning import CONVENTIONS, Piece, scan, scan_plainly
from searchlib.analysis.spelling import CharFunction, cedilla, compose, hyphens, invisible, misread
from searchlib.analysis.token_filters import TOKEN_FILTERS, TokenFilter
from searchlib.errors import AnalyzerError

if TYPE_CHECKING:
    from searchlib.analysis.custom import UserCharFilter, UserTokenFilter, UserTokenizer

__all__ = ["CharFilter", "Kind", "Tokenizer", "char_filter", "register_part", "token_filter", "tokenizer"]

Kind: TypeAlias = Literal["char_filter", "tokenizer", "token_filter"]

_SPELLING_VERSION: Final = "3"
_SCANNING_VERSION: Final = "1"
"""Raised whenever one of the parts gives something else than before."""


class CharFilter(NamedTuple):
    """Changes the characters of a raw form before it is taken apart."""

    name: str
    apply: CharFunction
    version: str


class Tokenizer(NamedTuple):
    """Takes a filtered raw form apart."""

    name: str
    apply: Callable[[str], list[Piece]]
    version: str


def _whole(text: str) -> list[Piece]:
    """Take the raw form as one word."""
    return [(text, 0, 0, len(text), "part")] if text else []


_CHAR_FILTERS: Final[dict[str, CharFunction]] = {
    "cedilla": cedilla,
    "compose": compose,
    "hyphens": hyphens,
    "invisible": invisible,
    "misread": misread,
}
_TOKENIZERS: Final[dict[str, Callable[[str], list[Piece]]]] = {
    "plain": scan_plainly,
    "whitespace": _whole,
    "words": lambda text: scan(text, CONVENTIONS[""]),
    "words:english": lambda text: scan(text, CONVENTIONS["english"]),
    "words:romanian": lambda text: scan(text, CONVENTIONS["romanian"]),
}
_OWN: Final[dict[Kind, frozenset[str]]] = {
    "char_filter": frozenset(_CHAR_FILTERS),
    "tokenizer": frozenset(_TOKENIZERS),
    "token_filter": frozenset(name.partition(":")[0] for name in TOKEN_FILTERS),
}
_NAME: Final = re.compile(r"[^\W\d][\w.-]*").fullmatch

_users_char_filters: dict[str, CharFilter] = {}
_users_tokenizers: dict[str, Tokenizer] = {}
_users_token_filters: dict[str, TokenFilter] = {}


def char_filter(name: str) -> CharFilter:
    """Return a char filter by name.

    Raises
    ------
    searchlib.errors.AnalyzerError
        If there is none of this name; the message names what there is. So do the two functions below.
    """
    function = _CHAR_FILTERS.get(name)
    if function is not None:
        return CharFilter(name, function, _SPELLING_VERSION)
    return _users_char_filters.get(name) or _unknown("char_filter", name, [*_CHAR_FILTERS, *_users_char_filters])


def tokenizer(name: str) -> Tokenizer:
    """Return a tokenizer by name."""
    function = _TOKENIZERS.get(name)
    if function is not None:
        spelling = f" {old_spelling.fingerprint()}" if name == "words:romanian" else ""
        return Tokenizer(name, function, f"{_SCANNING_VERSION}{spelling}")
    return _users_tokenizers.get(name) or _unknown("tokenizer", name, [*_TOKENIZERS, *_users_tokenizers])


def token_filter(name: str, transliterator: str) -> TokenFilter:
    """Return a token filter by name; `transliterator` is for those that use one and do not name it."""
    first, _, argument = name.partition(":")
    if name in TOKEN_FILTERS or f"{first}:" in TOKEN_FILTERS:
        make = TOKEN_FILTERS[name] if name in TOKEN_FILTERS else TOKEN_FILTERS[f"{first}:"]
        return make(name, argument or transliterator)
    known = [f"{known}…" if known.endswith(":") else known for known in TOKEN_FILTERS]
    return _users_token_filters.get(name) or _unknown("token_filter", name, [*known, *_users_token_filters])


def _unknown(kind: Kind, name: str, known: Iterable[str]) -> NoReturn:
    words = kind.replace("_", " ")
    raise AnalyzerError(
        f"unknown {words} {name!r}: known are {', '.join(sorted(known))}; make a function of yours known "
        f"with searchlib.register_part({kind!r}, {name!r}, function)"
    )


def register_part(
    kind: Kind,
    name: str,
    function: UserCharFilter | UserTokenizer | UserTokenFilter,
    *,
    version: str = "1",
) -> None:
    """Make a function known as a part of chains.

    Parameters
    ----------
    kind : {"char_filter", "tokenizer", "token_filter"}
        What it is. A char filter takes the text of a raw form and returns another text. A tokenizer takes such
        a text and returns its words in order, or their spans as pairs of start and end. A token filter takes a word
        and returns the term, several terms for one position (a query looks for the first), or None to leave it out.
    name : str
        Letters, digits, ``_ . -``. Registering a name again replaces its function.
    function : callable
        Asked once for each distinct form or word of a batch: it must give the same for the same text.
    version : str
        Raise it when the function gives something else than before, so that indexes made with the old one say so.

    Raises
    ------
    searchlib.errors.AnalyzerError
        If the kind is unknown, the name cannot be used or is built in, or the function cannot be called.
    """
    from searchlib.analysis.custom import custom_char_filter, custom_token_filter, custom_tokenizer

    if kind not in _OWN:
        raise AnalyzerError(f"there is no kind of part {kind!r}: choose one of {', '.join(_OWN)}")
    if _NAME(name) is None or name in _OWN[kind]:
        reason = "built in" if name in _OWN[kind] else "not made of letters, digits, _ . - behind a letter"
        raise AnalyzerError(f"a {kind.replace('_', ' ')} cannot be registered as {name!r}: the name is {reason}")
    given: object = function
    if not callable(given):
        raise AnalyzerError(f"{kind.replace('_', ' ')} {name!r}: {type(function).__name__} is not callable")
    origin = getattr(function, "__module__", ""), getattr(function, "__qualname__", type(function).__qualname__)
    version = f"{'.'.join(map(str, origin))} {version}"
    if kind == "char_filter":
        _users_char_filters[name] = CharFilter(name, custom_char_filter(name, given), version)
    elif kind == "tokenizer":
        _users_tokenizers[name] = Tokenizer(name, custom_tokenizer(name, given), version)
    else:
        _users_token_filters[name] = TokenFilter(name, custom_token_filter(name, given), lambda: version)
