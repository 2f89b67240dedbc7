"""Days as people name them in a question: ``ieri``, ``săptămâna trecută``, ``octombrie 2025``, ``last 7 days``."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from searchlib.query.tokenizer import strip_accents

__all__ = ["EXAMPLES", "days_of"]

EXAMPLES = 'azi, ieri, "săptămâna trecută", "octombrie 2025", "ultimele 7 zile"'
"""For those who wrote something else."""

Days = tuple[date, date]
"""The first day, and the last one."""

_MONTHS = (
    "ianuarie ian january jan", "februarie feb february", "martie mar march", "aprilie apr april", "mai may",
    "iunie iun june jun", "iulie iul july jul", "august aug", "septembrie sept sep september",
    "octombrie oct october", "noiembrie noi nov november", "decembrie dec december",
)  # fmt: skip
_MONTH_OF = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}
_NAMED_DAYS = {"azi": 0, "astazi": 0, "today": 0, "ieri": 1, "yesterday": 1, "alaltaieri": 2}
_UNITS = {
    **dict.fromkeys(("zi", "zile", "ziua", "day", "days"), "day"),
    **dict.fromkeys(("saptamana", "saptamani", "saptamina", "saptamini", "week", "weeks"), "week"),
    **dict.fromkeys(("luna", "luni", "month", "months"), "month"),
    **dict.fromkeys(("anul", "an", "ani", "year", "years"), "year"),
}
_UNIT = "|".join(_UNITS)
_MONTH = "|".join(_MONTH_OF)
_LONGEST_COUNT = 5
_MOST_DAYS = 366 * 1000


def _day(day: date) -> Days:
    return day, day


def _month(year: int, month: int) -> Days:
    following = date(year + month // 12, month % 12 + 1, 1)
    return date(year, month, 1), following - timedelta(days=1)


def _back(day: date, months: int) -> date:
    """Return the same day so many months before, or the last one of that month if it has no such day."""
    count = day.year * 12 + day.month - 1 - months
    first, last = _month(count // 12, count % 12 + 1)
    return min(first.replace(day=day.day) if day.day <= last.day else last, last)


def _period(unit: str, today: date, before: int) -> Days:
    """Return the calendar week, month or year of today, or the one `before` it."""
    if unit == "day":
        day = today - timedelta(days=before)
        return day, day
    if unit == "week":
        monday = today - timedelta(days=today.weekday() + 7 * before)
        return monday, monday + timedelta(days=6)
    if unit == "month":
        start = _back(today.replace(day=1), before)
        return _month(start.year, start.month)
    return date(today.year - before, 1, 1), date(today.year - before, 12, 31)


def _last(count: int, unit: str, today: date) -> Days | None:
    """Return the last so many days, weeks, months or years, today included."""
    if count == 0:
        return None
    days = {"day": 1, "week": 7, "month": 31, "year": 366}[unit] * count
    if days > _MOST_DAYS:
        return None
    if unit in ("day", "week"):
        return today - timedelta(days=days - 1), today
    return _back(today, count * (12 if unit == "year" else 1)) + timedelta(days=1), today


def _named_month(name: str, year: str | None, today: date) -> Days:
    """Return a month; without its year the latest that has begun."""
    month = _MONTH_OF[name]
    return _month(int(year) if year else today.year - (month > today.month), month)


def _named_day(day: str, name: str, year: str | None, today: date) -> Days:
    """Return a day of a month; without its year the latest that has come."""
    month, number = _MONTH_OF[name], int(day)
    years = range(int(year), int(year) + 1) if year else range(today.year, max(today.year - 9, 0), -1)
    for candidate in years:
        last = _month(candidate, month)[1]
        if 1 <= number <= last.day and (year or last.replace(day=number) <= today):
            return _day(last.replace(day=number))
    raise ValueError("there is no such day")


_Rule = Callable[[re.Match[str], date], "Days | None"]
_RULES: list[tuple[re.Pattern[str], _Rule]] = [
    (re.compile(rf"(?P<n>{'|'.join(_NAMED_DAYS)})"), lambda m, t: _day(t - timedelta(days=_NAMED_DAYS[m["n"]]))),
    (
        re.compile(rf"(?:(?P<u>{_UNIT}) (?:asta|aceasta|acesta|curenta|curent)|this (?P<e>{_UNIT}))"),
        lambda m, t: _period(_UNITS[m["u"] or m["e"]], t, 0),
    ),
    (
        re.compile(rf"(?:(?P<u>{_UNIT}) (?:trecuta|trecut)|last (?P<e>{_UNIT}))"),
        lambda m, t: _period(_UNITS[m["u"] or m["e"]], t, 1),
    ),
    (
        re.compile(
            rf"(?:ultim(?:a|ul|ele|ii)|last|past)(?: (?P<c>[0-9]{{1,{_LONGEST_COUNT}}})(?: de)?)? (?P<u>{_UNIT})"
        ),
        lambda m, t: _last(int(m["c"] or 1), _UNITS[m["u"]], t),
    ),
    (
        re.compile(rf"(?P<m>{_MONTH})\.?(?: (?P<y>[0-9]{{4}}))?"),
        lambda m, t: _named_month(m["m"], m["y"], t),
    ),
    (
        re.compile(rf"(?P<d>[0-9]{{1,2}}) (?P<m>{_MONTH})\.?(?: (?P<y>[0-9]{{4}}))?"),
        lambda m, t: _named_day(m["d"], m["m"], m["y"], t),
    ),
    (
        re.compile(rf"(?P<m>{_MONTH})\.? (?P<d>[0-9]{{1,2}})(?:st|nd|rd|th)?(?:,? (?P<y>[0-9]{{4}}))?"),
        lambda m, t: _named_day(m["d"], m["m"], m["y"], t),
    ),
]


def days_of(text: str, today: date) -> Days | None:
    """Return the first and last day that a phrase names.

    Parameters
    ----------
    text : str
        The phrase, in any case and with or without diacritics.
    today : date
        The day on which it is asked.

    Returns
    -------
    tuple[date, date] | None
        None for what is no such phrase, and for days that are none or not between the years 1 and 9999.
    """
    folded = " ".join(strip_accents(text).casefold().split())
    for pattern, rule in _RULES:
        found = pattern.fullmatch(folded)
        if found is not None:
            try:
                return rule(found, today)
            except (ValueError, OverflowError):
                return None
    return None
