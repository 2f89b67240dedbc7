"""How the parts of a query are written in the query language: words, values, moments."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from searchlib.query.shapes import is_plain, is_wildcard
from searchlib.query.tokenizer import OPERATORS, PLAIN, TOKENS, WORD, field_head, has_word

if TYPE_CHECKING:
    from searchlib.query.tree import Query

__all__ = [
    "bracketed",
    "clause",
    "date_range",
    "exact",
    "number",
    "prefix",
    "primary",
    "quoted",
    "regex",
    "value",
    "wildcard",
    "word",
]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST = (datetime(1, 1, 1, tzinfo=UTC) - _EPOCH) // timedelta(seconds=1)
_LAST = (datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC) - _EPOCH) // timedelta(seconds=1)
_SHIFT = 86_340  # seconds; a day that is still in the calendar somewhere on Earth is so at this offset
_SPECIAL = re.compile(r"[\\.*+?()\[\]{}|^$]")
_UNWRITABLE = re.compile(r"[\s/]")


def bracketed(query: Query) -> str:
    """Return a node as it stands inside another one."""
    return f"({query})" if query.joins else str(query)


def primary(query: Query) -> str:
    """Return a node as it stands before a boost: in brackets, unless it is one clause without operators."""
    text = str(query)
    token = TOKENS.fullmatch(text)
    alone = token is not None and "^" not in text and text[0] not in "+-"
    return text if alone else f"({text})"


def number(value: float) -> str:
    """Return a number in digits, without an exponent."""
    digits = format(Decimal(repr(value)), "f")
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def quoted(text: str) -> str:
    """Return `text` between quotation marks."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _is_bare(text: str) -> bool:
    """Return whether `text` is one word to the parser, wherever it stands."""
    token = TOKENS.fullmatch(text)
    return token is not None and token.lastindex in {PLAIN, WORD} and has_word(text) and is_plain(text)


def word(text: str) -> str:
    """Return `text` as a word without a field; as a quotation where the language has no such word."""
    if not _is_bare(text) or text in OPERATORS or text[0] in "+-":
        return quoted(text)
    head = field_head(text)
    return quoted(text) if head is not None and head[1] else text


def value(text: str) -> str:
    """Return `text` as it may stand after ``field:``."""
    return text if _is_bare(text) and text[0] not in "+-[{" else quoted(text)


def exact(text: str) -> str:
    """Return `text` as what is to be found letter by letter."""
    return f"={text}" if text.isalnum() else f"={quoted(text)}"


def wildcard(pattern: str) -> str:
    """Return a pattern of ``*`` and ``?``; as a regular expression where the language has no such word."""
    if is_wildcard(pattern):
        return pattern
    return regex("".join({"*": ".*", "?": "."}.get(c) or escaped(c) for c in pattern))


def prefix(text: str) -> str:
    """Return the pattern of words that start with `text`."""
    pattern = f"{text}*"
    if is_wildcard(pattern) and not {"*", "?"} & set(text):
        return pattern
    return regex("".join(map(escaped, text)) + ".*")


def escaped(character: str) -> str:
    """Return a character as it stands for itself in a regular expression."""
    return f"\\{character}" if _SPECIAL.match(character) else character


def regex(pattern: str) -> str:
    """Return a regular expression between slashes."""
    inner = _UNWRITABLE.sub(lambda match: f"\\x{{{ord(match[0]):x}}}", pattern.replace("\\/", "/"))
    return f"/{inner or '()'}/"


def clause(field: str | None, text: str) -> str:
    """Return `text` with the field that it is restricted to, if any."""
    return text if field is None else f"{field}:{text}"


def _moment(seconds: int | None) -> str:
    if seconds is None:
        return "*"
    # The first and the last day of the calendar may lie outside of it in UTC, yet not at another offset.
    offset, shift = ("+23:59", _SHIFT) if seconds < _FIRST else ("-23:59", -_SHIFT) if seconds > _LAST else ("Z", 0)
    local = min(max(seconds + shift, _FIRST), _LAST)
    return (_EPOCH + timedelta(seconds=local)).replace(tzinfo=None).isoformat() + offset


def date_range(field: str, start: int | None, end: int | None) -> str:
    """Return the range as text: in UTC and to the second, so that it means the same in every zone."""
    return f"{field}:[{_moment(start)} TO {_moment(end)}{']' if end is None else '}'}"
