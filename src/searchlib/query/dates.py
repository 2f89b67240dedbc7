"""Dates in queries: what ``date:2025-10``, ``date:[a TO b]``, ``date:>=a`` and ``date:none`` mean."""

from __future__ import annotations

import re
from typing import NamedTuple

from searchlib.dates import span
from searchlib.errors import QuerySyntaxError
from searchlib.query.problems import problem
from searchlib.query.tree import DateRange, Undated

__all__ = ["DateReader"]

_TO = re.compile(r"(?:\A|(?<=\s))TO(?=\s|\Z)")
_COMPARISON = re.compile(r"[<>]=?")
_QUOTES = '"„“”«»'


class _Value(NamedTuple):
    """One end of a range as typed, and the UTC seconds [start, end) that it covers by its precision."""

    text: str
    position: int
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
    """

    query: str
    zone: str

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
        operator = _COMPARISON.match(text)
        if operator is not None:
            return self.compare(field, operator[0], text[operator.end() :], position + operator.end())
        if text[0] in "[{":
            what = f"the range that starts with {text[0]} has no end"
            raise problem(self.query, position, what, f"write {field}:[2025-10-01 TO 2025-10-24]")
        value = self._value(text, position)
        return DateRange(field, value.start, value.end)

    def compare(self, field: str, operator: str, text: str, position: int) -> DateRange:
        """Return what ``field:>=date`` and its like mean; the parameters are those of `clause`."""
        if not text.strip():
            raise problem(self.query, position, f"no date follows {operator}", f"write {field}:{operator}2025-10-24")
        value = self._value(text, position)
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
        inner = text[1:-1]
        parts = _TO.split(inner)
        if len(parts) != 2:
            what = "a range has two ends with one TO between them"
            raise problem(self.query, position, what, f"write {field}:[2025-10-01 TO 2025-10-24], or * for an open end")
        low = self._end(parts[0], position + 1)
        high = self._end(parts[1], position + 1 + len(inner) - len(parts[1]))
        start = low and (low.start if text[0] == "[" else low.end)
        end = high and (high.end if text[-1] == "]" else high.start)
        if low is not None and high is not None and low.start >= high.end:
            what = f"the range runs backwards: {low.text} is later than {high.text}"
            raise problem(self.query, position, what, "swap its ends")
        if start is not None and end is not None and start >= end:
            hint = "square brackets [ ] take the ends in, curly ones leave them out"
            raise problem(self.query, position, "the range is empty", hint)
        return DateRange(field, start, end)

    def _end(self, text: str, position: int) -> _Value | None:
        """Return one end of a range; None for an open one."""
        stripped = text.strip()
        if stripped in ("", "*"):
            return None
        position += len(text) - len(text.lstrip())
        if len(stripped) > 1 and stripped[0] in _QUOTES and stripped[-1] in _QUOTES:
            stripped, position = stripped[1:-1], position + 1
        return self._value(stripped, position)

    def _value(self, text: str, position: int) -> _Value:
        try:
            start, end = span(text, self.zone)
        except ValueError as error:
            # Its message says what to write already.
            raise QuerySyntaxError(str(error), self.query, position) from error
        return _Value(text, position, start, end)
