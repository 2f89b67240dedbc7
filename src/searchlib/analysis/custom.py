"""Functions of a user's as parts of a chain: what they return is checked and brought into one shape."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, TypeAlias, cast

from searchlib.analysis.protocol import cut_term
from searchlib.errors import AnalyzerError

if TYPE_CHECKING:
    from searchlib.analysis.scanning import Piece
    from searchlib.analysis.spelling import CharFunction, Filtered
    from searchlib.analysis.token_filters import Table

__all__ = [
    "UserCharFilter",
    "UserTokenFilter",
    "UserTokenizer",
    "custom_char_filter",
    "custom_token_filter",
    "custom_tokenizer",
    "terms_of",
]

UserCharFilter: TypeAlias = Callable[[str], str]
UserTokenizer: TypeAlias = "Callable[[str], Iterable[str] | Iterable[tuple[int, int]]]"
UserTokenFilter: TypeAlias = "Callable[[str], str | Iterable[str] | None]"


def custom_char_filter(name: str, function: Callable[..., object]) -> CharFunction:
    """Return a char filter that follows the characters which the function left as they were."""

    def apply(text: str) -> Filtered:
        changed = function(text)
        if not isinstance(changed, str):
            raise AnalyzerError(f"char filter {name!r} must return a string, not {type(changed).__name__} ({text!r})")
        if len(changed) == len(text):
            return changed, None
        return changed, _starts(text, changed)

    return apply


def _starts(text: str, changed: str) -> list[int]:
    """Return where each character of `changed` began: what stands between the ends they share is one stretch."""
    shorter = min(len(text), len(changed))
    head = 0
    while head < shorter and text[head] == changed[head]:
        head += 1
    tail = 0
    while tail < shorter - head and text[-1 - tail] == changed[-1 - tail]:
        tail += 1
    before, after = len(text) - tail, len(changed) - tail
    middle = [min(at, max(head, before - 1)) for at in range(head, after)]
    return [*range(head), *middle, *range(before, len(text) + 1)]


def custom_tokenizer(name: str, function: Callable[..., object]) -> Callable[[str], list[Piece]]:
    """Return a tokenizer whose words, or spans of them, are parts with successive positions."""

    def apply(text: str) -> list[Piece]:
        found = function(text)
        if isinstance(found, str) or not isinstance(found, Iterable):
            raise AnalyzerError(f"tokenizer {name!r} must return words or spans, not {type(found).__name__} ({text!r})")
        pieces: list[Piece] = []
        at = 0
        for item in cast("Iterable[object]", found):
            span = _span(item, text, at)
            if span is None:
                reason = f"which does not stand in {text!r} behind the word before"
                raise AnalyzerError(f"tokenizer {name!r} returned {item!r}, {reason}")
            start, at = span
            if at > start:
                pieces.append((text[start:at], len(pieces), start, at, "part"))
        return pieces

    return apply


def _span(item: object, text: str, at: int) -> tuple[int, int] | None:
    """Return where a word that a tokenizer returned stands, from `at` on; None if nowhere."""
    if isinstance(item, str):
        start = text.find(item, at)
        return (start, start + len(item)) if start >= 0 else None
    if isinstance(item, tuple):
        match cast("tuple[object, ...]", item):
            case (int(start), int(end)) if at <= start <= end <= len(text):
                return start, end
            case _:
                pass
    return None


def custom_token_filter(name: str, function: Callable[..., object]) -> Callable[[Iterable[str]], Table]:
    """Return a token filter that asks the function once for each distinct word."""
    return lambda words: {word: terms_of(f"token filter {name!r}", function, word) for word in words}


def terms_of(who: str, function: Callable[..., object], word: str) -> tuple[str, ...]:
    """Ask a function for the terms of a word: distinct, cut to what a term can hold, in its order.

    Raises
    ------
    AnalyzerError
        If it returns anything but terms; the message begins with `who`.
    """
    result = function(word)
    if result is None:
        return ()
    terms = cast("Iterable[object]", [result] if isinstance(result, str) else result)
    if not isinstance(terms, Iterable):
        raise AnalyzerError(_complaint(who, result, word))
    distinct: dict[str, None] = {}
    for term in terms:
        if not isinstance(term, str):
            raise AnalyzerError(_complaint(who, term, word))
        distinct[cut_term(term)] = None
    distinct.pop("", None)
    return tuple(distinct)


def _complaint(who: str, found: object, word: str) -> str:
    return f"{who} must return strings for a word, not {type(found).__name__} (word {word!r})"
