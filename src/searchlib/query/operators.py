"""What is written right behind a word, a quotation or a bracket: ``^2``, ``~1``, ``*``."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import NamedTuple

from searchlib.query.patterns import Fuzzy, Pattern, Prefix, Regex, Wildcard
from searchlib.query.problems import problem
from searchlib.query.regex import RegexError, parse_regex
from searchlib.query.shapes import Shape
from searchlib.query.tokenizer import CLOSING_MARKS, has_word
from searchlib.query.tree import Boost, Constant, Query, scores

__all__ = ["MAX_BOOST", "MAX_DISTANCE", "MAX_EDITS", "MAX_WILDCARDS", "Operators"]

MAX_BOOST = 1000.0
MAX_DISTANCE = 1000
"""Words that may stand in between, at most."""
MAX_EDITS = 2
MAX_LETTERS = 255
"""Letters of a pattern, at most: no word of an index is longer."""
MAX_WILDCARDS = 16

_BOOST = re.compile(r"\^(=?)([\d.]+)\Z")
_NUMBER = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,20})?")
_SLOP = re.compile(r"~(\d+)")
_LEFTOVER = re.compile(r"(?:(?<=\w)(?:\*|\^=?|~\d*(?:/\d*)?)|(?<!\A)\^=?[\d.]+)\Z")
_FUZZY_WORD = re.compile(r"\w[\w.'’-]*")

_Boost = tuple[str, str] | None
"""``=`` or nothing, and the number."""


class Operators(NamedTuple):
    """Reads the operators behind the clauses of one query.

    Parameters
    ----------
    query : str
        The whole query string, for errors.
    """

    query: str

    def boosted(self, node: Query, boost: _Boost, end: int) -> Query:
        """Return a node with the boost that is written behind it; the boost ends at `end`.

        Raises
        ------
        QuerySyntaxError
            If it is out of range, or multiplies the score of what has none.
        """
        if boost is None:
            return node
        kind, digits = boost
        written = f"^{kind}{digits}"
        value = float(digits) if _NUMBER.fullmatch(digits) else 0.0
        if not 0 < value <= MAX_BOOST:
            hint = f"write a number above 0 and at most {MAX_BOOST:.0f}, such as ^2 or ^0.5"
            raise problem(self.query, end - len(written), f"{written} is no boost", hint)
        if kind:
            return Constant(node, value)
        if not scores(node):
            what = f"what stands before {written} filters and has no score to multiply"
            raise problem(self.query, end - len(written), what, f"write ^={digits} to give it one")
        return Boost(node, value)

    def boost_at_end(self, token: str) -> _Boost:
        """Return the boost at the end of a token that may have one."""
        found = _BOOST.search(token)
        return (found[1], found[2]) if found else None

    def split_boost(self, text: str) -> tuple[str, _Boost]:
        """Return a value and the boost behind it."""
        found = _BOOST.search(text) if "^" in text else None
        return (text[: found.start()], (found[1], found[2])) if found else (text, None)

    def behind(self, token: str, position: int) -> tuple[str | None, _Boost, int]:
        """Return the slop and the boost behind a quotation, and where they start."""
        close = max(map(token.rfind, CLOSING_MARKS)) + 1
        suffix = token[close:]
        slop = _SLOP.match(suffix)
        return slop and slop[1], self.boost_at_end(suffix), position + close

    def distance(self, digits: str, position: int) -> int:
        """Return how many words may stand in between."""
        distance = int(digits) if len(digits) < 9 else MAX_DISTANCE + 1
        if distance > MAX_DISTANCE:
            what = f"{digits} words are too far apart"
            raise problem(self.query, position, what, f"at most {MAX_DISTANCE} may stand between")
        return distance

    def fuzzy(self, shape: Shape, position: int, field: str | None) -> Fuzzy:
        """Return what ``word~1`` and ``word~2/3`` mean."""
        edits, prefix = shape.fuzziness
        at = position + len(shape.core)
        if edits not in ("1", "2"):
            what = f"~{edits} is no number of edits"
            raise problem(self.query, at, what, "write ~1 or ~2; more finds everything")
        if not _FUZZY_WORD.fullmatch(shape.core) or len(shape.core) > MAX_LETTERS:
            what = f"{shape.core[:30]!r} is no word that could have edits"
            raise problem(self.query, position, what, f"write letters and digits, at most {MAX_LETTERS}")
        first = int(prefix) if prefix and len(prefix) < 4 else 0
        return Fuzzy(shape.core, int(edits), first, field)

    def wildcard(self, pattern: str, position: int, field: str | None) -> Prefix | Wildcard:
        """Return what ``minist*`` and ``mini?t*r`` mean."""
        count = pattern.count("*") + pattern.count("?")
        if count > MAX_WILDCARDS or len(pattern) > MAX_LETTERS:
            what = f"the pattern holds {count} signs * and ?, and {len(pattern)} characters"
            hint = f"write at most {MAX_WILDCARDS} of the one and {MAX_LETTERS} of the other"
            raise problem(self.query, position, what, hint)
        if not has_word(pattern):
            raise problem(self.query, position, f"{pattern!r} is no word, only punctuation", "add a letter")
        if count == 1 and pattern[-1] == "*":
            return Prefix(pattern[:-1], field)
        return Wildcard(pattern, field)

    def regex(self, pattern: str, position: int, field: str | None) -> Regex:
        """Return what ``/minist(ru|rul)/`` means.

        Raises
        ------
        QuerySyntaxError
            If it is no regular expression; the position is that of the place in it where it goes wrong.
        """
        try:
            parse_regex(pattern)
        except RegexError as error:
            raise problem(self.query, position + error.position, error.what, error.hint) from error
        return Regex(pattern, field)

    def in_field(self, pattern: Pattern, field: str) -> Pattern:
        """Return a pattern in a text field."""
        return replace(pattern, field=field)

    def check_exact(self, text: str, position: int) -> None:
        """Raise if an exact word holds operators too, or no letter."""
        if not has_word(text):
            raise problem(self.query, position, "there is no word behind the =", "write it right behind")
        self.check_plain(text, position, whole=False)

    def check_plain(self, text: str, position: int, *, whole: bool) -> None:
        """Raise if a word ends with an operator that it cannot have; `whole` if it is nothing but that."""
        found = _LEFTOVER.search(text)
        if whole or found:
            suffix = text if whole or not found else found[0]
            what = f"{suffix} cannot stand there"
            hint = (
                'patterns are of letters and digits, as in minist* or ministru~1; behind phrases stand "a b"~3 and ^2'
            )
            raise problem(self.query, position + len(text) - len(suffix), what, hint)
