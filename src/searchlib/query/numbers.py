"""Numbers in queries: what ``pages:120``, ``pages:[100 TO 200]`` and ``pages:>=100`` mean."""

from __future__ import annotations

import math
import re
from typing import NamedTuple

from searchlib.query.problems import BackwardsError, problem
from searchlib.query.ranges import COMPARISON, End, ends_of
from searchlib.query.tree import Query
from searchlib.query.values import Exists, NumberRange

__all__ = ["NumberReader"]

_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:[.,][0-9]+)?|[.,][0-9]+)(?:[eE][+-]?[0-9]{1,3})?")


class NumberReader(NamedTuple):
    """Reads the clauses of number fields of one query.

    Parameters
    ----------
    query : str
        The whole query string, for errors.
    """

    query: str

    def clause(self, field: str, text: str, position: int) -> Query:
        """Return what a number, ``*`` or a comparison after ``field:`` means.

        Raises
        ------
        QuerySyntaxError
            If it is no number.
        """
        if text == "*":
            return Exists(field)
        operator = COMPARISON.match(text)
        if operator is not None:
            return self.compare(field, operator[0], text[operator.end() :], position + operator.end())
        value = self._value(End(text, position))
        return NumberRange(field, value, value)

    def compare(self, field: str, operator: str, text: str, position: int) -> NumberRange:
        """Return what ``field:>=number`` and its like mean; the parameters are those of `clause`."""
        value = self._value(End(text, position))
        if operator[0] == ">":
            return NumberRange(field, value if operator == ">=" else _after(value), None)
        return NumberRange(field, None, value if operator == "<=" else _before(value))

    def range(self, field: str, text: str, position: int) -> NumberRange:
        """Return what ``[a TO b]`` means, brackets included: ``[ ]`` take their end in, ``{ }`` leave it out.

        Raises
        ------
        QuerySyntaxError
            If an end is no number, or the range can hold none.
        """
        first, last = ends_of(self.query, text, position, f"{field}:[10 TO 20]")
        low = None if first is None else self._value(first)
        high = None if last is None else self._value(last)
        if low is not None and high is not None and low > high and first and last:
            message = f"the range runs backwards: {first.text} is more than {last.text}; swap its ends"
            raise BackwardsError(message, self.query, position, NumberRange(field, high, low))
        start = low if low is None or text[0] == "[" else _after(low)
        end = high if high is None or text[-1] == "]" else _before(high)
        if start is not None and end is not None and start > end:
            hint = "square brackets [ ] take the ends in, curly ones leave them out"
            raise problem(self.query, position, "the range is empty", hint)
        return NumberRange(field, start, end)

    def _value(self, end: End) -> float:
        value = float(end.text.replace(",", ".")) if _NUMBER.fullmatch(end.text) else math.inf
        if math.isinf(value):
            what = f"{end.text!r} is no number" if end.text else "a number is missing"
            raise problem(self.query, end.position, what, "write 10, -2.5 or a range such as [10 TO 20]")
        return value + 0.0  # there is one zero, not two


def _after(value: float) -> float:
    return math.nextafter(value, math.inf)


def _before(value: float) -> float:
    return math.nextafter(value, -math.inf)
