"""Dates as they are written, and the seconds that they stand for.

A date keeps the precision it was given with: ``2025-10`` is a whole month. Seconds are counted in
UTC from 1970; days and months are those of a time zone, with its daylight saving.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, tzinfo
from enum import StrEnum
from functools import lru_cache
from typing import Final, NamedTuple

from searchlib.errors import SchemaError

__all__ = [
    "Instant",
    "Precision",
    "day_number",
    "middle_day",
    "parse_instant",
    "plain_day",
    "span",
    "to_date",
    "to_datetime",
]

_DAY: Final = 86_400
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_DAY: Final = date(1970, 1, 1).toordinal()
# Any zone's local time can be asked for between these two; beyond, an offset might leave the calendar.
_FIRST_SAFE: Final = (2 - _EPOCH_DAY) * _DAY
_LAST_SAFE: Final = (date.max.toordinal() - 1 - _EPOCH_DAY) * _DAY

_CLOCK: Final = r"(?P<clock>[0-9]{2}:[0-9]{2}(?P<second>:[0-9]{2}(?:[.,][0-9]+)?)?)"
_ISO_TIME: Final = re.compile(
    rf"(?P<day>[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})(?:[Tt ]{_CLOCK} ?(?P<offset>[Zz]|[+-][0-9]{{2}}(?::?[0-9]{{2}})?)?)?"
)
_ISO_PART: Final = re.compile(r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2}))?")
_ROMANIAN: Final = re.compile(rf"(?P<day>[0-9]{{1,2}})\.(?P<month>[0-9]{{1,2}})\.(?P<year>[0-9]{{4}})(?:,? {_CLOCK})?")
_HOW: Final = "write 2025, 2025-10, 2025-10-24, 2025-10-24T19:57:37+03:00 or 24.10.2025"


class Precision(StrEnum):
    """How much of a date was given."""

    YEAR = "year"
    MONTH = "month"
    DAY = "day"
    SECOND = "second"


class Instant(NamedTuple):
    """Where a date begins, and how precisely it was given.

    Parameters
    ----------
    seconds : int
        UTC seconds since 1970 of its first second; negative before.
    precision : Precision
        What was given.
    """

    seconds: int
    precision: Precision


class _Parsed(NamedTuple):
    """A date before its zone is applied: the first moment of it, and how long it lasts."""

    start: datetime  # aware only if an offset was given
    precision: Precision
    seconds: int = 1  # how long it lasts, where `precision` is SECOND


@lru_cache(maxsize=32)
def _zone(name: str) -> tzinfo:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise SchemaError(f"there is no time zone {name!r}: give a name like Europe/Bucharest") from error


def _refusal(value: object, why: str = "") -> ValueError:
    shown = repr(value)
    shown = shown if len(shown) <= 60 else shown[:59] + "…"
    return ValueError(f"{shown} is no date{': ' + why if why else ''}; {_HOW}")


def _parse_text(text: str) -> _Parsed | None:
    match = _ISO_TIME.fullmatch(text)
    if match is not None:
        return _parsed_day(match["day"], match["clock"], match["second"], match["offset"])
    match = _ISO_PART.fullmatch(text)
    if match is not None:
        precision = Precision.MONTH if match["month"] else Precision.YEAR
        return _Parsed(datetime(int(match["year"]), int(match["month"] or 1), 1), precision)  # noqa: DTZ001  the zone comes later
    match = _ROMANIAN.fullmatch(text)
    if match is not None:
        day = f"{match['year']}-{match['month']:0>2}-{match['day']:0>2}"
        return _parsed_day(day, match["clock"], match["second"], None)
    return None


def _parsed_day(day: str, clock: str | None, second: str | None, offset: str | None) -> _Parsed:
    if clock is None:
        return _Parsed(datetime.fromisoformat(day), Precision.DAY)
    start = datetime.fromisoformat(f"{day}T{clock}{offset.upper() if offset else ''}")
    return _Parsed(start, Precision.SECOND, 1 if second else 60)


def _parse(value: object) -> _Parsed:
    if isinstance(value, str):
        try:
            parsed = _parse_text(value.strip())
        except ValueError as error:
            # The shape was right, so the calendar objects: "day is out of range for month".
            raise _refusal(value, str(error)) from error
        if parsed is None:
            raise _refusal(value)
        return parsed
    if isinstance(value, datetime):
        return _Parsed(value, Precision.SECOND)
    if isinstance(value, date):
        return _Parsed(datetime(value.year, value.month, value.day), Precision.DAY)  # noqa: DTZ001  the zone comes later
    kind = "a number" if isinstance(value, (int, float)) and not isinstance(value, bool) else type(value).__name__
    raise _refusal(value, f"it is {kind}, not text")


def _seconds(moment: datetime, zone: str) -> int:
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=_zone(zone))
    # Subtraction, unlike astimezone(), cannot leave the calendar at its two ends.
    since = moment - _EPOCH
    return since.days * _DAY + since.seconds


def parse_instant(value: object, zone: str) -> Instant:
    """Read a date.

    Parameters
    ----------
    value : object
        A `datetime.date`, a `datetime.datetime`, or text: ISO 8601 (``2025``, ``2025-10``, ``2025-10-24``,
        ``2025-10-24T19:57:37+03:00``, ``2025-10-24 19:57``, ``…Z``) or ``24.10.2025``, also with a time.
    zone : str
        Name of the time zone that is meant where none is given.

    Returns
    -------
    Instant
        Its first second and its precision.

    Raises
    ------
    ValueError
        If `value` is none of these, such as a number; the message says what to write.
    SchemaError
        If there is no such zone.
    """
    parsed = _parse(value)
    return Instant(_seconds(parsed.start, zone), parsed.precision)


def plain_day(day: int, zone: str) -> int | None:
    """Return the first second of a day on which the clocks stand still.

    Parameters
    ----------
    day : int
        Days since 1970.
    zone : str
        Name of a time zone.

    Returns
    -------
    int or None
        UTC seconds; None if the clocks are, or may be, put forward or back. About 5 µs.

    Raises
    ------
    SchemaError
        If there is no such zone.
    """
    midnight = datetime(1970, 1, 1, tzinfo=_zone(zone)) + timedelta(days=day)
    moments = (midnight, midnight + timedelta(hours=12), midnight + timedelta(days=1))
    offsets = {moment.replace(fold=fold).utcoffset() for moment in moments for fold in (0, 1)}
    ahead = offsets.pop()
    return None if offsets or ahead is None else day * _DAY - (ahead.days * _DAY + ahead.seconds)


def span(value: object, zone: str) -> tuple[int, int]:
    """Return the seconds that a date covers.

    Parameters
    ----------
    value : object
        As for `parse_instant`.
    zone : str
        Name of the time zone whose years, months and days are meant.

    Returns
    -------
    tuple[int, int]
        Half-open: the first second, and the first second after it, in UTC since 1970. A day with a
        change of daylight saving has 23 or 25 hours; a time without seconds covers its minute.

    Raises
    ------
    ValueError, SchemaError
        As `parse_instant`.
    """
    parsed = _parse(value)
    start = parsed.start
    begin = _seconds(start, zone)
    if parsed.precision is Precision.SECOND:
        return begin, begin + parsed.seconds
    try:
        if parsed.precision is Precision.YEAR:
            following = start.replace(year=start.year + 1)
        elif parsed.precision is Precision.MONTH:
            following = (start.replace(day=28) + timedelta(days=4)).replace(day=1)
        else:
            following = start + timedelta(days=1)
    except (ValueError, OverflowError):
        # The year 9999 and its last month and day end where the calendar ends.
        return begin, _seconds(start.replace(month=12, day=31), zone) + _DAY
    return begin, _seconds(following, zone)


def _offset(seconds: int, zone: str) -> int:
    """How many seconds the clocks of `zone` are ahead of UTC at that moment."""
    safe = min(max(seconds, _FIRST_SAFE), _LAST_SAFE)
    ahead = (_EPOCH + timedelta(seconds=safe)).astimezone(_zone(zone)).utcoffset() or timedelta(0)
    return ahead.days * _DAY + ahead.seconds


def day_number(seconds: int, zone: str) -> int:
    """Return the local calendar day of a moment, in days since 1970-01-01."""
    return (seconds + _offset(seconds, zone)) // _DAY


def to_datetime(seconds: int, zone: str) -> datetime:
    """Return a moment as local time of `zone`, aware; what lies outside the years 1 to 9999 is moved to their ends."""
    if _FIRST_SAFE <= seconds <= _LAST_SAFE:
        return (_EPOCH + timedelta(seconds=seconds)).astimezone(_zone(zone))
    first = (1 - _EPOCH_DAY) * _DAY
    last = (date.max.toordinal() + 1 - _EPOCH_DAY) * _DAY - 1
    local = min(max(seconds + _offset(seconds, zone), first), last)
    return (_EPOCH + timedelta(seconds=local)).replace(tzinfo=_zone(zone))


def to_date(seconds: int, zone: str) -> date:
    """Return the local calendar day of a moment; what lies outside the years 1 to 9999 is moved to their ends."""
    ordinal = day_number(seconds, zone) + _EPOCH_DAY
    return date.fromordinal(min(max(ordinal, 1), date.max.toordinal()))


def middle_day(instant: Instant, zone: str) -> date:
    """Return the day that an instant is about: of a month its 15th, of a year 2 July, else the day itself.

    Days that a text names without their year are near to it: for a year, no day of it is nearer to another one's.
    """
    day = to_date(instant.seconds, zone)
    if instant.precision is Precision.YEAR:
        return day.replace(month=7, day=2)
    return day.replace(day=15) if instant.precision is Precision.MONTH else day
