"""How the parts of a query are written in the query language: words, values, moments."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from searchlib.query.tokenizer import OPERATORS, PLAIN, TOKENS, WORD, field_head, foreign_suffix, has_word

__all__ = ["clause", "date_range", "quoted", "value", "word"]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST = (datetime(1, 1, 1, tzinfo=UTC) - _EPOCH) // timedelta(seconds=1)
_LAST = (datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC) - _EPOCH) // timedelta(seconds=1)
_SHIFT = 86_340  # seconds; a day that is still in the calendar somewhere on Earth is so at this offset


def quoted(text: str) -> str:
    """Return `text` between quotation marks."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _is_bare(text: str) -> bool:
    """Return whether `text` is one word to the parser, wherever it stands."""
    token = TOKENS.fullmatch(text)
    return token is not None and token.lastindex in {PLAIN, WORD} and has_word(text) and not foreign_suffix(text)


def word(text: str) -> str:
    """Return `text` as a word without a field; as a quotation where the language has no such word."""
    if not _is_bare(text) or text in OPERATORS or text[0] in "+-":
        return quoted(text)
    head = field_head(text)
    return quoted(text) if head is not None and head[1] else text


def value(text: str) -> str:
    """Return `text` as it may stand after ``field:``."""
    return text if _is_bare(text) and text[0] not in "+-[{" else quoted(text)


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
