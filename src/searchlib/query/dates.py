"""Dates in queries: what ``date:2025-10``, ``date:[a TO b]``, ``date:>=a``, ``date:ieri`` and ``date:none`` mean."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from searchlib.dates import span
from searchlib.errors import QuerySyntaxError
from searchlib.query.date_phrases import EXAMPLES, days_of
from searchlib.query.problems import BackwardsError, problem
from searchlib.query.ranges import COMPARISON, End, ends_of
from searchlib.query.tree import DateRange, Undated

__all__ = ["DateReader"]


class _Value(NamedTuple):
    """A date as typed, and the UTC seconds [start, end) that it covers by its precision."""

    text: str
    start: int
    end: int


class DateReader(NamedTuple):
    """Reads the date clauses of one query.

    Parameters
    ----------
    query : str
        The whole query string, for errors.
    zone : str
        The zone whose days are meant.
    today : date | None
        The day on which it is asked; None means the day that it is in that zone.
    """

    query: str
    zone: str
    today: date | None = None

    def clause(self, field: str, text: str, position: int) -> DateRange | Undated:
        """Return what a date, ``none``, ``*`` or a comparison after ``field:`` means.

        Parameters
        ----------
        field : str
            The date field.
        text : str
            What stands after its colon.
        position : int
            Where in the query `text` starts.

        Raises
        ------
        QuerySyntaxError
            If it is no date.
        """
        if text == "none":
            return Undated(field)
        if text == "*":
            return DateRange(field, None, None)
        operator = COMPARISON.match(text)
        if operator is not None:
            return self.compare(field, operator[0], text[operator.end() :], position + operator.end())
        if text[0] in "[{":
            what = f"the range that starts with {text[0]} has no end"
            raise problem(self.query, position, what, f"write {field}:[2025-10-01 TO 2025-10-24]")
        value = self._value(End(text, position))
        return DateRange(field, value.start, value.end)

    def compare(self, field: str, operator: str, text: str, position: int) -> DateRange:
        """Return what ``field:>=date`` and its like mean; the parameters are those of `clause`."""
        if not text.strip():
            raise problem(self.query, position, f"no date follows {operator}", f"write {field}:{operator}2025-10-24")
        value = self._value(End(text, position))
        if operator[0] == ">":
            return DateRange(field, value.start if operator == ">=" else value.end, None)
        return DateRange(field, None, value.end if operator == "<=" else value.start)

    def range(self, field: str, text: str, position: int) -> DateRange:
        """Return what ``[a TO b]`` means, brackets included: ``[ ]`` take their end in, ``{ }`` leave it out.

        Raises
        ------
        QuerySyntaxError
            If an end is no date, or the range can hold none.
        """
        first, last = ends_of(self.query, text, position, f"{field}:[2025-10-01 TO 2025-10-24]")
        low, high = first and self._value(first), last and self._value(last)
        start = low and (low.start if text[0] == "[" else low.end)
        end = high and (high.end if text[-1] == "]" else high.start)
        if low is not None and high is not None and low.start >= high.end:
            message = f"the range runs backwards: {low.text} is later than {high.text}; swap its ends"
            swapped = DateRange(field, high.start, low.end)
            raise BackwardsError(message, self.query, position, swapped)
        if start is not None and end is not None and start >= end:
            hint = "square brackets [ ] take the ends in, curly ones leave them out"
            raise problem(self.query, position, "the range is empty", hint)
        return DateRange(field, start, end)

    def _value(self, end: End) -> _Value:
        try:
            days = self._days(end.text)
            if days is not None:
                return _Value(end.text, span(days[0], self.zone)[0], span(days[1], self.zone)[1])
            return _Value(end.text, *span(end.text, self.zone))
        except ValueError as error:
            # Its message says what to write already.
            raise QuerySyntaxError(f"{error}, or {EXAMPLES}", self.query, end.position) from error

    def _days(self, text: str) -> tuple[date, date] | None:
        if not any(c.isalpha() and c not in "TtZz" for c in text):
            return None
        return days_of(text, self.today or _today(self.zone))


def _today(zone: str) -> date:
    from zoneinfo import ZoneInfo

    return datetime.now(ZoneInfo(zone)).date()
