"""What the writer makes of a document before it is indexed: its key, date, texts, keywords, stored fields."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple, cast

import msgspec

from searchlib.analysis import fold_keyword
from searchlib.dates import Instant, Precision, middle_day, parse_instant
from searchlib.errors import DocumentError
from searchlib.schema import Date, Keyword, Number, Schema, Stored, Text, number_term

__all__ = ["PRECISIONS", "Prepared", "Preparer", "about", "hash_key"]

MAX_TEXT = 1 << 26
"""Bytes of the longest text: positions are kept in 26 bits, and a position takes at least a byte."""

MAX_KEY = 1 << 12
"""Bytes of the longest key: addresses are shorter."""

_GREATEST = sys.float_info.max

MAX_DEPTH = 100
"""Levels of lists and mappings in a field that is only stored."""

MAX_KEYWORD = 255
"""Bytes of the longest keyword, folded; the rest of it does not count."""

PRECISIONS = {precision: number for number, precision in enumerate(Precision)}
_UNDATED_PRECISION = len(PRECISIONS)


class Prepared(NamedTuple):
    """A document as the native core takes it, and as it is stored."""

    key: str
    key_hash: int
    digest: bytes
    seconds: int | None
    precision: int
    date: tuple[int, int, int] | None
    texts: list[str]
    keywords: list[list[str]]
    stored: dict[str, Any]


def about(instant: Instant, zone: str) -> tuple[int, int, int]:
    """Return year, month and day that a document of this date is about."""
    day = middle_day(instant, zone)
    return day.year, day.month, day.day


def hash_key(key: str) -> int:
    """Return the 64-bit hash by which the index finds a key."""
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest(), "little")


class Preparer:
    """Turns documents of one schema into what is indexed.

    Parameters
    ----------
    schema : Schema
        The schema of the index.

    Attributes
    ----------
    dropped : set[str]
        Fields that are not stored.
    fold : Callable[[str], str]
        What a keyword becomes in the index.
    """

    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        # The encoding of the stored record, so that what passes here can be stored.
        self._encoder = msgspec.msgpack.Encoder(order="sorted")
        self._text_fields = schema.text_fields
        self._keyword_fields = schema.keyword_fields
        self._date_field = schema.date_field
        self.dropped = {n for n, f in schema.fields.items() if not isinstance(f, Stored) and not f.stored}
        # Sources and entities come again and again, and folding them is Python.
        self.fold = lru_cache(maxsize=1 << 16)(self._folded)

    def prepare(self, document: Mapping[str, Any], origin: str = "") -> Prepared:
        """Return what is indexed of a document.

        Raises
        ------
        DocumentError
            If a field has a value of the wrong type, the date is none, a text or the key is too long, or the
            document is empty; it names `origin`, where the document stands.
        """
        try:
            return self._prepare(document)
        except DocumentError as error:
            raise DocumentError(error.reason, origin) from error

    def _prepare(self, document: Mapping[str, Any]) -> Prepared:
        fields = {name: self._checked(name, value) for name, value in document.items() if value is not None}
        if not fields:
            raise DocumentError("the document is empty: it needs at least one field")
        try:
            content = self._encoder.encode(fields)
        except (TypeError, UnicodeEncodeError, RecursionError, ValueError, OverflowError) as error:
            raise DocumentError(f"a field cannot be stored: {error}; use text, numbers, lists and mappings") from error
        digest = hashlib.blake2b(content, digest_size=16).digest()
        key = self._key(fields) or f"content:{digest.hex()}"
        instant = None
        if self._date_field is not None and fields.get(self._date_field) not in (None, ""):
            instant = self._instant(fields[self._date_field])
        return Prepared(
            key=key,
            key_hash=hash_key(key),
            digest=digest,
            seconds=instant.seconds if instant else None,
            precision=PRECISIONS[instant.precision] if instant else _UNDATED_PRECISION,
            date=about(instant, self._schema.timezone) if instant else None,
            texts=[fields.get(name, "") for name in self._text_fields],
            keywords=[self._keywords(name, fields.get(name)) for name in self._keyword_fields],
            stored={name: value for name, value in fields.items() if name not in self.dropped},
        )

    def _checked(self, name: str, value: Any) -> Any:
        """Return the value as it is kept, if the field can hold it."""
        spec = self._schema.fields.get(name)
        if isinstance(spec, Text):
            if not isinstance(value, str):
                raise DocumentError(f"field {name!r} must be text, not {type(value).__name__}")
            value = _unicode(value)
            if len(value) > MAX_TEXT // 4 and len(value.encode()) > MAX_TEXT:
                raise DocumentError(f"field {name!r} has more than {MAX_TEXT >> 20} MiB: split the document")
            return value
        if isinstance(spec, Keyword):
            return _keyword_value(name, value)
        if isinstance(spec, Number):
            return _numbers(name, value)
        if isinstance(spec, Date):
            # A datetime is a date too; both write themselves as ISO 8601.
            return value.isoformat() if isinstance(value, date) else value
        return _plain(value)

    def _key(self, fields: Mapping[str, Any]) -> str | None:
        for name in self._schema.key:
            value = fields.get(name)
            if value is None or value == "":
                continue
            if isinstance(value, bool) or not isinstance(value, str | int):
                raise DocumentError(f"key field {name!r} must be text or a whole number, not {value!r}")
            key = str(value)
            if len(key.encode()) > MAX_KEY:
                raise DocumentError(f"key field {name!r} has more than {MAX_KEY} bytes")
            return key
        return None

    def _instant(self, value: object) -> Instant:
        try:
            return parse_instant(value, self._schema.timezone)
        except ValueError as error:
            raise DocumentError(f"field {self._date_field!r}: {error}") from error

    def _folded(self, value: str) -> str:
        return _cut(fold_keyword(value, self._schema.transliterator))

    def _keywords(self, name: str, value: Any) -> list[str]:
        if value is None:
            return []
        if isinstance(self._schema.fields[name], Number):
            numbers = cast("list[float]", value if isinstance(value, list) else [value])
            return list(dict.fromkeys(map(number_term, numbers)))
        values = [value] if isinstance(value, str) else value
        return list(dict.fromkeys(folded for one in values if (folded := self.fold(one))))


def _keyword_value(name: str, value: Any) -> str | list[str]:
    if isinstance(value, str):
        return _unicode(value)
    if isinstance(value, Iterable) and not isinstance(value, Mapping | bytes):
        values = [_unicode(one) if isinstance(one, str) else None for one in cast("Iterable[object]", value)]
        names = [one for one in values if one is not None]
        if len(names) == len(values):
            return names
    kind = type(cast("object", value)).__name__
    raise DocumentError(f"field {name!r} must be a name or a list of names, not {kind}")


def _numbers(name: str, value: Any) -> float | list[float]:
    """Return a number or a list of them, if they are."""
    several = isinstance(value, list | tuple)
    values = cast("tuple[object, ...]", value if several else (value,))
    numbers: list[float] = []
    for one in values:
        if not isinstance(one, int | float) or isinstance(one, bool) or not -_GREATEST <= one <= _GREATEST:
            raise DocumentError(f"field {name!r} must be a number or a list of them, not {one!r}")
        numbers.append(one)
    return numbers if several else numbers[0]


def _plain(value: Any) -> Any:
    """Return a value of a field that is only stored, dates as ISO 8601."""
    if isinstance(value, str):
        return _unicode(value)
    if isinstance(value, date):
        return value.isoformat()
    _check_depth(value)
    return value


def _check_depth(value: object) -> None:
    """Raise for a value so nested that reading it again would run out of stack."""
    level = [value]
    for _ in range(MAX_DEPTH):
        inner: list[object] = []
        for one in level:
            if isinstance(one, Mapping):
                inner.extend(cast("Mapping[object, object]", one).values())
            elif isinstance(one, list | tuple):
                inner.extend(cast("Iterable[object]", one))
        if not inner:
            return
        level = inner
    raise DocumentError(f"a field cannot be stored: it is nested more than {MAX_DEPTH} deep; flatten it")


def _unicode(text: str) -> str:
    """Return the text with lone surrogates, which no encoding has, as replacement characters."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def _cut(keyword: str) -> str:
    raw = keyword.encode()
    return keyword if len(raw) <= MAX_KEYWORD else raw[:MAX_KEYWORD].decode("utf-8", "ignore")
