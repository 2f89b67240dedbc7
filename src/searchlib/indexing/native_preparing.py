"""The native twin of `Preparer`: plain documents become what is indexed of them without Python."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from searchlib.dates import parse_instant, plain_day, span
from searchlib.indexing.native import DocumentPreparer
from searchlib.indexing.preparing import PRECISIONS, about
from searchlib.schema import Number

if TYPE_CHECKING:
    from searchlib.indexing.preparing import Preparer
    from searchlib.schema import Schema

__all__ = ["native_preparer"]

_EPOCH: Final = date(1970, 1, 1)
_DAY: Final = 86_400


def native_preparer(schema: Schema, preparer: Preparer) -> DocumentPreparer:
    """Return what prepares documents of a schema natively.

    Parameters
    ----------
    schema : Schema
        The schema of the index.
    preparer : Preparer
        What prepares those that are not plain.
    """
    zone = schema.timezone
    return DocumentPreparer(
        texts=list(schema.text_fields),
        keywords=list(schema.keyword_fields),
        numbers=[name for name in schema.keyword_fields if isinstance(schema.fields[name], Number)],
        date=schema.date_field or "",
        key=list(schema.key),
        dropped=sorted(preparer.dropped),
        fold=preparer.fold,
        start=lambda day: _start(day, zone),
        parse=lambda text: _parse(text, zone),
    )


def _start(day: int, zone: str) -> int | None:
    """Return the first second of a local day, in days since 1970; None if the clocks change on it."""
    if (first := plain_day(day, zone)) is not None:
        return first
    first, end = span(_EPOCH + timedelta(days=day), zone)
    noon = parse_instant(f"{(_EPOCH + timedelta(days=day)).isoformat()}T12:00", zone).seconds
    return first if end - first == _DAY and noon - first == _DAY // 2 else None


def _parse(text: str, zone: str) -> tuple[int, int, tuple[int, int, int]] | None:
    """Return seconds and precision of a date and the day that it is about; None if it is none."""
    try:
        instant = parse_instant(text, zone)
    except ValueError:
        return None
    return instant.seconds, PRECISIONS[instant.precision], about(instant, zone)
