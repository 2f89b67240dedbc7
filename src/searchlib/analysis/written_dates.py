"""Dates written in words: ``23 octombrie 2025``, ``23-25 oct.``, ``October 24, 2025``.

A date takes several raw forms, so it is found over their sequence. Each distinct form has one number, its *date
class*, and what stands between forms is a `Gap`; nothing else is looked at, so that native code can hold the class of
each interned form and repeat `written_dates` as it stands here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from searchlib.analysis.folding import fold_text
from searchlib.analysis.gaps import Gap, gaps
from searchlib.analysis.native import split

__all__ = ["date_class", "date_terms", "written_dates"]

# A date class is a kind, shifted by _KIND, and a value.
_KIND: Final = 12
_VALUE: Final = (1 << _KIND) - 1
NOTHING: Final = 0
DAY: Final = 1
"""Its value: 1 to 31."""
DAYS: Final = 2
"""``23-25`` in one form: the first day times 32, and the last."""
MONTH: Final = 3
"""1 to 12, and the flags below."""
YEAR: Final = 4
"""1400 to 2199."""
AND: Final = 5
"""Joins two days of one month: 23 și 24 octombrie."""
MORE: Final = 6
"""Behind a number and ``mai`` it says that this is no month: 17 mai multe."""
WEEKDAY: Final = 7
"""Stands before a date in a question."""

ABBREVIATED: Final = 16
"""A full stop behind the month may be part of it."""
ENGLISH: Final = 32
"""The day may follow: October 24."""
SHARED: Final = 64
"""A name in both languages: the day may follow if a year follows the day."""
MAI: Final = 128
"""Also the word for more."""
NEEDS_YEAR: Final = 256
"""Also another word (măr): a month only with a year behind it."""

_MONTHS: Final = (
    ("ianuarie", "januarie"), ("februarie",), ("martie",), ("aprilie",), ("mai",), ("iunie",), ("iulie",), (),
    ("septembrie",), ("octombrie", "octomvrie"), ("noiembrie", "noembrie"), ("decembrie",),
)  # fmt: skip
_ENGLISH_MONTHS: Final = "january february march april may june july august september october november december".split()
_ABBREVIATIONS: Final = (
    ("ian", "jan"), ("feb", "febr"), ("mar",), ("apr",), (), ("iun", "jun"), ("iul", "jul"), ("aug",),
    ("sep", "sept"), ("oct",), ("nov",), ("dec",),
)  # fmt: skip
_WEEKDAYS: Final = (
    "luni marti miercuri joi vineri sambata duminica lunea martea miercurea joia vinerea "
    "monday tuesday wednesday thursday friday saturday sunday"
).split()
_MORE: Final = (
    "mult multa multi multe mare mari mic mica mici putin putina putini putine bun buna buni bune bine rau "
    "important importanta importanti importante ieftin ieftina ieftine scump scumpa scumpe devreme tarziu tineri "
    "tinere vechi noi lung lunga lungi scurt scurta scurte usor greu rapid rapida rapide repede aproape departe sus jos"
).split()

_DAY: Final = re.compile("(?:0?[1-9]|[12][0-9]|3[01])").fullmatch
_ENGLISH_DAY: Final = re.compile("([1-9]|[12][0-9]|3[01])(?:st|nd|rd|th)").fullmatch
_DAYS: Final = re.compile("([0-9]{1,2})[-\u2010\u2011]([0-9]{1,2})").fullmatch
_YEAR: Final = re.compile("1[4-9][0-9]{2}|2[01][0-9]{2}").fullmatch


def _word_classes() -> dict[str, int]:
    classes: dict[str, int] = dict.fromkeys(("si", "and", "spre"), AND << _KIND)
    classes |= dict.fromkeys(_MORE, MORE << _KIND)
    classes |= dict.fromkeys(_WEEKDAYS, WEEKDAY << _KIND)
    classes["intai"] = DAY << _KIND | 1
    for month, english in enumerate(_ENGLISH_MONTHS, 1):
        classes[english] = MONTH << _KIND | month | (SHARED if english == "august" else ENGLISH)
        for name in _ABBREVIATIONS[month - 1]:
            alone = NEEDS_YEAR if name == "mar" else 0
            classes[name] = MONTH << _KIND | month | SHARED | ABBREVIATED | alone
        for name in _MONTHS[month - 1]:
            classes[name] = MONTH << _KIND | month | (MAI if name == "mai" else 0)
    return classes


_WORDS: Final = _word_classes()
_INITIALS: Final = frozenset(word[0] for word in _WORDS) | frozenset("îșş")
_LONGEST: Final = max(map(len, _WORDS))
_PROPER: Final = frozenset(["may", "march"])  # other words without their capital


def date_class(raw: str) -> int:
    """Return what a raw form can be in a date: a kind and a value in 15 bits; 0 is nothing."""
    if len(raw) > 2 * _LONGEST:  # letters may be decomposed
        return NOTHING
    if "0" <= raw[:1] <= "9":
        return _number_class(raw)
    if raw[:1].lower() not in _INITIALS:  # most forms; folding is dearer
        return NOTHING
    folded = fold_text(raw)
    found = _WORDS.get(folded, NOTHING)
    return NOTHING if found and folded in _PROPER and raw[0].islower() else found


def _number_class(raw: str) -> int:
    if _DAY(raw) is not None:
        return DAY << _KIND | int(raw)
    if _YEAR(raw) is not None:
        return YEAR << _KIND | int(raw)
    match = _ENGLISH_DAY(raw)
    if match is not None:
        return DAY << _KIND | int(match[1])
    match = _DAYS(raw)
    if match is not None and 1 <= int(match[1]) < int(match[2]) <= 31:
        return DAYS << _KIND | int(match[1]) * 32 + int(match[2])
    return NOTHING


class _Reader:
    """Reads dates at the months of one text."""

    def __init__(self, classes: Sequence[int], gaps_before: Sequence[Gap], near: date | None) -> None:
        self._classes = classes
        self._gaps = gaps_before
        self._near = near
        self.begin = 0  # the first form of the date just read
        self.end = 0  # behind its last form

    def kind(self, at: int) -> int:
        return self._classes[at] >> _KIND if 0 <= at < len(self._classes) else NOTHING

    def value(self, at: int) -> int:
        return self._classes[at] & _VALUE

    def read(self, at: int) -> list[tuple[int, str]]:
        """Return the terms of the date whose month is the form `at`, each with the form that it belongs to."""
        flags = self.value(at)
        behind = at + 1
        days: list[tuple[int, int]] = []
        # The number before a month is not its day if it was that of the month before: October 23 November 24.
        if self._gaps[at] == Gap.SPACE and at - 1 >= self.end:
            days = self._days_before(at - 1)
        self.begin = days[0][0] if days else at
        if not days and self._has_day_behind(at):
            days = [(behind, self.value(behind))]
            behind += 1
        year = self._year(behind, abbreviated=bool(flags & ABBREVIATED) and behind == at + 1)
        self.end = behind + (year is not None)
        if year is None and (not days or flags & NEEDS_YEAR or (flags & MAI and self._is_more(behind))):
            self.end = at + 1
            return []
        if not days:
            return [(at, f"{year:04}-{flags & 15:02}")]
        terms = [(form, self._term(year, flags & 15, day)) for form, day in days]
        return [(form, term) for form, term in terms if term]

    def _days_before(self, at: int) -> list[tuple[int, int]]:
        """Return the days that end with the form `at`: one, those of a range, or those of a list."""
        if self.kind(at) == DAYS:
            first, last = divmod(self.value(at), 32)
            return [(at, day) for day in range(first, last + 1)]
        if self.kind(at) != DAY:
            return []
        last = self.value(at)
        before = at - 1
        if self._gaps[at] == Gap.DASH and self.kind(before) == DAY and self.value(before) < last:
            first = self.value(before)
            return [(before, first), *((at, day) for day in range(first + 1, last + 1))]
        days = [(at, last)]
        if self.kind(before) == AND and self._gaps[at] == Gap.SPACE:
            separator = Gap.SPACE
            at, before = before, before - 1
            while self._gaps[at] == separator and self.kind(before) == DAY and self.value(before) < days[0][1]:
                days.insert(0, (before, self.value(before)))
                separator = Gap.COMMA
                at, before = before, before - 1
        return days

    def _has_day_behind(self, at: int) -> bool:
        """Return whether the form behind an English month is its day."""
        flags = self.value(at)
        if not flags & (ENGLISH | SHARED) or self.kind(at + 1) != DAY:
            return False
        between = self._gaps[at + 1]
        if between != Gap.SPACE and not (between == Gap.STOP and flags & ABBREVIATED):
            return False
        return bool(flags & ENGLISH) or self._year(at + 2, abbreviated=False) is not None

    def _year(self, at: int, *, abbreviated: bool) -> int | None:
        if self.kind(at) != YEAR:
            return None
        between = self._gaps[at]
        joined = between <= Gap.COMMA or (between == Gap.STOP and abbreviated)
        return self.value(at) if joined else None

    def _is_more(self, at: int) -> bool:
        return self.kind(at) == MORE and self._gaps[at] == Gap.SPACE

    def _term(self, year: int | None, month: int, day: int) -> str:
        if year is None:
            year = nearest_year(month, day, self._near) if self._near is not None else None
        return f"{year:04}-{month:02}-{day:02}" if year is not None and _is_date(year, month, day) else ""


def _is_date(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def nearest_year(month: int, day: int, near: date) -> int | None:
    """Return the year in which a day is nearest to a date, the earlier of two; None if the day is in none of three.

    On 3 January, 31 December is that of the year before.
    """
    years = [year for year in (near.year - 1, near.year, near.year + 1) if _is_date(year, month, day)]
    return min(years, key=lambda year: abs(date(year, month, day) - near), default=None)


def written_dates(
    classes: Sequence[int], gaps_before: Sequence[Gap], near: date | None = None
) -> Iterator[tuple[int, str]]:
    """Find the dates written in a text.

    Parameters
    ----------
    classes : sequence of int
        The `date_class` of each raw form of the text.
    gaps_before : sequence of Gap
        What stands before each of them, as `searchlib.analysis.gaps.gaps` gives it.
    near : datetime.date, optional
        The date of the document: a day written without a year is the one nearest to it. Without it
        such a day gives nothing.

    Yields
    ------
    tuple[int, str]
        The number of a form and a term, as ``2025-10-23`` for the form of the day. Of a range each day is given,
        the first at its own form, the others at the form of the last. A month and a year without a day give
        ``2025-10`` at the month. Days that are not in the calendar give nothing. O(n): a month looks at no
        more than the 31 forms before it, as days of a list only count down, and three behind it.
    """
    reader = _Reader(classes, gaps_before, near)
    month = MONTH << _KIND
    beyond = MONTH + 1 << _KIND
    for at, found in enumerate(classes):
        if month <= found < beyond:
            yield from reader.read(at)


def date_terms(text: str, year: int | None = None) -> tuple[str, ...]:
    """Return the term of a text that is a date and nothing else, for questions.

    Parameters
    ----------
    text : str
        Such as ``joi, 23 octombrie 2025`` or ``octombrie 2025``.
    year : int, optional
        The year of a day without one.

    Returns
    -------
    tuple[str, ...]
        One term, ``2025-10-23`` or ``2025-10``; none if the text is no date, more than a date, or several days.
    """
    spans = split(text)
    classes = [date_class(text[start:end]) for start, end in spans]
    first = 1 if len(classes) > 1 and classes[0] >> _KIND == WEEKDAY else 0
    reader = _Reader(classes, gaps(text, spans), date(year, 7, 2) if year is not None else None)
    for at, found in enumerate(classes):
        if found >> _KIND == MONTH:
            terms = reader.read(at)
            whole = len(terms) == 1 and reader.begin == first and reader.end == len(classes)
            return (terms[0][1],) if whole else ()
    return ()
